using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Outline;

/// <summary>
/// Collects what can be checked: criteria under a heading or in their field, expected results, scenarios, and sentences that state a behaviour.
/// </summary>
internal sealed class CriteriaReader(TokenList tokens, List<Passage> passages, Clauses clauses, Words words, ViewBuffers buffers)
{
    /// <summary>Adds the criteria in the order of reading.</summary>
    public void Read()
    {
        for (var number = 0; number < passages.Count; number++)
        {
            var passage = passages[number];
            if (passage.Length == 0 || passage.AddressesJudge || !passage.IsText) continue;
            if (number == 0 && passage.Field == TicketField.Summary && passage.Section != SectionKind.AcceptanceCriteria) continue;
            if (clauses.IsStory && clauses.Means.First >= passage.First && clauses.Means.First < passage.End) continue;
            if (Judge(passage) is { } criterion) buffers.Criteria.Add(criterion);
        }
    }

    private Criterion? Judge(Passage passage)
    {
        var stated = passage.Section is SectionKind.AcceptanceCriteria or SectionKind.Expected;
        int content = 0, about = 0, fresh = 0, given = 0;
        bool observable = false, figure = false, edge = false, demand = false, empty = false;
        double vague = 0;
        for (var i = passage.First; i < passage.End; i++)
        {
            ref var token = ref tokens[i];
            if (token.Word == words.Given || token.Word == words.When || token.Word == words.Then)
                given |= token.Word == words.Given ? 1 : token.Word == words.When ? 2 : 4;
            empty |= !token.Quoted && token.Has(Tag.NoContent | Tag.OpenQuestion);
            demand |= token.Has(Tag.Modal | Tag.Observable);
            observable |= token.Has(Tag.Observable);
            edge |= token.Has(Tag.Edge);
            if (!token.Quoted && !HasReference(i, passage.End)
                && token.Has(Tag.Quality | Tag.Comparative | Tag.Superlative | Tag.Absolute | Tag.Ambition | Tag.Loophole))
            {
                vague++;
            }
            if (token.Kind == TokenKind.Number)
                figure |= token.WithUnit || (i + 1 < passage.End && tokens[i + 1].Has(Tag.Unit)) || (i + 2 < passage.End && tokens[i + 2].Has(Tag.Unit));
            if (!token.IsContent || token.Has(Tag.CriteriaHeading | Tag.Gherkin | Tag.Unit)) continue;
            if (buffers.Subject.Contains(token.Stem)) about++;
            if (buffers.OfCriteria.Add(token.Stem)) fresh++;
            content++;
        }

        var scenario = given is 7 or 3 or 6;
        if (!stated && !scenario && !(passage.IsItem || demand)) return null;
        if (!stated && !scenario && passage.Section is SectionKind.Steps or SectionKind.Environment or SectionKind.Questions or SectionKind.OutOfScope)
            return null;
        if (!stated && !scenario && !(observable || figure)) return null;
        var quality = empty ? 0 : Quality(content, about, fresh, observable, figure, edge, vague);
        if (!stated && !scenario) quality *= passage.IsItem ? 0.7 : 0.6;
        return new(new(passage.First, passage.End), quality, stated, figure, edge, scenario);
    }

    // "more than 5,000 invoices", "no longer shown" state the reference of the comparison.
    private bool HasReference(int at, int end) =>
        tokens[at].Has(Tag.Comparative) && ((at + 1 < end && words.IsThan(tokens[at + 1].Word)) || (at > 0 && words.IsNo(tokens[at - 1].Word)));

    // Words that only look like criteria count for nothing: it takes content, new content, and some of it about the ticket's own subject.
    private static double Quality(int content, int about, int fresh, bool observable, bool figure, bool edge, double vague)
    {
        if (content < 2 || fresh == 0) return 0;
        var quality = 0.4 + (observable ? 0.2 : 0) + (figure ? 0.25 : 0) + (edge ? 0.1 : 0) + (content >= 4 ? 0.15 : 0);
        if (about == 0) quality *= 0.6;
        if (fresh == 1 && content > 3) quality *= 0.7;
        if (vague > 0) quality *= figure ? 0.85 : Math.Max(0.25, 0.7 - (vague * 2 / content));
        return Math.Min(quality, 1);
    }
}
