namespace Vindex.Scoring.Reading.Text;

/// <summary>Regular English forms, so that a list needs to hold only the base of a word.</summary>
internal static class WordForms
{
    /// <summary>Plural of a noun, third person of a verb.</summary>
    public static string WithS(string word)
    {
        if (EndsInConsonantAndY(word)) return word[..^1] + "ies";
        var hisses = word[^1] is 's' or 'x' or 'z' || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal);
        return word + (hisses ? "es" : "s");
    }

    /// <summary>Past tense.</summary>
    public static string Past(string verb) => verb[^1] == 'e' ? verb + "d" : EndsInConsonantAndY(verb) ? verb[..^1] + "ied" : Stem(verb) + "ed";

    /// <summary>The form in -ing.</summary>
    public static string Gerund(string verb) => verb[^1] == 'e' && !verb.EndsWith("ee", StringComparison.Ordinal) ? verb[..^1] + "ing" : Stem(verb) + "ing";

    private static bool EndsInConsonantAndY(string word) => word.Length > 1 && word[^1] == 'y' && !IsVowel(word[^2]);

    // One syllable ending in consonant, vowel, consonant doubles the last letter: "stop", "stopped".
    private static string Stem(string verb) =>
        verb.Length is >= 3 and <= 4 && !IsVowel(verb[^1]) && verb[^1] is not ('w' or 'x' or 'y') && IsVowel(verb[^2]) && !IsVowel(verb[^3])
            ? verb + verb[^1]
            : verb;

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
