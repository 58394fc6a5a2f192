using Vindex.Scoring;
using Vindex.Scoring.Profiles.Examples;
using Vindex.Scoring.Tickets;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;

namespace Vindex.Server.Ratings.Proposals;

/// <summary>Proposes the weights of a profile from rated tickets.</summary>
internal sealed class ProposalService(Judges judges, IFeedbackStore feedbackStore, IScoreStore scoreStore, IReviewStore reviewStore)
{
    /// <summary>The most tickets that a request learns from.</summary>
    public const int MostTickets = 1_000;

    private const int RetrySeconds = 10;
    private readonly InFlight _running = new(1);

    /// <summary>A proposal from the examples of the request, from a review or, without either, from all ratings that people gave in the portal.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="name">The profile to start from, or the default one.</param>
    /// <param name="input">What to learn from.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<ProposalBody>> ProposeAsync(
        Caller caller, string name, Input<ProposalRequestBody> input, CancellationToken cancellationToken)
    {
        if (input.Value is { Examples: not null, ReviewId: not null }) input.Errors.Add("review_id", "cannot be combined with examples");
        return await ProposeAsync(
            caller,
            name,
            input.Errors,
            async () => input.Value.Examples is { } examples ? Given(examples, input.Errors)
                : input.Value.ReviewId is { } review ? await ReviewedAsync(caller, review, input.Errors, cancellationToken)
                : await RatedAsync(caller, cancellationToken),
            cancellationToken);
    }

    /// <summary>A proposal from a file of rated tickets, as <see cref="RatedFile"/> reads it.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="name">The profile to start from, or the default one.</param>
    /// <param name="file">The file: its name and content.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<Outcome<ProposalBody>> ProposeAsync(
        Caller caller, string name, (string Name, byte[] Content) file, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        return ProposeAsync(caller, name, errors, () => Task.FromResult(Read(file, errors)), cancellationToken);
    }

    private async Task<Outcome<ProposalBody>> ProposeAsync(
        Caller caller, string name, FieldErrors errors, Func<Task<List<RatedExample>>> read, CancellationToken cancellationToken)
    {
        if ((await judges.FindAsync(caller.OwnCompany, name, cancellationToken))?.Profile is not { } profile) return new Refusal.NotFound();
        if (errors.Any) return new Refusal.Invalid(errors);
        if (!_running.TryEnter()) return new Refusal.Unavailable("busy", "Another proposal is being computed; try again in a moment.", RetrySeconds);
        try
        {
            var tickets = await read();
            if (errors.Any) return new Refusal.Invalid(errors);
            return ProposalBody.Of(profile.Name, await Task.Run(() => ProfileFit.Propose(profile, tickets, cancellationToken), cancellationToken));
        }
        finally
        {
            _running.Leave();
        }
    }

    private static List<RatedExample> Read((string Name, byte[] Content) file, FieldErrors errors)
    {
        var read = RatedFile.Read(file.Content, file.Name, MostTickets);
        if (read.Error is { } error) errors.Add("file", char.ToUpperInvariant(error[0]) + error[1..]);
        return [.. read.Examples ?? []];
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
        return await ExamplesAsync(caller, remarks, cancellationToken);
    }

    private async Task<List<RatedExample>> ReviewedAsync(Caller caller, string reviewId, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (await reviewStore.FindAsync(caller.OwnScores, reviewId, cancellationToken) is not { } review)
        {
            errors.Add("review_id", "is not a review of your company");
            return [];
        }

        var scoreIds = review.Tickets.ToDictionary(ticket => ticket.Place, ticket => ticket.Score.Id);
        var rated = review.Turns.Where(turn => turn.State == TurnState.Rated).Select(turn => (scoreIds[turn.Place], turn.Actor));
        var project = new ProjectKey(caller.OwnCompany, FeedbackRow.ScoreProject);
        return await ExamplesAsync(caller, await RatingRows.GivenAsync(feedbackStore, project, rated, cancellationToken), cancellationToken);
    }

    private async Task<List<RatedExample>> ExamplesAsync(Caller caller, IReadOnlyList<Remark> remarks, CancellationToken cancellationToken)
    {
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
