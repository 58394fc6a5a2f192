using Vindex.Scoring.Languages;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>Tickets that ask for opposite things, by what their titles do to the same thing and by the limits that they set.</summary>
internal sealed class Conflicts
{
    private const int MostPerThing = 20;
    private const int LongestQuote = 160;
    private const int LeastWords = 4;
    private const int FarthestFigure = 3;

    private readonly List<(int Ticket, TitleAction Action, string Quote)> _actions = [];
    private readonly Dictionary<ulong, List<(int Ticket, ulong Figures, ulong[] Title, string Quote)>> _limits = [];

    /// <summary>Takes what a title does.</summary>
    public void AddTitle(int ticket, string title, TitleAction action) => _actions.Add((ticket, action, title[action.Start..action.End]));

    /// <summary>Takes a sentence that may set a limit.</summary>
    public void AddSentence(int ticket, ReadOnlySpan<char> sentence, List<Term> terms, ulong[] title)
    {
        if (!terms.Exists(term => term.IsFigure) || LimitFigures(terms) is not (not 0 and var figures)) return;
        var words = terms.Where(term => !term.IsFigure && !RelationWords.Instance.IsStop(term)).Select(term => term.Hash).Distinct().Order().ToList();
        if (words.Count < LeastWords) return;
        var signature = words.Aggregate(0UL, Join);
        if (!_limits.TryGetValue(signature, out var list)) _limits.Add(signature, list = []);
        if (list.Count < MostPerThing) list.Add((ticket, figures, title, sentence[..Math.Min(sentence.Length, LongestQuote)].Trim().ToString()));
    }

    public IEnumerable<TicketConflict> Resolve(
        Dictionary<ulong, int> titleFrequency, int rare) => OppositeActions(titleFrequency, rare).Concat(DifferentFigures());

    private IEnumerable<TicketConflict> OppositeActions(Dictionary<ulong, int> titleFrequency, int rare)
    {
        var byWord = new Dictionary<ulong, List<(int Ticket, TitleAction Action, string Quote)>>();
        var known = new HashSet<(int, int)>();
        foreach (var entry in _actions)
        {
            foreach (var word in entry.Action.Thing.Where(word => titleFrequency.GetValueOrDefault(word) <= rare))
            {
                if (!byWord.TryGetValue(word, out var list)) byWord.Add(word, list = []);
                foreach (var other in list.Where(other =>
                    AreOpposite(other.Action, entry.Action) && other.Ticket != entry.Ticket && known.Add((other.Ticket, entry.Ticket))))
                {
                    yield return new(other.Ticket, entry.Ticket, ConflictKind.OppositeActions, other.Quote, entry.Quote);
                }

                if (list.Count < MostPerThing) list.Add(entry);
            }
        }
    }

    // Adding and removing may be two operations of users ("Add a card", "Remove a card"): no conflict.
    private static bool AreOpposite(TitleAction one, TitleAction two)
    {
        var opposite = (one.Kind, two.Kind) is
            (ActionKind.Removes, ActionKind.Keeps) or (ActionKind.Keeps, ActionKind.Removes) or (ActionKind.Raises, ActionKind.Lessens)
                or (ActionKind.Lessens, ActionKind.Raises);
        var (few, many) = one.Thing.Length <= two.Thing.Length ? (one.Thing, two.Thing) : (two.Thing, one.Thing);
        return opposite && Array.TrueForAll(few, word => Array.IndexOf(many, word) >= 0);
    }

    private IEnumerable<TicketConflict> DifferentFigures()
    {
        foreach (var list in _limits.Values)
        {
            var told = new HashSet<(int, int)>();
            for (var i = 0; i < list.Count; i++)
            {
                for (var j = i + 1; j < list.Count; j++)
                {
                    var (one, two) = (list[i], list[j]);
                    if (one.Ticket == two.Ticket || one.Figures == two.Figures || !AreAboutTheSame(one.Title, two.Title) || !told.Add((one.Ticket, two.Ticket)))
                        continue;
                    yield return new(one.Ticket, two.Ticket, ConflictKind.DifferentFigures, one.Quote, two.Quote);
                }
            }
        }
    }

    private static bool AreAboutTheSame(ulong[] one, ulong[] two)
    {
        var shared = one.Intersect(two).Count();
        return shared > 0 && shared * 3 >= Math.Min(one.Length, two.Length);
    }

    /// <summary>The figures that follow a word of limits closely; 0 for none.</summary>
    private static ulong LimitFigures(List<Term> terms)
    {
        var figures = 0UL;
        for (var at = 0; at < terms.Count; at++)
        {
            var length = RelationWords.Instance.LengthAt("limits", terms, at);
            for (var i = at + length; length > 0 && i < terms.Count && i < at + length + FarthestFigure; i++)
            {
                if (terms[i].IsFigure) figures = Join(figures, terms[i].Hash);
            }
        }

        return figures;
    }

    private static ulong Join(ulong hash, ulong word) => (hash * LanguageTables.HashPrime) + word;
}
