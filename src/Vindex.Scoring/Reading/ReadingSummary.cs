using System.Text.Json.Serialization;

namespace Vindex.Scoring.Reading;

/// <summary>How the kind of a ticket was recognised.</summary>
[JsonConverter(typeof(WireNames<KindSource>))]
public enum KindSource
{
    /// <summary>By its text alone.</summary>
    Text,

    /// <summary>The tracker's issue type decided.</summary>
    Tracker,
}

/// <summary>A piece of the ticket and what it is.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Field">Where it is.</param>
/// <param name="Start">First UTF-16 unit in the field's source text.</param>
/// <param name="End">One past the last UTF-16 unit.</param>
/// <param name="Quote">The piece itself, verbatim.</param>
public sealed record ReadingSpan(SpanType Type, TicketField Field, int Start, int End, string Quote);

/// <summary>What the judge read in a ticket before it judged.</summary>
/// <param name="Kind">What the ticket is.</param>
/// <param name="KindSource">How that was recognised.</param>
/// <param name="Language">ISO 639-1 code, or <c>und</c>.</param>
/// <param name="Spans">The pieces that were recognised, in the order of the text.</param>
public sealed record ReadingSummary(TicketKind Kind, KindSource KindSource, string Language, IReadOnlyList<ReadingSpan> Spans);
