using Vindex.Scoring.Judging;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tickets;

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
    Judgement After)
{
    /// <summary>Another proposal for the same ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="blocks">The text.</param>
    /// <param name="judge">Judges the text.</param>
    public TicketRewrite With(Ticket ticket, IReadOnlyList<RewriteBlock> blocks, TicketJudge judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        return this with { Blocks = blocks, Questions = QuestionsIn(blocks), After = judge.Judge(Read(ticket, blocks)) };
    }

    /// <summary>The questions of a text, without their marks.</summary>
    internal static IReadOnlyList<string> QuestionsIn(IReadOnlyList<RewriteBlock> blocks) =>
        [.. blocks.Where(block => block.Role == RewriteRole.Question).Select(block => block.Text)];

    /// <summary>
    /// The ticket with a proposed text. It is hardly longer than the ticket, which was within its limits; the headings must not put it beyond them.
    /// </summary>
    internal static TicketReading Read(Ticket ticket, IReadOnlyList<RewriteBlock> blocks)
    {
        var text = MarkedQuestions.Without(MarkdownFormat.Write(blocks));
        var input = new TicketInput(ticket.Summary.Source, text, default, ticket.Key, ticket.IssueType, ticket.Context);
        return TicketReader.Read(input, new TicketLimits(int.MaxValue, int.MaxValue, OverLimit.Refuse));
    }
}

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
