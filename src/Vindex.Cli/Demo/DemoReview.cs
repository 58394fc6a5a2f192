using Vindex.Server.Ratings;
using Vindex.Server.Reviews;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;
using Vindex.Storage.Users;

namespace Vindex.Cli.Demo;

/// <summary>A review that two people have finished and the owner has begun, so that its page has something to show and something to do.</summary>
internal sealed class DemoReview(IStore store, TimeProvider time)
{
    private const string Actor = "cli";
    private const int Tickets = 24;
    private const int Raters = 3;
    private const int ByOwner = 3;
    private const int Seed = 12;
    private const int MostCandidates = 1_000;
    private static readonly (string Email, string Name)[] s_people = [("rita@example.com", "Rita Rider"), ("tom@example.com", "Tom Tester")];

    private readonly Ids _ids = new(time, Randomness.System);

    /// <summary>Stores the review with the accounts of its people, unless an earlier run has.</summary>
    public async Task FillAsync(Company company, CancellationToken cancellationToken)
    {
        if (await store.Users.FindByEmailAsync(s_people[0].Email, cancellationToken) is not null) return;
        if (await store.Users.FindByEmailAsync(DemoCompany.OwnerEmail, cancellationToken) is not { } owner) return;
        List<string> people = [];
        foreach (var (email, name) in s_people) people.Add(await PersonAsync(company, email, name, cancellationToken));
        var (review, scores) = await DrawAsync(company, $"user:{owner.Id}", cancellationToken);
        var turns = new List<ReviewTurn>();
        var ratings = new List<FeedbackEntry>();
        for (var place = 0; place < scores.Count; place++)
        {
            foreach (var (number, actor) in people.Append($"user:{owner.Id}").Take(place < ByOwner ? Raters : people.Count).Index())
            {
                turns.Add(new ReviewTurn(place, actor, TurnState.Rated, time.GetUtcNow()));
                ratings.AddRange(Ratings(company, new GivenRating(scores[place], company.Slug, actor, time.GetUtcNow(), review.Id), place + (number * 31)));
            }
        }

        await store.Feedback.WriteAsync(ratings, null, allOrNothing: true, cancellationToken);
        var entry = new Audit(time, _ids).Entry(Actor, "review.created", company.Id, review.Id, ("name", review.Name));
        await store.Reviews.AddAsync(review, [.. scores.Select((score, place) => new ReviewPlace(place, score.Id))], turns, entry, cancellationToken);
    }

    // No one knows the password: it can be reset on the page of members.
    private async Task<string> PersonAsync(Company company, string email, string name, CancellationToken cancellationToken)
    {
        using var passwords = new PasswordHashing(Randomness.System);
        var hash = await passwords.HashAsync(_ids.Uuid(), cancellationToken);
        var user = new User("us_" + _ids.TimeOrdered(), email, name, hash, IsAdmin: false, time.GetUtcNow());
        var entry = new Audit(time, _ids).Entry(Actor, "user.created", company.Id, user.Id, ("email", email), ("role", "member"));
        await store.Users.AddAsync(user, new Grant(company.Id, Role.Member, IsAdmin: false), entry, cancellationToken);
        return $"user:{user.Id}";
    }

    private async Task<(Review Review, IReadOnlyList<ScoreItem> Scores)> DrawAsync(Company company, string creator, CancellationToken cancellationToken)
    {
        var listed = await store.Scores.ListAsync(
            new ScoreAccess(company.Id, null), new ScoreFilter { LatestOnly = true }, ScoreSort.CreatedAt, null, 0, MostCandidates, cancellationToken);
        var byId = listed.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        var drawn = ReviewDraw.Of(
            [.. listed.Items.Select(item => new ReviewCandidate(item.Id, 0))], Tickets, new Randomness(new Random(Seed).NextBytes));
        var selection = new ReviewSelectionBody(ReviewPickAttribute.Random, byId.Count, null, null, null, null);
        var review = new Review(_ids.TimeOrdered(), company.Id, "Do we agree with the judge?", Raters, selection.Write(), creator, time.GetUtcNow(), null);
        return (review, [.. drawn.Select(id => byId[id])]);
    }

    // Near the judge's scores, by multipliers that look random and are the same in every run.
    private static IEnumerable<FeedbackEntry> Ratings(Company company, GivenRating given, int salt)
    {
        IReadOnlyList<int> judged = [(given.Score.OverallTenths + 5) / 10, .. given.Score.Dimensions.Values];
        return RatingRows.Dimensions.Zip(judged, (dimension, score) => (dimension, score)).Select((one, i) => new FeedbackEntry(
            new ProjectKey(company.Id, FeedbackRow.ScoreProject),
            RatingRows.Of(given, one.dimension, Math.Clamp(one.score + ((salt * 7) + (i * 5)) % 11 / 3 - 2, 0, 10))));
    }
}
