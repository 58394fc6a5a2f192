using System.Text.RegularExpressions;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Rewriting.Parts;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting.Criteria;

/// <summary>
/// Proposes acceptance criteria from a ticket's own words: the criteria that it states, its expected behavior, conditions ("When …, …"), and sentences that say
/// what must hold. Where a scenario lacks a part, it asks. A pure function of ticket and judge.
/// </summary>
public sealed partial class CriteriaProposer
{
    /// <summary>Most criteria that are proposed.</summary>
    public const int Most = 12;

    private const int LongestStatement = 400;
    private readonly Ticket _ticket;
    private readonly ReadingSummary? _reading;
    private readonly IReadOnlyList<TicketPart> _parts;
    private readonly bool _asBullets;
    private readonly List<ProposedCriterion> _proposed = [];

    private CriteriaProposer(Ticket ticket, ReadingSummary? reading, bool asBullets)
    {
        (_ticket, _reading, _asBullets) = (ticket, reading, asBullets);
        _parts = [.. PartReader.Read(ticket).Where(part => part.LeftOut is null && !part.IsHeading && !RewriteBlock.IsMarked(part.Block.Text))];
    }

    /// <summary>Proposes criteria.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="judge">Finds what in the ticket can be checked.</param>
    /// <param name="asBullets">Whether conditions stay statements; otherwise they become scenarios.</param>
    public static IReadOnlyList<ProposedCriterion> Propose(TicketReading reading, TicketJudge judge, bool asBullets = false)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(judge);
        var ticket = reading.Ticket ?? throw new ArgumentException("A failed reading has no ticket.", nameof(reading));
        return new CriteriaProposer(ticket, judge.Judge(reading).Reading, asBullets).Propose();
    }

    private List<ProposedCriterion> Propose()
    {
        foreach (var part in InSection(SectionKind.AcceptanceCriteria)) AddStatement(part, stated: true);
        AddScenario();
        foreach (var (field, text) in ((TicketField, FieldText)[])[(TicketField.Summary, _ticket.Summary), (TicketField.Description, _ticket.Description)])
            AddSentences(field, text);
        if (_proposed.Count == 0) AddStory();
        return _proposed;
    }

    private IEnumerable<TicketPart> InSection(SectionKind section) => _parts.Where(part => part.Section == section && part.Block.Role != RewriteRole.Code);

    private void AddStatement(TicketPart part, bool stated) =>
        Add(new ProposedCriterion(CriterionForm.Bullet, stated, [Part(CriterionRole.Statement, part.Field, part.Start, part.End)]));

    // Steps and expected behavior of a bug are a scenario.
    private void AddScenario()
    {
        var expected = InSection(SectionKind.Expected).ToList();
        if (expected.Count == 0) return;
        var steps = InSection(SectionKind.Steps).ToList();
        if (_asBullets || steps.Count == 0)
        {
            foreach (var part in expected) AddStatement(part, stated: false);
            return;
        }

        var last = steps[^1];
        Add(new ProposedCriterion(
            CriterionForm.GivenWhenThen,
            false,
            [
                .. steps.SkipLast(1).Select(step => Part(CriterionRole.Given, step.Field, step.Start, step.End)),
                Part(CriterionRole.When, last.Field, last.Start, last.End),
                .. expected.Select(part => Part(CriterionRole.Then, part.Field, part.Start, part.End)),
            ]));
    }

    private void AddSentences(TicketField field, FieldText text)
    {
        var spans = (_reading?.Spans ?? []).Where(span => span.Type == SpanType.Criteria && span.Field == field).ToList();
        var own = OwnText(field);
        var next = 0;
        foreach (var sentence in text.Sentences)
        {
            if (_proposed.Count == Most) return;
            var (start, end) = text.ToSource(sentence.Start, sentence.End);
            while (next < own.Count && own[next].End <= start) next++;
            var isOwn = field == TicketField.Summary || (next < own.Count && own[next].Start < end);
            if (!isOwn || end - start > LongestStatement) continue;
            var clean = text.Clean[sentence.Start..sentence.End];
            // A ticket with criteria of its own opens with the wish, which is none.
            var isOpening = sentence == text.Sentences[0] && _proposed.Exists(criterion => criterion.Stated) && !Condition().IsMatch(clean);
            var isCriterion = !isOpening && spans.Any(span => span.Start < end && span.End > start);
            if (field == TicketField.Summary ? !Obligation().IsMatch(clean) : !isCriterion && !Obligation().IsMatch(clean)) continue;
            if (!_asBullets && Condition().Match(clean) is { Success: true } match)
                Add(new ProposedCriterion(CriterionForm.GivenWhenThen, false, [Of(CriterionRole.When, match.Groups["when"]), Of(CriterionRole.Then, match.Groups["then"])]));
            else
                Add(new ProposedCriterion(CriterionForm.Bullet, false, [Part(CriterionRole.Statement, field, start, end)]));

            CriterionPart Of(CriterionRole role, Group group)
            {
                var (from, to) = text.ToSource(sentence.Start + group.Index, sentence.Start + group.Index + group.Length);
                return Part(role, field, from, to);
            }
        }
    }

    // Running text and lists of the sections that describe the matter.
    private List<TicketPart> OwnText(TicketField field) =>
    [
        .. _parts.Where(part => part.Field == field
            && part.Section is SectionKind.Description or SectionKind.Motivation or SectionKind.Implementation
            && part.Block.Role is RewriteRole.Paragraph or RewriteRole.ListItem),
    ];

    // A story without anything to check: who and what are known, and the outcome is asked for.
    private void AddStory()
    {
        foreach (var (field, text) in ((TicketField, FieldText)[])[(TicketField.Summary, _ticket.Summary), (TicketField.Description, _ticket.Description)])
        {
            if (Story().Match(text.Clean) is not { Success: true } match) continue;
            Add(new ProposedCriterion(
                CriterionForm.GivenWhenThen,
                false,
                [
                    Of(CriterionRole.Given, match.Groups["role"]),
                    Of(CriterionRole.When, match.Groups["want"]),
                    CriterionPart.Ask(CriterionRole.Then, "What can be observed?"),
                ]));
            return;

            CriterionPart Of(CriterionRole role, Group group)
            {
                var (start, end) = text.ToSource(group.Index, group.Index + group.Length);
                return Part(role, field, start, end);
            }
        }

        Add(new ProposedCriterion(CriterionForm.Bullet, false, [CriterionPart.Ask(CriterionRole.Statement, Layout.Question("done"))]));
    }

    private CriterionPart Part(CriterionRole role, TicketField field, int start, int end)
    {
        var source = field switch
        {
            TicketField.Summary => _ticket.Summary.Source,
            TicketField.Description => _ticket.Description.Source,
            _ => _ticket.AcceptanceCriteria.Source,
        };
        return new CriterionPart(role, source[start..end], field, start, end);
    }

    private void Add(ProposedCriterion criterion)
    {
        if (_proposed.Count < Most && _proposed.TrueForAll(other => other.Text != criterion.Text)) _proposed.Add(criterion);
    }

    [GeneratedRegex(@"^(?:if|when|whenever|once|after|as soon as)\s+(?<when>[^,;]{3,200}),\s*(?:then\s+)?(?<then>.{3,}?)[.!]?$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Condition();

    [GeneratedRegex(@"\b(?:must|shall|should|has to|have to|needs to be)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Obligation();

    [GeneratedRegex(@"\bas (?<role>(?:a|an|the) [^,.\n]{2,80}?),? (?:I|we) (?:want|need|would like|can)(?: to)? (?<want>[^.\n]{3,200}?)(?:,? so that\b|,? in order\b|[.\n]|$)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Story();
}
