namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>The forms of regular words, so that a list needs to hold only one of them, and the stems that make them equal again.</summary>
internal static class Inflection
{
    /// <summary>
    /// Adds a verb in its forms: <c>create</c>, <c>creates</c>, <c>created</c>, <c>creating</c>; the last letter is doubled where asked (<c>planned</c>).
    /// </summary>
    public static void AddVerb(Vocabulary vocabulary, string verb, Tag tags, bool doubled)
    {
        vocabulary.Add(verb, tags, WordForm.Base);
        vocabulary.Add(WithS(verb), tags, WordForm.ThirdPerson);
        if (verb.EndsWith('e'))
        {
            vocabulary.Add(verb + "d", tags, WordForm.Past);
            vocabulary.Add(verb[..^1] + "ing", tags, WordForm.Gerund);
            return;
        }

        var stem = doubled ? verb + verb[^1] : verb;
        vocabulary.Add(EndsInConsonantAndY(verb) ? verb[..^1] + "ied" : stem + "ed", tags, WordForm.Past);
        vocabulary.Add(stem + "ing", tags, WordForm.Gerund);
    }

    /// <summary>Adds a noun and its plural.</summary>
    public static void AddNoun(Vocabulary vocabulary, string noun, Tag tags)
    {
        vocabulary.Add(noun, tags, WordForm.None);
        vocabulary.Add(WithS(noun), tags, WordForm.None);
    }

    /// <summary>How many letters of a lower-case word make up its stem.</summary>
    public static int StemLength(ReadOnlySpan<char> word)
    {
        var length = word.Length;
        if (length > 5 && word.EndsWith("ing")) length -= 3;
        else if (length > 4 && (word.EndsWith("ed") || word.EndsWith("er"))) length -= 2;
        else if (length > 4 && word.EndsWith("ies")) length -= 2;
        else if (length > 4 && word.EndsWith("es")) length -= 2;
        else if (length > 3 && word[^1] == 's' && word[^2] != 's') length -= 1;
        if (length > 3 && word[length - 1] is 'e' or 'y' or 'i') length -= 1;
        if (length > 4 && word[length - 1] == word[length - 2]) length -= 1;
        return length;
    }

    private static string WithS(string word)
    {
        if (EndsInConsonantAndY(word)) return word[..^1] + "ies";
        var hisses = word.EndsWith('s') || word.EndsWith('x') || word.EndsWith('z') || word.EndsWith("ch", StringComparison.Ordinal)
            || word.EndsWith("sh", StringComparison.Ordinal);
        return word + (hisses ? "es" : "s");
    }

    private static bool EndsInConsonantAndY(string word) => word.Length > 1 && word[^1] == 'y' && word[^2] is not ('a' or 'e' or 'o' or 'u');
}
