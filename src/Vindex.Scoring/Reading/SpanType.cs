using System.Text.Json.Serialization;

namespace Vindex.Scoring.Reading;

/// <summary>What a quoted piece of a ticket is.</summary>
[JsonConverter(typeof(WireNames<SpanType>))]
public enum SpanType
{
    /// <summary>Who wants it or is affected.</summary>
    Role,

    /// <summary>Why: benefit, harm or purpose.</summary>
    Reason,

    /// <summary>What can be checked when it is done.</summary>
    Criteria,

    /// <summary>Other unfinished work that this waits for.</summary>
    Dependency,

    /// <summary>A solution dictated without need.</summary>
    Prescribed,

    /// <summary>Words that leave success or scope unclear.</summary>
    Vague,

    /// <summary>One of several joined deliverables.</summary>
    Several,

    /// <summary>Template hints, unfilled placeholders, contributor instructions, bot footers.</summary>
    Boilerplate,
}
