using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>
/// Looks at a backlog as a whole: near-duplicates, likely conflicts, dependencies. Tickets are added one by one, in order; each leaves a few
/// numbers and
/// the sentences that name keys, needs and limits. The effort is linear in the number of tickets and the same tickets give the same findings. What is found is
/// meant to
/// be right rather than complete; conflicts and needs are found in English texts, duplicates and keys in any language.
/// </summary>
public sealed class BacklogAnalyzer
{
    /// <summary>The most conflicts in a result.</summary>
    public const int MostConflicts = 1_000;

    /// <summary>The most dependencies in a result.</summary>
    public const int MostDependencies = 10_000;

    private const int LongestSentence = 2_000;
    private const int LeastRare = 8;
    private const int RareShare = 100;

    private readonly NearDuplicates _duplicates = new();
    private readonly KeyReferences _references = new();
    private readonly NeededThings _needs = new();
    private readonly Conflicts _conflicts = new();
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _titleFrequency = [];
    private readonly List<Term> _terms = [];
    private int _count;

    /// <summary>Takes the next ticket and returns its index.</summary>
    /// <param name="key">Its key, by which others may name it; null when it has none.</param>
    /// <param name="ticket">The ticket.</param>
    public int Add(string? key, Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var index = _count++;
        if (key is { Length: > 0 }) _indexes.TryAdd(key.ToUpperInvariant(), index);
        _duplicates.Add(index, ticket.Summary.Clean, ticket.Description.Clean, ticket.AcceptanceCriteria.Clean);
        var title = AddTitle(index, ticket.Summary.Clean);
        AddField(index, ticket.Description, title);
        AddField(index, ticket.AcceptanceCriteria, title);
        foreach (var item in ticket.Context) _references.Add(index, item);
        return index;
    }

    /// <summary>What was found among the tickets so far.</summary>
    public BacklogFindings Analyze(CancellationToken cancellationToken)
    {
        var rare = Math.Max(LeastRare, _count / RareShare);
        var duplicates = _duplicates.Find(cancellationToken);
        var same = duplicates.Select(pair => (pair.First, pair.Second)).ToHashSet();
        cancellationToken.ThrowIfCancellationRequested();
        var conflicts = _conflicts.Resolve(_titleFrequency, rare).Where(conflict => !same.Contains((conflict.First, conflict.Second)))
            .OrderBy(conflict => conflict.First).ThenBy(conflict => conflict.Second).Take(MostConflicts);
        var named = _references.Resolve(_indexes).ToList();
        var known = named.Select(dependency => (dependency.Ticket, dependency.On)).ToHashSet();
        var needed = _needs.Resolve(_titleFrequency, rare)
            .Where(dependency =>
                !known.Contains((dependency.Ticket, dependency.On))
                    && !same.Contains((Math.Min(dependency.Ticket, dependency.On), Math.Max(dependency.Ticket, dependency.On))));
        var dependencies =
            named.Concat(needed)
                .OrderBy(dependency => dependency.Kind == DependencyKind.Mentions)
                .ThenBy(dependency => dependency.Ticket)
                .ThenBy(dependency => dependency.On)
                .Take(MostDependencies);
        return new BacklogFindings(duplicates, [.. conflicts], [.. dependencies]);
    }

    private ulong[] AddTitle(int index, string title)
    {
        _references.Add(index, title);
        Term.Read(title, _terms);
        var words = _terms.Where(term => !RelationWords.Instance.IsStop(term)).Select(term => term.Hash).Distinct().ToArray();
        foreach (var word in words) _titleFrequency[word] = _titleFrequency.GetValueOrDefault(word) + 1;
        if (TitleAction.Of(title, _terms) is { } action)
        {
            _conflicts.AddTitle(index, title, action);
            _needs.AddTitle(index, title, action);
        }

        AddSentence(index, title, words);
        return words;
    }

    private void AddField(int index, FieldText field, ulong[] title)
    {
        foreach (var sentence in field.Sentences)
        {
            var text = field.Clean.AsSpan(sentence.Start, Math.Min(sentence.End - sentence.Start, LongestSentence));
            _references.Add(index, text);
            Term.Read(text, _terms);
            AddSentence(index, text, title);
        }
    }

    private void AddSentence(int index, ReadOnlySpan<char> sentence, ulong[] title)
    {
        _needs.AddSentence(index, sentence, _terms);
        _conflicts.AddSentence(index, sentence, _terms, title);
    }
}
