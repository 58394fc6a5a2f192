namespace Vindex.Scoring.Tickets.Markup;

/// <summary>Finds the items of a list that was run into one line: <c>- a - b</c>, <c>• a • b</c>, <c>1. a 2. b</c>, <c>a. x b. y</c>.</summary>
internal static class InlineItems
{
    /// <summary>One item.</summary>
    public readonly record struct Item(int Start, int End, bool Ordered);

    /// <summary>The items as ranges of <paramref name="text"/> without their markers; null when it is no such list.</summary>
    public static List<Item>? Find(ReadOnlySpan<char> text)
    {
        if (text.Length < 3) return null;
        if (text[0] is '-' or '*' or '•' or '–' or '—' or '·' or '+' && (text[1] == ' ' || text[0] == '•')) return Bullets(text, text[0], false, 1);
        if (text[0] is '1' or 'a' && text[1] is '.' or ')' && (text[2] == ' ' || char.IsLetter(text[2]))) return Numbered(text, letters: text[0] == 'a');
        return text.Contains(". - ", StringComparison.Ordinal) || text.Contains(".- ", StringComparison.Ordinal) ? Bullets(text, '-', true, 0) : null;
    }

    /// <summary>The items of a line of which the first marker was read already.</summary>
    public static List<Item> Further(ReadOnlySpan<char> text) =>
        text.Contains(" • ", StringComparison.Ordinal) ? Bullets(text, '•', false, 0) : Bullets(text, '-', true, 0);

    private static List<Item> Bullets(ReadOnlySpan<char> text, char mark, bool afterSentence, int start)
    {
        var items = new List<Item>();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != mark || !(mark == '•' || (i + 1 < text.Length && text[i + 1] == ' '))) continue;
            if (afterSentence ? !FollowsSentence(text, i) : text[i - 1] != ' ' && !FollowsSentence(text, i)) continue;
            Add(items, text, start, i, false);
            start = i + 1;
        }
        Add(items, text, start, text.Length, false);
        return items;
    }

    private static bool FollowsSentence(ReadOnlySpan<char> text, int i)
    {
        if (i > 0 && text[i - 1] == ' ') i--;
        return i > 0 && text[i - 1] is '.' or '!' or '?' or ';';
    }

    private static List<Item> Numbered(ReadOnlySpan<char> text, bool letters)
    {
        const int lettersInAlphabet = 26;
        var items = new List<Item>();
        var mark = text[1];
        var start = 2;
        Span<char> digits = stackalloc char[11];
        for (var number = 2; !letters || number <= lettersInAlphabet; number++)
        {
            // " 2. " after the last item, one search for each number, each from where the last one ended.
            var length = 1;
            if (letters) digits[0] = (char)('a' + number - 1);
            else number.TryFormat(digits, out length);
            var at = Marker(text, start, digits[..length], mark);
            if (at < 0) break;
            Add(items, text, start, at, true);
            start = at + length + 1;
        }
        Add(items, text, start, text.Length, true);
        return items;
    }

    private static int Marker(ReadOnlySpan<char> text, int from, ReadOnlySpan<char> digits, char mark)
    {
        for (var i = from; i < text.Length;)
        {
            var next = text[i..].IndexOf(digits);
            if (next < 0) return -1;
            i += next;
            var end = i + digits.Length;
            if (text[i - 1] == ' ' && end + 1 < text.Length && text[end] == mark && (text[end + 1] == ' ' || char.IsLetter(text[end + 1]))) return i;
            i++;
        }
        return -1;
    }

    private static void Add(List<Item> items, ReadOnlySpan<char> text, int start, int end, bool ordered)
    {
        while (start < end && text[start] == ' ') start++;
        while (end > start && text[end - 1] == ' ') end--;
        if (start < end) items.Add(new Item(start, end, ordered));
    }
}
