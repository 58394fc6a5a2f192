using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tickets;

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
/// <param name="LeftOut">Number of pieces of the ticket that the proposal leaves out; null for a text that was edited.</param>
/// <param name="Jira">The text in Jira's wiki markup.</param>
/// <param name="Document">The text as an Atlassian document.</param>
public sealed record RewriteModel(
    string Title, string Text, InvestScores Before, InvestScores After, IReadOnlyList<string> Questions, int? LeftOut, string Jira, string Document)
{
    /// <summary>Maximum length of an edited text.</summary>
    public const int MaxText = 64 * 1024;

    /// <summary>A proposal.</summary>
    internal static RewriteModel Of(Vindex.Scoring.Tickets.Ticket ticket, TicketRewrite rewrite) => Of(
        ticket.Summary.Source, MarkdownFormat.Write(rewrite.Blocks), rewrite.Blocks, (rewrite.Before.Scores, rewrite.After.Scores), rewrite.LeftOut.Count);

    /// <summary>A text that somebody has edited. Marked questions that are left in it do not count.</summary>
    internal static RewriteModel OfEdited(TicketReading before, TicketJudge judge, string text)
    {
        var ticket = before.Ticket!;
        var input = new TicketInput(ticket.Summary.Source, MarkedQuestions.Without(text), default, ticket.Key, ticket.IssueType, ticket.Context);
        var after = TicketReader.Read(input, TicketLimits.Events);
        return Of(ticket.Summary.Source, text, RewrittenText.Read(text), (judge.Judge(before).Scores, judge.Judge(after).Scores), leftOut: null);
    }

    private static RewriteModel Of(
        string title, string text, IReadOnlyList<RewriteBlock> blocks, (InvestScores Before, InvestScores After) scores, int? leftOut) => new(
        title,
        text,
        scores.Before,
        scores.After,
        [.. blocks.Where(block => block.Role == RewriteRole.Question).Select(block => block.Text)],
        leftOut,
        JiraFormat.Write(blocks),
        AdfFormat.Write(blocks));
}
