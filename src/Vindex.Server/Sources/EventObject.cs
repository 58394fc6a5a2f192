using System.Globalization;
using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>
/// An object of a product's event. Products add members and change kinds over the years, so what is not as expected counts as absent; only what a ticket cannot
/// do without is asked for by its reader.
/// </summary>
internal readonly struct EventObject(JsonElement element)
{
    public const int MaxNameLength = 255;

    public static EventObject Nothing => default;

    public bool Exists => element.ValueKind == JsonValueKind.Object;

    public JsonElement Element => element;

    /// <summary>A member that is not null; its kind is Undefined when there is none.</summary>
    public JsonElement this[string name] => Exists && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public EventObject Object(string name) => this[name] is { ValueKind: JsonValueKind.Object } value ? new EventObject(value) : Nothing;

    /// <summary>A member that is not null.</summary>
    public bool Has(string name) => this[name].ValueKind != JsonValueKind.Undefined;

    /// <summary>A member, null or not: of what was empty before, products say null.</summary>
    public bool Names(string name) => Exists && element.TryGetProperty(name, out _);

    /// <summary>Text that is not blank; null otherwise.</summary>
    public string? Text(string name) => NotBlank(this[name]);

    /// <summary>Text or a whole number as text; null otherwise.</summary>
    public string? Id(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var id) => id.ToString(CultureInfo.InvariantCulture),
        var other => NotBlank(other),
    };

    /// <summary>A name for people: trimmed, its end left out past 255 characters; null when there is none.</summary>
    public string? Name(string name) => Shorten(Text(name), MaxNameLength);

    /// <summary>A title: trimmed, its end left out past what a summary may have; null when there is none.</summary>
    public string? Title(string name) => Shorten(Text(name), TicketLimits.Events.SummaryCharacters);

    /// <summary>The members that are text, for objects used as dictionaries.</summary>
    public IEnumerable<(string Name, string Text)> Strings()
    {
        if (!Exists) yield break;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String) yield return (member.Name, member.Value.GetString()!);
        }
    }

    /// <summary>The objects of a list.</summary>
    public IEnumerable<EventObject> Objects(string name)
    {
        if (this[name] is not { ValueKind: JsonValueKind.Array } list) yield break;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object) yield return new EventObject(item);
        }
    }

    /// <summary>The short texts of a list: each trimmed, its end left out past 255 characters.</summary>
    public IEnumerable<string> Labels(string name)
    {
        if (this[name] is not { ValueKind: JsonValueKind.Array } list) yield break;
        foreach (var item in list.EnumerateArray())
        {
            if (Shorten(NotBlank(item), MaxNameLength) is { } text) yield return text;
        }
    }

    private static string? NotBlank(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? Shorten(string? text, int max)
    {
        if (text?.Trim() is not { } trimmed || trimmed.Length <= max) return text?.Trim();

        // Half of a surrogate pair is no text.
        return trimmed[..(char.IsHighSurrogate(trimmed[max - 1]) ? max - 1 : max)];
    }
}

/// <summary>How much context a ticket may have.</summary>
internal static class EventContext
{
    public const int MaxItems = 50;

    public static IReadOnlyList<ContextItem>? Limit(IEnumerable<ContextItem> items) => items.Take(MaxItems).ToList() is { Count: > 0 } some ? some : null;
}
