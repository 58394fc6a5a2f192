using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vindex.Server.Languages;

/// <summary>A text with values in braces: <c>{name} has {count} tickets</c>. Double braces stand for themselves.</summary>
internal sealed partial class Template
{
    private readonly IReadOnlyList<(string Text, bool IsName)> _parts;

    private Template(string source, IReadOnlyList<(string Text, bool IsName)> parts)
    {
        Source = source;
        _parts = parts;
    }

    /// <summary>What it was read from.</summary>
    public string Source { get; }

    /// <summary>The names of its values.</summary>
    public IEnumerable<string> Names => _parts.Where(part => part.IsName).Select(part => part.Text);

    /// <summary>Texts and names in their order.</summary>
    public IReadOnlyList<(string Text, bool IsName)> Parts => _parts;

    public static Template Parse(string text)
    {
        var parts = new List<(string Text, bool IsName)>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                literal.Append(text[at++]);
            }
            else if (text[at] == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0) throw new FormatException($"No closing brace in '{text}'.");
                if (literal.Length > 0) parts.Add((literal.ToString(), false));
                literal.Clear();
                parts.Add((text[(at + 1)..end], true));
                at = end;
            }
            else
            {
                literal.Append(text[at]);
            }
        }

        if (literal.Length > 0 || parts.Count == 0) parts.Add((literal.ToString(), false));
        return new Template(text, parts);
    }

    /// <summary>The text with its values: whole numbers in groups of three, other numbers and dates as the culture writes them.</summary>
    public string Format(CultureInfo culture, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_parts.Count == 1 && !_parts[0].IsName) return _parts[0].Text;
        var text = new StringBuilder();
        foreach (var (part, isName) in _parts) text.Append(isName ? Shown(culture, ValueOf(part, values)) : part);
        return text.ToString();
    }

    /// <summary>The text with its values in parts: what is between <c>&lt;1&gt;</c> and <c>&lt;/1&gt;</c> has that number, the rest 0.</summary>
    public IReadOnlyList<(string Text, int Slot)> Split(CultureInfo culture, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var result = new List<(string Text, int Slot)>();
        var text = new StringBuilder();
        var slot = 0;
        foreach (var (part, isName) in _parts)
        {
            if (isName)
            {
                text.Append(Shown(culture, ValueOf(part, values)));
                continue;
            }

            var at = 0;
            foreach (Match mark in Mark().Matches(part))
            {
                text.Append(part, at, mark.Index - at);
                at = mark.Index + mark.Length;
                if (slot != 0 || text.Length > 0) result.Add((text.ToString(), slot));
                text.Clear();
                slot = mark.Groups["end"].Length > 0 ? 0 : int.Parse(mark.Groups["slot"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                if (mark.Groups["empty"].Length == 0) continue;
                result.Add(("", slot));
                slot = 0;
            }

            text.Append(part, at, part.Length - at);
        }

        if (text.Length > 0) result.Add((text.ToString(), slot));
        return result;
    }

    [GeneratedRegex("<(?<end>/?)(?<slot>[1-4])(?<empty>/?)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();

    private static object? ValueOf(string name, ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var value in values)
        {
            if (value.Name == name) return value.Value;
        }

        throw new InvalidOperationException($"The text needs the value '{name}'.");
    }

    private static string? Shown(CultureInfo culture, object? value) => value switch
    {
        int or long => ((IFormattable)value).ToString("#,0", culture),
        IFormattable other => other.ToString(null, culture),
        _ => value?.ToString(),
    };
}
