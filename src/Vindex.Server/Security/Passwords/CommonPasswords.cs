using System.Collections.Frozen;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// The list in <c>common-passwords.txt</c>, and what guessing programs try right after such a list: an entry with digits and signs around it
/// (<c>Sunshine2026!</c>), with letters written as digits (<c>p4ssw0rd99</c>), or said twice; few different characters; and characters in a row.
/// </summary>
internal static class CommonPasswords
{
    private const string Resource = "common-passwords.txt";
    private const int FewCharacters = 3;

    // The second reading takes 1 and ! for an l.
    private const string Digits = "01!345789@$";
    private const string Letters = "oiieastbgas";
    private const string LettersWithL = "olleastbgas";

    // A year and a sign or two, or 123456; more of them is no longer guessed first.
    private const int MostAround = 6;

    private static readonly FrozenSet<string> s_list = Read();

    /// <summary>Whether a password is one of them.</summary>
    public static bool Contain(string password)
    {
        var lower = password.Trim().ToLowerInvariant();
        return password.Distinct().Count() < FewCharacters || IsRow(lower) || IsListed(lower) || IsListed(Half(lower))
            || IsListed(Stem(lower, Letters)) || IsListed(Stem(lower, LettersWithL));
    }

    private static bool IsListed(string text) => s_list.Contains(text);

    /// <summary>The text without digits and signs around it, and with those within it read as letters.</summary>
    private static string Stem(string text, string letters)
    {
        var read = text.ToCharArray();
        for (var i = 0; i < read.Length; i++)
        {
            if (Digits.IndexOf(read[i], StringComparison.Ordinal) is >= 0 and var digit) read[i] = letters[digit];
        }

        // Cut by the text as written: the 0 of "sunshine2020" is no letter.
        var (first, end) = (0, text.Length);
        while (first < end && !char.IsLetter(text[first])) first++;
        while (end > first && !char.IsLetter(text[end - 1])) end--;
        return text.Length - (end - first) > MostAround ? text : Half(new string(read, first, end - first));
    }

    /// <summary>One half of a text that consists of two equal ones, else the text.</summary>
    private static string Half(string text)
    {
        var half = text.Length / 2;
        return text.Length % 2 == 0 && text.AsSpan(0, half).SequenceEqual(text.AsSpan(half)) ? text[..half] : text;
    }

    /// <summary>Whether each character follows the one before in the same direction, as in <c>3456789012</c> or <c>zyxwvutsrq</c>.</summary>
    private static bool IsRow(string text)
    {
        var step = Step(text, 1);
        if (step is not (1 or -1)) return false;
        for (var i = 2; i < text.Length; i++)
        {
            if (Step(text, i) != step) return false;
        }

        return true;
    }

    // After 9 comes 0.
    private static int Step(string text, int at) => (text[at - 1], text[at]) switch
    {
        ('9', '0') => 1,
        ('0', '9') => -1,
        var (before, after) => after - before,
    };

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("# ", StringComparison.Ordinal))
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
