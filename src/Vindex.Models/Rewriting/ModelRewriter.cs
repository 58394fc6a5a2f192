using Vindex.Models.Calls;
using Vindex.Models.Prompts;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Tickets;

namespace Vindex.Models.Rewriting;

/// <summary>What came of asking a model for a better text.</summary>
/// <param name="Proposal">The model's proposal; the offline rewriter's if there is a failure.</param>
/// <param name="Run">What was used.</param>
/// <param name="Failure">Why the model proposed nothing; null if it did.</param>
public sealed record RewriteOutcome(TicketRewrite Proposal, ModelRun Run, ModelFailure? Failure = null);

/// <summary>
/// Asks a model for a better text of a ticket. Facts that are missing become marked questions; whatever the text has that the ticket does not is found by
/// <see cref="NewPhrases"/>. Both scores are the offline judge's.
/// </summary>
public sealed class ModelRewriter
{
    private readonly ModelEndpoint _endpoint;

    internal ModelRewriter(ModelEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>Asks. Ends within the deadline of the settings; throws only if it is canceled.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="judge">Judges the ticket before and after, and reads it.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RewriteOutcome> RewriteAsync(TicketReading reading, TicketJudge judge, ModelCaller caller, CancellationToken cancellationToken)
    {
        var offline = OfflineRewriter.Rewrite(reading, judge);
        var ticket = reading.Ticket!;
        var headings = OfflineRewriter.Headings(offline.Kind);
        var closing = $"{PromptSet.Rewriting.Closing}\nHeadings: {string.Join(", ", headings)}.";
        var message = TicketPrompt.Write(JudgedText.Of(ticket, offline.Before), _endpoint.NewMarker(), closing);
        var (conversations, run) = await _endpoint.AskAsync(
            PromptSet.Rewriting, message, answer => BetterTicketReader.Read(ticket, answer), times: 1, caller, cancellationToken);
        return conversations[0] switch
        {
            { Answer: { } answer } => new RewriteOutcome(offline.With(ticket, [.. Blocks(answer, headings)], judge), run),
            var failed => new RewriteOutcome(offline, run with { Failure = failed.Failure.Code() }, failed.Failure),
        };
    }

    private static IEnumerable<RewriteBlock> Blocks(BetterTicket answer, IReadOnlyList<string> headings)
    {
        foreach (var section in answer.Sections.Where(section => section.Lines.Count > 0))
        {
            // A heading that is not of the layout says something, so it counts as text.
            var known = headings.FirstOrDefault(heading => heading.Equals(section.Heading, StringComparison.OrdinalIgnoreCase));
            yield return known is null
                ? new RewriteBlock(RewriteRole.Subheading, section.Heading) { Level = 3 }
                : new RewriteBlock(RewriteRole.Heading, known);
            foreach (var line in section.Lines) yield return Block(line);
        }
    }

    private static RewriteBlock Block(ProposedLine line) => line.Kind switch
    {
        ProposedLineKind.Bullet => new RewriteBlock(RewriteRole.ListItem, line.Text) { Level = 1 },
        ProposedLineKind.Number => new RewriteBlock(RewriteRole.ListItem, line.Text) { Level = 1, Ordered = true },
        ProposedLineKind.Code => new RewriteBlock(RewriteRole.Code, line.Text),
        ProposedLineKind.Quote => new RewriteBlock(RewriteRole.Quote, line.Text),
        // A question is marked by brackets, so it contains none.
        ProposedLineKind.Question => new RewriteBlock(RewriteRole.Question, line.Text.Replace('[', '(').Replace(']', ')')),
        _ => new RewriteBlock(RewriteRole.Paragraph, line.Text),
    };
}
