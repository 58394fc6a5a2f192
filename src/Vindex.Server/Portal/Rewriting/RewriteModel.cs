using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tickets;
using Vindex.Server.Rewriting;

namespace Vindex.Server.Portal.Rewriting;

/// <summary>The page with a better text for a scored ticket.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Ticket">Address of the ticket's page.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Rewrite">The text.</param>
public sealed record RewritePageModel(PortalFrame Frame, string Ticket, string Key, string Token, RewriteModel Rewrite);

/// <summary>A proposed text with its scores, to edit and to copy.</summary>
/// <param name="Title">The ticket's title.</param>
/// <param name="Text">The text, in Markdown.</param>
/// <param name="Before">The ticket's score.</param>
/// <param name="After">The score with the text.</param>
/// <param name="Questions">The questions that are left in it.</param>
/// <param name="Lines">What became of each line.</param>
/// <param name="NewPhrases">Words that the ticket does not have.</param>
/// <param name="Jira">The text in Jira's wiki markup.</param>
/// <param name="Document">The text as an Atlassian document.</param>
public sealed record RewriteModel(
    string Title,
    string Text,
    InvestScores Before,
    InvestScores After,
    IReadOnlyList<string> Questions,
    IReadOnlyList<ChangedLine> Lines,
    IReadOnlyList<string> NewPhrases,
    string Jira,
    string Document)
{
    /// <summary>Maximum length of an edited text.</summary>
    public const int MaxText = 64 * 1024;

    /// <summary>Number of pieces of the ticket that the proposal leaves out; null for a text that was edited.</summary>
    public int? LeftOut { get; init; }

    /// <summary>The model that worded the text; null if none did.</summary>
    public string? WordedBy { get; init; }

    /// <summary>Why a model was to word the text and did not; null otherwise.</summary>
    public string? Remark { get; init; }

    /// <summary>The model that can be asked, as it is shown; null if there is none.</summary>
    public string? Offer { get; init; }

    /// <summary>A proposal.</summary>
    internal static RewriteModel Of(ProposedText proposal)
    {
        var (ticket, rewrite) = (proposal.Ticket, proposal.Rewrite);
        return Of(ticket, MarkdownFormat.Write(rewrite.Blocks), rewrite.Blocks, (rewrite.Before.Scores, rewrite.After.Scores)) with
        {
            LeftOut = rewrite.LeftOut.Count,
            WordedBy = proposal.Run is { Failure: null, Model: var model } ? model : null,
            Remark = proposal.Remark,
        };
    }

    /// <summary>A text that somebody has edited. Marked questions that are left in it do not count.</summary>
    internal static RewriteModel OfEdited(TicketReading before, TicketJudge judge, string text)
    {
        var ticket = before.Ticket!;
        var input = new TicketInput(ticket.Summary.Source, MarkedQuestions.Without(text), default, ticket.Key, ticket.IssueType, ticket.Context);
        var after = TicketReader.Read(input, TicketLimits.Events);
        return Of(ticket, text, RewrittenText.Read(text), (judge.Judge(before).Scores, judge.Judge(after).Scores));
    }

    private static RewriteModel Of(
        Vindex.Scoring.Tickets.Ticket ticket, string text, IReadOnlyList<RewriteBlock> blocks, (InvestScores Before, InvestScores After) scores) => new(
            ticket.Summary.Source,
            text,
            scores.Before,
            scores.After,
            [.. blocks.Where(block => block.Role == RewriteRole.Question).Select(block => block.Text)],
            LineDifference.Between(ticket.Description.Source + "\n" + ticket.AcceptanceCriteria.Source, text),
            Vindex.Scoring.Rewriting.NewPhrases.Find(ticket, blocks),
            JiraFormat.Write(blocks),
            AdfFormat.Write(blocks));
}
