using Vindex.Scoring.Quality;
using Vindex.Server.Ratings;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;
using Vindex.Storage.Users;

namespace Vindex.Server.Reviews;

/// <summary>What was found in a review: progress, agreement between people, and agreement of the judges with them.</summary>
internal sealed class ReviewReports(IReviewStore store, IScoreStore scoreStore, IFeedbackStore feedbackStore, IUserStore userStore)
{
    /// <summary>The report of a review.</summary>
    public async Task<Outcome<ReviewReportBody>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.OwnScores, id, cancellationToken) is not { } content) return new Refusal.NotFound();
        var project = new ProjectKey(caller.OwnCompany, FeedbackRow.ScoreProject);
        var scoreIds = content.Tickets.ToDictionary(ticket => ticket.Place, ticket => ticket.Score.Id);
        var rated = content.Turns.Where(turn => turn.State == TurnState.Rated).ToList();
        var remarks = await RatingRows.GivenAsync(
            feedbackStore, project, rated.Select(turn => (scoreIds[turn.Place], turn.Actor)), cancellationToken);
        var judged = await JudgedScore.ReadAsync(
            feedbackStore, project, [.. remarks.Select(remark => remark.ScoreId).Distinct(StringComparer.Ordinal)], cancellationToken);
        remarks.RemoveAll(remark => !judged.ContainsKey(remark.ScoreId));
        return new ReviewReportBody(
            ReviewBody.Of(ReviewQueue.ProgressOf(content, caller.Actor)),
            await PeopleAsync(caller.OwnCompany, content, cancellationToken),
            RaterAgreement.FewestTickets,
            BetweenPeople(remarks),
            await JudgesAsync(caller, remarks, judged, cancellationToken),
            ReviewService.MayRead(caller) ? Tickets(content, remarks, caller.Actor) : []);
    }

    private async Task<IReadOnlyList<RaterProgressBody>> PeopleAsync(string companyId, ReviewContent content, CancellationToken cancellationToken)
    {
        var members = (await userStore.ListMembersAsync(companyId, cancellationToken))
            .ToDictionary(member => "user:" + member.User.Id, member => member.User.Name ?? member.User.Email, StringComparer.Ordinal);
        return
        [
            .. content.Turns.Where(turn => turn.State != TurnState.Held).GroupBy(turn => turn.Actor, StringComparer.Ordinal)
                .Select(person => new RaterProgressBody(
                    person.Key,
                    members.GetValueOrDefault(person.Key),
                    person.Count(turn => turn.State == TurnState.Rated),
                    person.Count(turn => turn.State == TurnState.Skipped)))
                .OrderByDescending(person => person.Rated).ThenBy(person => person.Rater, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<DimensionConsensusBody> BetweenPeople(IReadOnlyList<Remark> remarks)
    {
        var byDimension = remarks.ToLookup(remark => remark.Dimension, StringComparer.Ordinal);
        return
        [
            .. RatingRows.Dimensions
                .Select(dimension => (dimension, Found: InterRaterAgreement.Of(
                    byDimension[dimension].Select(remark => new PersonRating(remark.ScoreId, remark.Actor, remark.Rating!.Value)))))
                .Where(one => one.Found.Tickets > 0)
                .Select(one => new DimensionConsensusBody(
                    one.dimension,
                    one.Found.Tickets,
                    one.Found.Ratings,
                    one.Found.IsEnough,
                    EstimateBody.Of(one.Found.Alpha),
                    one.Found.MeanDifference is { } distance ? EstimateBody.Rounded(distance) : null)),
        ];
    }

    private async Task<IReadOnlyList<JudgeComparisonBody>> JudgesAsync(
        Caller caller, IReadOnlyList<Remark> remarks, IReadOnlyDictionary<string, JudgedScore> judged, CancellationToken cancellationToken)
    {
        var scores = judged.GroupBy(score => score.Value.ModelName, StringComparer.Ordinal).ToDictionary(judge => judge.Key, StringComparer.Ordinal);
        var judges = new List<JudgeComparisonBody>();
        foreach (var rubric in AgreementReport.Of(remarks, judged, isComplete: true).Rubrics)
        {
            var own = scores[rubric.ModelName].ToList();
            judges.Add(new JudgeComparisonBody(
                rubric.ModelName,
                own.Count,
                Median([.. own.Select(score => score.Value.DurationMs)]),
                await MeanCostAsync(caller, [.. own.Select(score => score.Key)], cancellationToken),
                rubric.Dimensions));
        }

        return judges;
    }

    // A judge that asks a model keeps what that cost with each score. The first score shows whether this one does.
    private async Task<decimal?> MeanCostAsync(Caller caller, IReadOnlyList<string> scoreIds, CancellationToken cancellationToken)
    {
        var costs = new List<decimal>();
        foreach (var id in scoreIds)
        {
            if (await scoreStore.FindAsync(caller.OwnScores, id, cancellationToken) is not { } score) continue;
            if (StoredJudgement.Read(score).Run is not { } run) return null;
            costs.Add(run.Cost);
        }

        return costs.Count == 0 ? null : Math.Round(costs.Average(), 6);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return EstimateBody.Rounded(values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
    }

    private static IReadOnlyList<RatedTicketBody> Tickets(ReviewContent content, IReadOnlyList<Remark> remarks, string actor)
    {
        var rated = content.Turns.Where(turn => turn.State == TurnState.Rated).ToLookup(turn => turn.Place, turn => turn.Actor);
        var overall = remarks.Where(remark => remark.Dimension == RatingRows.Dimensions[0]).ToLookup(remark => remark.ScoreId, StringComparer.Ordinal);
        return
        [
            .. content.Tickets
                .Where(ticket => content.Review.ClosedAt is null ? rated[ticket.Place].Contains(actor) : rated[ticket.Place].Any())
                .Select(ticket => Ticket(ticket.Score, rated[ticket.Place].Count(), [.. overall[ticket.Score.Id].Select(remark => remark.Rating!.Value)])),
        ];
    }

    private static RatedTicketBody Ticket(ScoreItem score, int people, IReadOnlyList<double> overall) => new(
        score.Id,
        score.TicketKey,
        score.Title,
        people,
        overall.Count == 0 ? null : EstimateBody.Rounded(overall.Average()),
        overall.Count < 2 ? null : (int)(overall.Max() - overall.Min()),
        score.OverallTenths / 10m);
}
