using Vindex.Scoring;
using Vindex.Scoring.Profiles.Examples;
using Vindex.Scoring.Tickets;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Ratings.Proposals;

/// <summary>Proposes the weights of a profile from rated tickets.</summary>
internal sealed class ProposalService(Judges judges, IFeedbackStore feedbackStore, IScoreStore scoreStore)
{
    /// <summary>The most tickets that a request learns from.</summary>
    public const int MostTickets = 1_000;

    private const int RetrySeconds = 10;
    private readonly InFlight _running = new(1);

    /// <summary>A proposal from the examples of the request or, without any, from the ratings that people gave in the portal.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="name">The profile to start from, or the default one.</param>
    /// <param name="input">What to learn from.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<ProposalBody>> ProposeAsync(
        Caller caller, string name, Input<ProposalRequestBody> input, CancellationToken cancellationToken)
    {
        if ((await judges.FindAsync(caller.OwnCompany, name, cancellationToken))?.Profile is not { } profile) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (!_running.TryEnter()) return new Refusal.Unavailable("busy", "Another proposal is being computed; try again in a moment.", RetrySeconds);
        try
        {
            var tickets = input.Value.Examples is { } examples ? Given(examples, input.Errors) : await RatedAsync(caller, cancellationToken);
            if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
            return ProposalBody.Of(profile.Name, await Task.Run(() => ProfileFit.Propose(profile, tickets, cancellationToken), cancellationToken));
        }
        finally
        {
            _running.Leave();
        }
    }

    private static List<RatedExample> Given(IReadOnlyList<RatedExampleBody> examples, FieldErrors errors)
    {
        var tickets = new List<RatedExample>();
        foreach (var (i, example) in examples.Index())
        {
            var reading = TicketReader.Read(example.TicketData.ToInput([]), TicketLimits.Api);
            if (reading.Ticket is null) errors.Add($"examples[{i}].ticket_data.{reading.Field}", reading.Reason!);
            else tickets.Add(new RatedExample(reading, [.. Dimensions.Names.Select(example.Ratings.RatingOf)]));
        }

        return tickets;
    }

    private async Task<List<RatedExample>> RatedAsync(Caller caller, CancellationToken cancellationToken)
    {
        var project = new ProjectKey(caller.OwnCompany, FeedbackRow.ScoreProject);
        var (remarks, _) = await RatingRows.RemarksAsync(feedbackStore, project, [FeedbackTypes.Rating], cancellationToken);
        var tickets = new List<RatedExample>();
        foreach (var byScore in remarks.GroupBy(remark => remark.ScoreId, StringComparer.Ordinal))
        {
            if (tickets.Count == MostTickets) break;
            if (await scoreStore.FindAsync(caller.OwnScores, byScore.Key, cancellationToken) is not { } score) continue;
            var reading = JudgedInputs.Read(score);
            if (reading.Ticket is not null) tickets.Add(new RatedExample(reading, [.. Dimensions.Names.Select(name => Mean(byScore, name))]));
        }

        return tickets;
    }

    private static double? Mean(IEnumerable<Remark> remarks, string dimension) =>
        remarks.Where(remark => remark.Dimension == dimension).Average(remark => remark.Rating);
}
