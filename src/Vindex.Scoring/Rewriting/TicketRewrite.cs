using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Rewriting;

/// <summary>A proposed text for a ticket. The title stays as it is.</summary>
/// <param name="Kind">The kind that the text was arranged for.</param>
/// <param name="Blocks">The proposed description. It includes the acceptance criteria, wherever the ticket had them.</param>
/// <param name="Questions">The questions in it, without their marks.</param>
/// <param name="LeftOut">Text of the ticket that is not in it.</param>
/// <param name="Before">The judgement of the ticket.</param>
/// <param name="After">The judgement of the ticket with the proposed text.</param>
public sealed record TicketRewrite(
    TicketKind Kind,
    IReadOnlyList<RewriteBlock> Blocks,
    IReadOnlyList<string> Questions,
    IReadOnlyList<LeftOut> LeftOut,
    Judgement Before,
    Judgement After);

/// <summary>Text that a rewrite leaves out.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Field">Where it stands.</param>
/// <param name="Text">The text, verbatim.</param>
public sealed record LeftOut(LeftOutReason Reason, TicketField Field, string Text);

/// <summary>Why a rewrite leaves text out.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WireNames<LeftOutReason>))]
public enum LeftOutReason
{
    /// <summary>A template's hint, placeholder or checklist, or a bot's footer.</summary>
    Template,

    /// <summary>Text that addresses whatever judges the ticket.</summary>
    Instruction,
}
