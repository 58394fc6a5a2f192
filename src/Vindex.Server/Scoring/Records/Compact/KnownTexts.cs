using System.Collections.Frozen;
using System.Text.Json;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>
/// Texts that many judgements have in common, and beginnings and ends of such texts. Stored scores refer to them by number: add to the end of the file, and
/// never remove or change one.
/// </summary>
internal static class KnownTexts
{
    private const int ShortestFrame = 3;
    private static readonly string[] s_texts = Read();
    private static readonly FrozenDictionary<string, int> s_numbers = s_texts.Index().ToFrozenDictionary(one => one.Item, one => one.Index);
    private static readonly Frames s_beginnings = new(s_texts, reversed: false);
    private static readonly Frames s_ends = new(s_texts, reversed: true);

    /// <summary>How many there are.</summary>
    public static int Count => s_texts.Length;

    /// <summary>The text with a number.</summary>
    public static string At(int number) => s_texts[number];

    /// <summary>The number of a text; null if it is not known.</summary>
    public static int? NumberOf(string text) => s_numbers.TryGetValue(text, out var number) ? number : null;

    /// <summary>The longest known texts that a text begins and ends with, without overlap.</summary>
    public static (int? Beginning, int? End) FrameOf(string text)
    {
        var beginning = s_beginnings.Longest(text);
        var rest = beginning is { } known ? text.AsSpan(s_texts[known].Length) : text;
        return (beginning, s_ends.Longest(rest));
    }

    private static string[] Read()
    {
        using var file = typeof(KnownTexts).Assembly.GetManifestResourceStream("known-texts.json")!;
        return JsonSerializer.Deserialize(file, ScoreDetailJson.Shared.StringArray)!;
    }

    /// <summary>Finds the longest of the texts that another one begins (or ends) with.</summary>
    private sealed class Frames
    {
        private readonly bool _reversed;
        private readonly FrozenDictionary<(char, char, char), (string Text, int Number)[]> _byStart;

        public Frames(string[] texts, bool reversed)
        {
            _reversed = reversed;
            _byStart = texts.Index().Where(one => one.Item.Length >= ShortestFrame).GroupBy(one => KeyOf(one.Item)).ToFrozenDictionary(
                group => group.Key, group => group.OrderByDescending(one => one.Item.Length).Select(one => (one.Item, one.Index)).ToArray());
        }

        public int? Longest(ReadOnlySpan<char> text)
        {
            if (text.Length < ShortestFrame || !_byStart.TryGetValue(KeyOf(text), out var candidates)) return null;
            foreach (var (known, number) in candidates)
            {
                if (_reversed ? text.EndsWith(known, StringComparison.Ordinal) : text.StartsWith(known, StringComparison.Ordinal)) return number;
            }

            return null;
        }

        private (char, char, char) KeyOf(ReadOnlySpan<char> text) => _reversed ? (text[^1], text[^2], text[^3]) : (text[0], text[1], text[2]);
    }
}
