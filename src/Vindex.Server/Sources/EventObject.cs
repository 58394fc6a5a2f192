using System.Globalization;
using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>
/// An object in a product's event. Products add members and change types over the years, so unexpected values count as missing; only what a ticket cannot
/// do without is required by its reader.
/// </summary>
internal readonly struct EventObject(JsonElement element)
{
    public const int MaxNameLength = 255;

    public static EventObject Nothing => default;

    public bool Exists => element.ValueKind == JsonValueKind.Object;

    public JsonElement Element => element;

    /// <summary>A non-null member; its kind is Undefined if there is none.</summary>
    public JsonElement this[string name] => Exists && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public EventObject Object(string name) => this[name] is { ValueKind: JsonValueKind.Object } value ? new EventObject(value) : Nothing;

    /// <summary>A non-null member.</summary>
    public bool Has(string name) => this[name].ValueKind != JsonValueKind.Undefined;

    /// <summary>A member, possibly null: products use null for previously empty values.</summary>
    public bool Names(string name) => Exists && element.TryGetProperty(name, out _);

    /// <summary>Non-blank text; null otherwise.</summary>
    public string? Text(string name) => NotBlank(this[name]);

    /// <summary>Text or a whole number as text; null otherwise.</summary>
    public string? Id(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var id) => id.ToString(CultureInfo.InvariantCulture),
        var other => NotBlank(other),
    };

    /// <summary>A display name: trimmed and truncated to 255 characters; null if there is none.</summary>
    public string? Name(string name) => Shorten(Text(name), MaxNameLength);

    /// <summary>A title: trimmed and truncated to the limit of a summary; null if there is none.</summary>
    public string? Title(string name) => Shorten(Text(name), TicketLimits.Events.SummaryCharacters);

    /// <summary>The string members, for objects used as dictionaries.</summary>
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

    /// <summary>The short texts of a list, each trimmed and truncated to 255 characters.</summary>
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

        // A lone surrogate is not text.
        return trimmed[..(char.IsHighSurrogate(trimmed[max - 1]) ? max - 1 : max)];
    }
}

/// <summary>Limits of a ticket's context.</summary>
internal static class EventContext
{
    public const int MaxItems = 50;

    public static IReadOnlyList<ContextItem>? Limit(IEnumerable<ContextItem> items) => items.Take(MaxItems).ToList() is { Count: > 0 } some ? some : null;
}

/// <summary>The labels that say in a tracker how good a ticket is.</summary>
internal static class BandLabels
{
    private const string Prefix = "invest:";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Of("healthy"), Of("needs-review"), Of("at-risk")];

    /// <summary>The label of a band.</summary>
    public static string Of(string band) => Prefix + band;

    /// <summary>Whether Vindex writes a label.</summary>
    public static bool IsOwn(string label) => label.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
