namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>What a word or phrase is evidence of: one bit a word list or pattern. <see cref="TagNames"/> holds the names that the data files use.</summary>
[Flags]
internal enum Tag : ulong
{
    None = 0,
    Stop = 1UL << 0,
    Determiner = 1UL << 1,
    Action = 1UL << 2,
    ActionOrThing = 1UL << 3,
    Build = 1UL << 4,
    Unbounded = 1UL << 5,
    Explore = 1UL << 6,
    Technology = 1UL << 7,
    TechnicalNoun = 1UL << 8,
    Widget = 1UL << 9,
    Placement = 1UL << 10,
    Colour = 1UL << 11,
    Quality = 1UL << 12,
    Comparative = 1UL << 13,
    Superlative = 1UL << 14,
    Absolute = 1UL << 15,
    Uncertain = 1UL << 16,
    Loophole = 1UL << 17,
    OpenEnd = 1UL << 18,
    VagueAmount = 1UL << 19,
    TechnicalRole = 1UL << 20,
    SystemRole = 1UL << 21,
    Person = 1UL << 22,
    Observable = 1UL << 23,
    Unit = 1UL << 24,
    Edge = 1UL << 25,
    Epic = 1UL << 26,
    OpenQuestion = 1UL << 27,
    Dependency = 1UL << 28,
    Reference = 1UL << 29,
    Benefit = 1UL << 30,
    Outcome = 1UL << 31,
    Pain = 1UL << 32,
    Request = 1UL << 33,
    Instruction = 1UL << 34,
    CriteriaHeading = 1UL << 35,
    NoContent = 1UL << 36,
    AbstractNoun = 1UL << 37,
    Means = 1UL << 38,
    Gherkin = 1UL << 39,
    Preposition = 1UL << 40,
    Adverb = 1UL << 41,
    Modal = 1UL << 42,
    Ambition = 1UL << 43,
    Using = 1UL << 44,
    Example = 1UL << 45,
    Integration = 1UL << 46,
    ScoreClaim = 1UL << 47,
    Proposal = 1UL << 48,
    Passive = 1UL << 49,
    BuildOrUse = 1UL << 50,
    StudyRole = 1UL << 51,
    Month = 1UL << 52,
}

/// <summary>The names of tags in the data files, by bit.</summary>
internal static class TagNames
{
    private static readonly string[] s_names =
    [
        "stop", "determiner", "action", "action-or-thing", "build", "unbounded", "explore", "technology", "technical-noun", "widget", "placement", "colour",
        "quality", "comparative", "superlative", "absolute", "uncertain", "loophole", "open-end", "vague-amount", "technical-role", "system-role", "person",
        "observable", "unit", "edge", "epic", "open-question", "dependency", "reference", "benefit", "outcome", "pain", "request", "instruction",
        "criteria-heading", "no-content", "abstract-noun", "means", "gherkin", "preposition", "adverb", "modal", "ambition", "using", "example", "integration",
        "score-claim", "proposal", "passive", "build-or-use", "study-role", "month",
    ];

    /// <summary>All names, by bit.</summary>
    public static ReadOnlySpan<string> All => s_names;

    /// <summary>The tag of a name; <see cref="Tag.None"/> when there is none of that name.</summary>
    public static Tag Parse(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < s_names.Length; i++)
        {
            if (name.SequenceEqual(s_names[i])) return (Tag)(1UL << i);
        }

        return Tag.None;
    }
}
