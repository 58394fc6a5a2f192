using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>The word classes of <c>Judging/Data/advice-words.txt</c> by name.</summary>
internal static class AdviceWords
{
    private static readonly WordClasses s_classes = WordClasses.Parse(DataFile.Text("Judging/advice-words.txt"));

    /// <summary>Verbs in any form that a summary may open with.</summary>
    public static readonly ulong Verb = Of("v:add", "v:allow", "v:remove", "v:replace", "v:rename", "v:move", "v:migrate", "v:upgrade", "v:update", "v:improve", "v:refactor", "v:fix", "v:study", "v:check",
        "v:test", "v:document", "v:show", "v:setup", "v:search", "v:other");

    /// <summary>A summary without a verb.</summary>
    public const ulong NoVerb = 1UL << 63;

    /// <summary>Verbs that are nouns as often.</summary>
    public static readonly ulong Ambiguous = Of("ambiguous");

    /// <summary>Nouns that make the word before them part of a compound ("report page").</summary>
    public static readonly ulong Compound = Of("compound");

    /// <summary>Auxiliaries and negations.</summary>
    public static readonly ulong Finite = Of("finite");

    /// <summary>What a thing does or did, in the third person.</summary>
    public static readonly ulong Fails = Of("fails");

    /// <summary>What a thing is, after it.</summary>
    public static readonly ulong Predicate = Of("predicate");

    /// <summary>Articles and possessives.</summary>
    public static readonly ulong Determiner = Of("determiner");

    /// <summary>Words of amount before a noun that replace the article.</summary>
    public static readonly ulong Quantity = Of("quantity");

    /// <summary>Prepositions that may continue a noun phrase.</summary>
    public static readonly ulong Preposition = Of("preposition");

    /// <summary>Words that end a noun phrase.</summary>
    public static readonly ulong Boundary = Of("boundary");

    /// <summary>Particles of a verb ("set up").</summary>
    public static readonly ulong Particle = Of("particle");

    /// <summary>Adverbs between a verb and its object.</summary>
    public static readonly ulong Adverb = Of("adverb");

    /// <summary>Question words.</summary>
    public static readonly ulong Question = Of("question");

    /// <summary>Words that open a polite or personal lead-in.</summary>
    public static readonly ulong Opener = Of("opener");

    /// <summary>Words of such a lead-in.</summary>
    public static readonly ulong Lead = Of("lead");

    /// <summary>Labels before a colon that name no part of the product.</summary>
    public static readonly ulong Prefix = Of("prefix");

    /// <summary>Openings of a failure ("unable to").</summary>
    public static readonly ulong Failing = Of("failing");

    /// <summary>Pronouns that stand for someone or something.</summary>
    public static readonly ulong Pronoun = Of("pronoun");

    /// <summary>Words that are no subject on their own.</summary>
    public static readonly ulong Empty = Of("empty");

    /// <summary>Nouns that need more than themselves to name a subject.</summary>
    public static readonly ulong Weak = Of("weak");

    /// <summary>Frequent words of other languages.</summary>
    public static readonly ulong Foreign = Of("foreign");

    /// <summary>Words that say what kind of thing a subject is.</summary>
    public static readonly ulong Topic = Of("t:list", "t:input", "t:control", "t:api", "t:setting", "t:exchange", "t:notice", "t:search", "t:access", "t:docs", "t:test", "t:build", "t:code", "t:look",
        "t:measure", "t:data", "t:command", "t:dependency", "t:fault", "t:slow");

    /// <summary>Words in -s that are no plurals.</summary>
    public static readonly ulong Singular = Of("singular");

    /// <summary>The classes of a word by its hash.</summary>
    public static ulong Classes(ulong hash) => s_classes.Of(hash);

    /// <summary>Whether there is a class of this name.</summary>
    public static bool Exists(string name) => s_classes.Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The bits of classes by name.</summary>
    public static ulong Of(params ReadOnlySpan<string> names)
    {
        var bits = 0UL;
        foreach (var name in names) bits |= s_classes.Bit(name);
        return bits;
    }
}
