using Vindex.Scoring.Rubric.Lexing;

namespace Vindex.Scoring.Rubric.Outline;

/// <summary>The few words that the grammar of a wish hangs on, by their numbers in the vocabulary.</summary>
internal sealed class Words(Vocabulary vocabulary)
{
    private readonly int[] _articles = All(vocabulary, "a", "an", "the");
    private readonly int[] _openers = All(vocabulary, "a", "an", "the", "everyone", "someone", "anyone", "any", "our", "all");
    private readonly int[] _speakers = All(vocabulary, "i", "we", "i'd", "i'm", "we'd");
    private readonly int[] _fillers = All(
        vocabulary, "to", "be", "able", "have", "the", "ability", "really", "also", "easily", "quickly", "simply", "possibility", "option", "a");
    private readonly int[] _sideClauses = All(
        vocabulary, "that", "which", "who", "whose", "where", "when", "if", "because", "while", "how", "whether", "once", "until");
    private readonly int[] _negations = All(vocabulary, "never", "nothing", "no", "without", "zero", "flawless", "flawlessly");
    private readonly int[] _datePrepositions = All(
        vocabulary, "in", "by", "until", "since", "from", "of", "before", "after", "during", "last", "next", "early", "late", "mid", "this");
    private readonly int[] _past = All(vocabulary, "was", "were", "had", "been", "did");
    private readonly int[] _denials = All(
        vocabulary, "not", "no", "never", "without", "nor", "neither", "nothing", "isn't", "doesn't", "don't", "aren't", "didn't", "won't", "can't", "cannot");
    private readonly int[] _ties = All(
        vocabulary, "blocked", "blocker", "blockers", "depend", "depends", "dependent", "depending", "dependency", "dependencies", "prerequisite",
        "prerequisites", "require", "requires", "need", "needs", "waiting", "waits");
    private readonly int _than = vocabulary.Add("than", Tag.None, WordForm.None);
    private readonly int _no = vocabulary.Add("no", Tag.None, WordForm.None);
    private readonly int _too = vocabulary.Add("too", Tag.None, WordForm.None);
    private readonly int _nothing = vocabulary.Add("nothing", Tag.None, WordForm.None);
    private readonly int _whether = vocabulary.Add("whether", Tag.None, WordForm.None);
    private readonly int _may = vocabulary.Add("may", Tag.None, WordForm.None);
    private readonly int _never = vocabulary.Add("never", Tag.None, WordForm.None);
    private readonly int _by = vocabulary.Add("by", Tag.None, WordForm.None);
    private readonly int[] _auxiliaries = All(vocabulary, "be", "have");
    private readonly int[] _ability = All(vocabulary, "able", "can", "ability", "possibility", "option", "possible");
    private readonly int[] _demands = All(vocabulary, "must", "shall", "should", "will", "can");
    private readonly int[] _takesInfinitive =
        All(
            vocabulary,
            "able",
            "want",
            "wants",
            "need",
            "needs",
            "like",
            "have",
            "has",
            "ability",
            "allow",
            "allows",
            "allowed",
            "option",
            "possible",
            "way",
            "how",
            "me",
            "users",
            "user",
            "us",
            "them",
            "possibility",
            "order");

    /// <summary>"as"</summary>
    public int As { get; } = vocabulary.Add("as", Tag.None, WordForm.None);

    /// <summary>"to"</summary>
    public int To { get; } = vocabulary.Add("to", Tag.None, WordForm.None);

    /// <summary>"and"</summary>
    public int And { get; } = vocabulary.Add("and", Tag.None, WordForm.None);

    /// <summary>"or"</summary>
    public int Or { get; } = vocabulary.Add("or", Tag.None, WordForm.None);

    /// <summary>"then"</summary>
    public int Then { get; } = vocabulary.Add("then", Tag.None, WordForm.None);

    /// <summary>"given"</summary>
    public int Given { get; } = vocabulary.Add("given", Tag.None, WordForm.None);

    /// <summary>"when"</summary>
    public int When { get; } = vocabulary.Add("when", Tag.None, WordForm.None);

    /// <summary>a, an, the</summary>
    public bool IsArticle(int word) => word != 0 && _articles.AsSpan().Contains(word);

    /// <summary>What may follow "as" where a role begins.</summary>
    public bool IsRoleOpener(int word) => word != 0 && _openers.AsSpan().Contains(word);

    /// <summary>I, we</summary>
    public bool IsSpeaker(int word) => word != 0 && _speakers.AsSpan().Contains(word);

    /// <summary>Words between "I want" and the thing itself.</summary>
    public bool IsFiller(int word) => word != 0 && _fillers.AsSpan().Contains(word);

    /// <summary>Words whose "to" opens no purpose ("able to", "allow me to").</summary>
    public bool TakesInfinitive(int word) => word != 0 && _takesInfinitive.AsSpan().Contains(word);

    /// <summary>Words that open a side clause or phrase of means ("that", "when", "by").</summary>
    public bool OpensSideClause(int word) => word != 0 && _sideClauses.AsSpan().Contains(word);

    /// <summary>Modals that demand: "must", "shall".</summary>
    public bool IsDemand(int word) => word != 0 && _demands.AsSpan().Contains(word);

    /// <summary>"by"</summary>
    public bool IsBy(int word) => word != 0 && word == _by;

    /// <summary>"may", a verb or a month</summary>
    public bool IsMay(int word) => word != 0 && word == _may;

    /// <summary>Words that deny what follows: "not", "doesn't".</summary>
    public bool Denies(int word) => word != 0 && _denials.AsSpan().Contains(word);

    /// <summary>Words that tie to other work and can be denied: "depends", "blocked".</summary>
    public bool IsTie(int word) => word != 0 && _ties.AsSpan().Contains(word);

    /// <summary>"than"</summary>
    public bool IsThan(int word) => word != 0 && word == _than;

    /// <summary>"no"</summary>
    public bool IsNo(int word) => word != 0 && word == _no;

    /// <summary>"too"</summary>
    public bool IsToo(int word) => word != 0 && word == _too;

    /// <summary>"nothing"</summary>
    public bool IsNothing(int word) => word != 0 && word == _nothing;

    /// <summary>"whether"</summary>
    public bool IsWhether(int word) => word != 0 && word == _whether;

    /// <summary>"never"</summary>
    public bool IsNever(int word) => word != 0 && word == _never;

    /// <summary>Words that deny rather than widen: "never", "nothing", "without".</summary>
    public bool IsNegation(int word) => word != 0 && _negations.AsSpan().Contains(word);

    /// <summary>What stands before the name of a month and never before a modal.</summary>
    public bool IsBeforeDate(int word) => word != 0 && _datePrepositions.AsSpan().Contains(word);

    /// <summary>Auxiliaries of a report ("was never closed"), other than those of a demand.</summary>
    public bool TellsOfPast(int word) => word != 0 && _past.AsSpan().Contains(word);

    /// <summary>be, have</summary>
    public bool IsAuxiliary(int word) => word != 0 && _auxiliaries.AsSpan().Contains(word);

    /// <summary>Words of ability: "able", "can".</summary>
    public bool IsAbility(int word) => word != 0 && _ability.AsSpan().Contains(word);

    private static int[] All(Vocabulary vocabulary, params ReadOnlySpan<string> words)
    {
        var numbers = new int[words.Length];
        for (var i = 0; i < words.Length; i++) numbers[i] = vocabulary.Add(words[i], Tag.None, WordForm.None);
        return numbers;
    }
}
