using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Vindex.Server.Languages;

/// <summary>A text of a language, with one form for each plural category if it counts something.</summary>
internal sealed class Message
{
    /// <summary>The value that chooses the plural form.</summary>
    public const string Count = "count";

    private readonly FrozenDictionary<string, Template>? _forms;
    private readonly Template _other;

    private Message(FrozenDictionary<string, Template>? forms, Template other)
    {
        _forms = forms;
        _other = other;
    }

    /// <summary>Its forms, for tests: one named <c>other</c> unless it counts.</summary>
    public IEnumerable<KeyValuePair<string, Template>> Forms => _forms is null ? [KeyValuePair.Create(PluralRules.Other, _other)] : _forms;

    /// <summary>Whether it has plural forms.</summary>
    public bool IsCounted => _forms is not null;

    public static Message Read(string key, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return new Message(null, Template.Parse(json.GetString()!));
        var forms = json.EnumerateObject().ToFrozenDictionary(form => form.Name, form => Template.Parse(form.Value.GetString()!), StringComparer.Ordinal);
        return forms.TryGetValue(PluralRules.Other, out var other)
            ? new Message(forms, other)
            : throw new JsonException($"The text '{key}' has no form '{PluralRules.Other}'.");
    }

    /// <summary>The text with its values.</summary>
    public string Format(Language language, ReadOnlySpan<(string Name, object? Value)> values) => FormOf(language, values).Format(language.Culture, values);

    /// <summary>The text with its values in parts, for elements within it.</summary>
    public IReadOnlyList<(string Text, int Slot)> Split(Language language, ReadOnlySpan<(string Name, object? Value)> values) =>
        FormOf(language, values).Split(language.Culture, values);

    private Template FormOf(Language language, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_forms is null) return _other;
        foreach (var (name, value) in values)
        {
            if (name == Count)
            {
                var category = language.Plurals.CategoryOf(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return _forms.TryGetValue(category, out var form) ? form : _other;
            }
        }

        throw new InvalidOperationException($"A text with plural forms needs the value '{Count}'.");
    }
}
