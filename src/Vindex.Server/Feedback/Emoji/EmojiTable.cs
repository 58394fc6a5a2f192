using System.Collections.Frozen;
using System.Text;

namespace Vindex.Server.Feedback.Emoji;

/// <summary>One emoji.</summary>
/// <param name="Text">Its fully qualified form.</param>
/// <param name="Alias">Its name in Python's <c>emoji</c> package, such as <c>:thumbs_up_medium_skin_tone:</c>.</param>
/// <param name="Detoned">The emoji without skin tones; null if it has none.</param>
internal sealed record EmojiEntry(string Text, string Alias, EmojiEntry? Detoned);

/// <summary>All emoji (<c>emoji.txt</c>).</summary>
internal static class EmojiTable
{
    private const char Presentation = '\uFE0F';
    private static readonly Lazy<FrozenDictionary<string, EmojiEntry>> s_byText = new(Read);

    /// <summary>The emoji that makes up the whole text, with or without U+FE0F; null for anything else.</summary>
    public static EmojiEntry? Find(string text)
    {
        if (text.Length is 0 or > 64) return null;
        return s_byText.Value.GetValueOrDefault(WithoutPresentation(text));
    }

    private static FrozenDictionary<string, EmojiEntry> Read()
    {
        using var stream = typeof(EmojiTable).Assembly.GetManifestResourceStream("emoji.txt")!;
        using var reader = new StreamReader(stream);
        var found = new Dictionary<string, EmojiEntry>(4096, StringComparer.Ordinal);
        EmojiEntry? plain = null;
        while (reader.ReadLine() is { } line)
        {
            // The keycap "#" is an emoji too, not a comment.
            if (line.StartsWith("# ", StringComparison.Ordinal)) continue;
            var parts = line.Split('\t');
            var isToned = parts[0].Length == 0;
            var entry = isToned ? new EmojiEntry(parts[1], Alias(parts[2]), plain) : plain = new EmojiEntry(parts[0], Alias(parts[1]), null);
            found.Add(WithoutPresentation(entry.Text), entry);
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string WithoutPresentation(string text) => text.Replace(Presentation.ToString(), "", StringComparison.Ordinal);

    private static string Alias(string name)
    {
        const string flag = "flag: ";
        var text = new StringBuilder(":").Append(name.StartsWith(flag, StringComparison.Ordinal) ? name[flag.Length..] : name);
        text.Replace(":", "", 1, text.Length - 1);
        foreach (var dropped in new[] { ",", "\u201C", "\u201D", "\u229B" }) text.Replace(dropped, "");
        return text.Replace(' ', '_').Replace("_-_", "-").Append(':').ToString();
    }
}
