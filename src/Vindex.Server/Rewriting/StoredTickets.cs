using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Tickets;
using Vindex.Server.Installations;
using Vindex.Server.Judging;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rewriting;

/// <summary>A stored ticket that can be judged again.</summary>
internal sealed record StoredTicket(StoredScore Score, TicketReading Reading, TicketJudge Judge, JudgingTerms Terms);

/// <summary>Proposals for tickets that were scored.</summary>
internal sealed class StoredTickets(ScoreService scores, Judges judges, TicketJudging judging, TrackerLinks trackers)
{
    /// <summary>The text of a score, with the judge of its profile; null if the caller cannot access it.</summary>
    public async Task<StoredTicket?> FindAsync(Caller caller, string scoreId, CancellationToken cancellationToken)
    {
        if (await scores.FindAsync(caller.OwnScores, scoreId, cancellationToken) is not Outcome<WholeScore>.Done { Value.Score: var score }) return null;

        // A profile that was deleted since: the default one.
        var judge = await judges.FindAsync(caller.OwnCompany, score.Profile, cancellationToken)
            ?? await judges.FindAsync(caller.OwnCompany, Profile.DefaultName, cancellationToken);
        var input = new TicketInput(score.Item.Title, score.Description, score.AcceptanceCriteria, score.Item.TicketKey, score.IssueType);
        var terms = await judging.TermsAsync(caller.OwnCompany, score.Item.CustomerId, judge!.Profile.Name, cancellationToken);
        return new StoredTicket(score, TicketReader.Read(input, TicketLimits.Events), judge, terms);
    }

    /// <summary>The work order of a score, in Markdown; null if the caller cannot access it.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="scoreId">The score.</param>
    /// <param name="page">A link to the ticket if its tracker is unknown; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<string?> OrderAsync(Caller caller, string scoreId, string? page, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, scoreId, cancellationToken) is not { Reading.Ticket: { } ticket } stored) return null;
        var rewrite = OfflineRewriter.Rewrite(stored.Reading, stored.Judge);
        var tracker = await trackers.OfAsync(stored.Score, cancellationToken);
        return WorkOrder.Write(ticket, rewrite, tracker?.Href ?? page);
    }
}
