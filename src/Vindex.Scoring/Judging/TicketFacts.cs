using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Untrusted;

namespace Vindex.Scoring.Judging;

/// <summary>What was found out about a ticket before it is scored.</summary>
/// <param name="Text">The ticket.</param>
/// <param name="Kind">What it is.</param>
/// <param name="KindSource">How that was recognised.</param>
/// <param name="Language">Its language.</param>
/// <param name="LanguageKnown">Whether the judge knows that language.</param>
/// <param name="KindShare">How likely the kind is, 0–1.</param>
/// <param name="Spans">The pieces that were recognised.</param>
/// <param name="Untrusted">Text that addresses the judge.</param>
/// <param name="Cut">Fields of which the end was cut.</param>
/// <param name="Advice">Writes advice to the author.</param>
internal sealed record TicketFacts(
    TicketText Text,
    TicketKind Kind,
    KindSource KindSource,
    string Language,
    bool LanguageKnown,
    double KindShare,
    IReadOnlyList<ReadingSpan> Spans,
    List<(TicketField Field, UntrustedText Text)> Untrusted,
    IReadOnlyList<TicketField> Cut,
    AdviceWriter Advice);
