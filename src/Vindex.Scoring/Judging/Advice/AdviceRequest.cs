using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>What a sentence of advice is about.</summary>
internal enum AdviceGroup
{
    /// <summary>Who wants it or is affected.</summary>
    Role,

    /// <summary>Why.</summary>
    Reason,

    /// <summary>What can be checked when it is done.</summary>
    Criteria,

    /// <summary>Other unfinished work.</summary>
    Dependency,

    /// <summary>Words that leave open what is meant.</summary>
    Vague,

    /// <summary>More than one deliverable.</summary>
    Several,

    /// <summary>Sections of a template that were not filled in.</summary>
    Template,

    /// <summary>How much the ticket says.</summary>
    Detail,

    /// <summary>Steps to reproduce.</summary>
    Steps,

    /// <summary>The expected result.</summary>
    Expected,

    /// <summary>Version, browser, system.</summary>
    Environment,

    /// <summary>Open questions.</summary>
    Questions,
}

/// <summary>Words of the ticket that a sentence refers to: a range of a field's clean text.</summary>
internal readonly record struct AdviceQuote(TicketField Field, int Start, int End);

/// <summary>A sentence of advice.</summary>
/// <param name="Text">The sentence; null for none.</param>
/// <param name="IsHint">Whether it only says what points could be earned by, and is no recommendation.</param>
internal readonly record struct AdviceSentence(string? Text, bool IsHint);

/// <summary>Asks for a sentence of advice.</summary>
/// <param name="Text">The ticket, read.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Quote">The words behind it; null for something that is missing.</param>
internal readonly record struct AdviceRequest(TicketText Text, TicketKind Kind, AdviceGroup Group, AdviceQuote? Quote = null);
