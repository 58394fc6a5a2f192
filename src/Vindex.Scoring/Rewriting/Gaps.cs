using System.Text.RegularExpressions;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Rewriting.Parts;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting;

/// <summary>Decides which questions a rewritten ticket asks: those that nothing in the ticket answers.</summary>
internal sealed partial class Gaps(Ticket ticket, ReadingSummary? reading, IReadOnlyList<TicketPart> parts)
{
    private const int MostMeanings = 2;
    private static readonly ulong s_order = ReadingModel.Classes.Bit("order");

    // A question of an earlier rewrite that was deleted has been answered, or is not wanted.
    private readonly bool _wasAsked = parts.Any(part => RewriteBlock.IsMarked(part.Block.Text));

    /// <summary>
    /// The questions to ask under a heading. A ticket that has marked questions was rewritten before: it keeps those that are left.
    /// </summary>
    public IEnumerable<string> Questions(LayoutSection section) => _wasAsked
        ? parts.Where(part => RewriteBlock.IsMarked(part.Block.Text) && section.Sections.Contains(part.Section)).Select(part => part.Block.Text["[Question: ".Length..^1])
        : section.Questions.SelectMany(Questions);

    private IEnumerable<string> Questions(string id) => id switch
    {
        "meaning" => Meanings(),
        "why" => Why(),
        _ => IsAnswered(id) ? [] : [Layout.Question(id)],
    };

    private bool IsAnswered(string id) => id switch
    {
        "what" or "problem" or "request" or "subject" => HasWords(),
        "why-now" or "decision" => Has(SectionKind.Motivation) || Has(SpanType.Reason),
        "criteria" or "done" or "measure" => Has(SectionKind.AcceptanceCriteria) || Has(SectionKind.Expected) || Spans(SpanType.Criteria).Any(span => !IsWish(span)),
        "result" => Has(SectionKind.AcceptanceCriteria) || Has(SectionKind.Expected) || Matches(Outcome()),
        "time" => Matches(TimeLimit()),
        "steps" => Has(SectionKind.Steps) || Matches(Occasion()),
        "expected" => Has(SectionKind.Expected) || Has(SectionKind.AcceptanceCriteria) || Has(SpanType.Criteria) || Matches(Should()),
        "version" => Has(SectionKind.Environment) || Matches(Version()),
        "limits" => Has(SectionKind.OutOfScope),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "No such question."),
    };

    private IEnumerable<string> Why()
    {
        if (Has(SectionKind.Motivation) || Has(SpanType.Reason)) return [];
        return [Layout.Question(Has(SpanType.Role) ? "gain" : "why")];
    }

    private IEnumerable<string> Meanings() => Spans(SpanType.Vague)
        .Where(span => parts.Any(part => part.LeftOut is null && part.Touches(span.Field, span.Start, span.End)))
        .SelectMany(span => Word().Matches(span.Quote).Select(word => word.Value.ToLowerInvariant()))
        .Distinct(StringComparer.Ordinal)
        .Where(Layout.VagueWords.ContainsKey)
        .Take(MostMeanings)
        .Select(word => Layout.Question(Layout.VagueWords[word], word));

    private bool HasWords() => parts.Any(part =>
        part.LeftOut is null && !part.IsHeading && part.Section is SectionKind.Description or SectionKind.Motivation && part.Block.Text.Any(char.IsLetter));

    private bool Has(SectionKind section) => parts.Any(part =>
        part.Section == section && part.LeftOut is null && !part.IsHeading && !RewriteBlock.IsMarked(part.Block.Text));

    private bool Has(SpanType type) => Spans(type).Any();

    private IEnumerable<ReadingSpan> Spans(SpanType type) => (reading?.Spans ?? []).Where(span => span.Type == type);

    // "Show the loans of a reader" in running text is the wish, not what can be checked when it is met.
    private bool IsWish(ReadingSpan span) =>
        parts.FirstOrDefault(part => part.Touches(span.Field, span.Start, span.End)) is { } part
        && part is { Block.Role: RewriteRole.Paragraph, Section: SectionKind.Description }
        && (ReadingModel.Classes.Of(WordHash.Of(Word().Match(part.Block.Text).Value.ToLowerInvariant())) & s_order) != 0
        && SentenceEnd().Count(part.Block.Text[..Math.Clamp(span.Start - part.Start, 0, part.Block.Text.Length)]) == 0;

    private bool Matches(Regex pattern) =>
        pattern.IsMatch(ticket.Summary.Clean) || parts.Any(part => part.LeftOut is null && pattern.IsMatch(part.Block.Text));

    [GeneratedRegex(@"[a-z]+(?:-[a-z]+)*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?]\s", RegexOptions.NonBacktracking)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(?:should|must|shall|expect\w*|ought|instead of|rather than|supposed to)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Should();

    [GeneratedRegex(@"\b(?:when|whenever|after|if|while|once|go to|open the|click\w*|run|running|using)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Occasion();

    [GeneratedRegex(@"\bv?[0-9]+\.[0-9]+|\b(?:windows|macos|linux|ubuntu|android|ios|iphone|chrome|firefox|safari|edge|production|staging|version)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Version();

    [GeneratedRegex(@"\b(?:time ?-?box\w*|[0-9]+ (?:hours?|days?|weeks?|sprints?)|(?:one|two|three) (?:hours?|days?|weeks?|sprints?))\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex TimeLimit();

    [GeneratedRegex(@"\b(?:result|outcome|deliverable|recommendation|decision|document|report|prototype|proof of concept|poc|page|write-?up)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Outcome();
}
