using Vindex.Storage.Companies;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

public abstract class ReviewConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private const string Ada = "user:us_ada";
    private const string Bo = "user:us_bo";
    private const string Cy = "user:us_cy";
    private static readonly DateTimeOffset s_now = Some.Noon.AddDays(1);
    private static readonly DateTimeOffset s_held = s_now.AddMinutes(-30);

    [Fact]
    public async Task A_review_is_read_back_with_its_tickets_in_their_places()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 3);
        var review = Review(acme, raters: 2) with { Name = "Sprint \"12\"", Selection = """{"pick":"random"}""" };
        ReviewPlace[] places = [new(0, scores[2]), new(1, scores[0]), new(2, "no such score"), new(3, scores[1])];
        ReviewTurn[] turns = [new(1, Ada, TurnState.Rated, s_now), new(2, Ada, TurnState.Rated, s_now), new(3, Bo, TurnState.Skipped, s_now)];
        (await Store.Reviews.AddAsync(review, places, turns, Some.Audit(acme.Id), Stop)).ShouldBeTrue();

        var content = await Content(acme, review);
        content.Review.ShouldBe(review);
        content.Tickets.Select(ticket => (ticket.Place, ticket.Score.Id)).ShouldBe([(0, scores[2]), (1, scores[0]), (3, scores[1])]);
        content.Turns.ShouldBe([turns[0], turns[2]]);
        (await Store.Reviews.ListAsync(Of(acme), Ada, Stop)).ShouldBe([new ReviewProgress(review, 3, 1, 1)]);
        (await Store.Reviews.ListAsync(Of(acme), Bo, Stop)).ShouldBe([new ReviewProgress(review, 3, 1, 0)]);
        (await Store.Reviews.AddAsync(review with { Name = "Again" }, places, [], Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Reviews.AddAsync(Review(acme) with { CompanyId = "co_nobody" }, [], [], Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Content(acme, review)).Review.ShouldBe(review);
    }

    [Fact]
    public async Task Reviews_are_listed_newest_first_and_only_to_their_company()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        var foreign = (await HasScores(other, 1))[0];
        var old = await HasReview(Review(acme));
        var young = await HasReview(Review(acme) with { CreatedAt = s_now });
        var theirs = await HasReview(Review(other), foreign);

        (await Store.Reviews.ListAsync(Of(acme), Ada, Stop)).Select(one => one.Review).ShouldBe([young, old]);
        (await Store.Reviews.FindAsync(Of(acme), theirs.Id, Stop)).ShouldBeNull();
        (await Store.Reviews.NextAsync(Of(acme), theirs.Id, Ada, s_now, s_held, Stop)).ShouldBeNull();
        (await Claim(acme, theirs, foreign, Ada)).ShouldBe(ReviewClaim.NotFound);
        (await Store.Reviews.CloseAsync(acme.Id, theirs.Id, s_now, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Reviews.DeleteAsync(acme.Id, theirs.Id, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Content(other, theirs)).Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Access_to_some_customers_covers_their_tickets_and_the_reviews_that_have_any()
    {
        var acme = await HasCompany("acme", "north", "south");
        var (north, south) = ((await HasScore(acme, 1, customer: "north")).Item.Id, (await HasScore(acme, 2, customer: "south")).Item.Id);
        var both = await HasReview(Review(acme), north, south);
        var one = await HasReview(Review(acme), north);
        var (ofSouth, ofNone) = (Of(acme, "south"), new ScoreAccess(acme.Id, []));

        (await Store.Reviews.ListAsync(ofSouth, Ada, Stop)).ShouldBe([new ReviewProgress(both, 1, 0, 0)]);
        (await Store.Reviews.FindAsync(ofSouth, both.Id, Stop))!.Tickets.Select(ticket => ticket.Score.Id).ShouldBe([south]);
        (await Store.Reviews.FindAsync(ofSouth, one.Id, Stop)).ShouldBeNull();
        (await Store.Reviews.NextAsync(ofSouth, both.Id, Ada, s_now, s_held, Stop)).ShouldBe(south);
        (await Store.Reviews.ClaimAsync(ofSouth, both.Id, new(north, Ada), s_now, s_held, Stop)).ShouldBe(ReviewClaim.NotFound);
        (await Store.Reviews.ListAsync(ofNone, Ada, Stop)).ShouldBeEmpty();
        (await Store.Reviews.FindAsync(ofNone, both.Id, Stop)).ShouldBeNull();
        (await Store.Reviews.NextAsync(ofNone, both.Id, Ada, s_now, s_held, Stop)).ShouldBeNull();
        (await Store.Reviews.ClaimAsync(ofNone, both.Id, new(north, Ada), s_now, s_held, Stop)).ShouldBe(ReviewClaim.NotFound);
    }

    [Fact]
    public async Task The_ticket_with_the_fewest_people_is_next_and_stays_until_it_is_done()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 3);
        var review = await HasReview(Review(acme, raters: 2), scores);

        (await Next(acme, review, Ada)).ShouldBe(scores[0]);
        (await Next(acme, review, Ada)).ShouldBe(scores[0]);
        (await Next(acme, review, Bo)).ShouldBe(scores[1]);
        await End(review, scores[0], Ada, TurnState.Rated);
        (await Next(acme, review, Ada)).ShouldBe(scores[2]);
        await End(review, scores[2], Ada, TurnState.Skipped);
        (await Next(acme, review, Ada)).ShouldBe(scores[1]);
        await End(review, scores[1], Ada, TurnState.Rated);
        (await Next(acme, review, Ada)).ShouldBeNull();
        (await Next(acme, review, Cy)).ShouldBe(scores[2]);
        (await Store.Reviews.ListAsync(Of(acme), Ada, Stop)).ShouldBe([new ReviewProgress(review, 3, 2, 2)]);
    }

    [Fact]
    public async Task A_ticket_is_handed_to_no_more_people_than_wanted_until_a_hold_runs_out()
    {
        var acme = await HasCompany("acme");
        var score = (await HasScores(acme, 1))[0];
        var review = await HasReview(Review(acme, raters: 1), score);
        (await Next(acme, review, Ada)).ShouldBe(score);

        (await Next(acme, review, Bo)).ShouldBeNull();
        (await Claim(acme, review, score, Bo)).ShouldBe(ReviewClaim.Full);
        var later = s_now.AddMinutes(30);
        (await Store.Reviews.NextAsync(Of(acme), review.Id, Bo, later, s_now, Stop)).ShouldBe(score);
        await End(review, score, Bo, TurnState.Rated);
        (await Store.Reviews.ClaimAsync(Of(acme), review.Id, new(score, Ada), later, s_now, Stop)).ShouldBe(ReviewClaim.Granted);
        (await Store.Reviews.ClaimAsync(Of(acme), review.Id, new(score, Bo), later, s_now, Stop)).ShouldBe(ReviewClaim.Granted);
        (await Store.Reviews.ClaimAsync(Of(acme), review.Id, new(score, Cy), later, s_now, Stop)).ShouldBe(ReviewClaim.Full);
        (await Claim(acme, review, "no such score", Ada)).ShouldBe(ReviewClaim.NotFound);
    }

    [Fact]
    public async Task People_who_ask_at_the_same_time_share_the_places()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 5);
        var review = await HasReview(Review(acme, raters: 2), scores);

        var given = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Next(acme, review, $"user:{i}")));

        given.Count(score => score is null).ShouldBe(2);
        foreach (var score in scores) given.Count(one => one == score).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_rated_stays_rated_and_what_is_skipped_can_be_rated()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 2);
        var review = await HasReview(Review(acme, raters: 1), scores);

        (await End(review, scores[0], Ada, TurnState.Skipped)).ShouldBeTrue();
        (await Claim(acme, review, scores[0], Ada)).ShouldBe(ReviewClaim.Granted);
        (await End(review, scores[0], Ada, TurnState.Rated)).ShouldBeTrue();
        (await End(review, scores[0], Ada, TurnState.Skipped)).ShouldBeTrue();

        (await Content(acme, review)).Turns.ShouldBe([new ReviewTurn(0, Ada, TurnState.Rated, s_now)]);
    }

    [Fact]
    public async Task A_closed_review_hands_out_nothing_until_it_is_opened_again()
    {
        var acme = await HasCompany("acme");
        var score = (await HasScores(acme, 1))[0];
        var review = await HasReview(Review(acme), score);
        await Next(acme, review, Ada);

        (await Store.Reviews.CloseAsync(acme.Id, review.Id, s_now, Some.Audit(acme.Id, "review.closed"), Stop)).ShouldBeTrue();
        (await Store.Reviews.CloseAsync(acme.Id, review.Id, s_now.AddDays(1), Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Content(acme, review)).Review.ShouldBe(review with { ClosedAt = s_now });
        (await Next(acme, review, Ada)).ShouldBeNull();
        (await Claim(acme, review, score, Ada)).ShouldBe(ReviewClaim.Closed);

        (await Store.Reviews.CloseAsync(acme.Id, review.Id, null, Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Store.Reviews.CloseAsync(acme.Id, review.Id, null, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Next(acme, review, Ada)).ShouldBe(score);
    }

    [Fact]
    public async Task A_ticket_goes_with_its_score_and_a_review_with_its_company()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 2);
        var review = await HasReview(Review(acme), scores);
        await Next(acme, review, Ada);

        (await Store.Scores.DeleteAsync(Of(acme), scores[0], Some.Audit(acme.Id), Stop)).ShouldBeTrue();
        (await Content(acme, review)).Tickets.Select(ticket => ticket.Score.Id).ShouldBe([scores[1]]);
        (await Content(acme, review)).Turns.ShouldBeEmpty();
        (await End(review, scores[0], Ada, TurnState.Rated)).ShouldBeFalse();
        (await Claim(acme, review, scores[0], Ada)).ShouldBe(ReviewClaim.NotFound);
        (await Next(acme, review, Ada)).ShouldBe(scores[1]);

        await Store.Scores.DeleteBeforeAsync(acme.Id, s_now, Stop);
        (await Store.Reviews.ListAsync(Of(acme), Ada, Stop)).ShouldBe([new ReviewProgress(review, 0, 0, 0)]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
        (await DeletesCompany(acme.Id, Some.Audit(acme.Id))).ShouldBeTrue();
        (await Store.Reviews.FindAsync(Of(acme), review.Id, Stop)).ShouldBeNull();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_review_is_gone_and_its_scores_stay()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 1);
        var review = await HasReview(Review(acme), scores);
        await Next(acme, review, Ada);

        (await Store.Reviews.DeleteAsync(acme.Id, review.Id, Some.Audit(acme.Id, "review.deleted"), Stop)).ShouldBeTrue();
        (await Store.Reviews.DeleteAsync(acme.Id, review.Id, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
        (await Store.Reviews.FindAsync(Of(acme), review.Id, Stop)).ShouldBeNull();
        (await Store.Scores.FindAsync(Of(acme), scores[0], Stop)).ShouldNotBeNull();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_people_do_the_next_ticket_is_the_first_of_those_with_the_fewest_people()
    {
        var acme = await HasCompany("acme");
        var scores = await HasScores(acme, 4);
        var random = new Random(3);
        for (var round = 0; round < 6; round++)
        {
            var raters = random.Next(1, 4);
            var review = await HasReview(Review(acme, raters), scores);
            var turns = new Dictionary<(int Place, string Actor), (TurnState State, int Minute)>();
            for (var minute = 0; minute < 40; minute++)
            {
                var actor = $"user:{random.Next(4)}";
                var since = minute - 5;
                int Taken(int place) => turns.Count(turn => turn.Key.Place == place && turn.Key.Actor != actor
                    && (turn.Value.State == TurnState.Rated || (turn.Value.State == TurnState.Held && turn.Value.Minute > since)));
                var open = Enumerable.Range(0, scores.Length)
                    .Where(place => Taken(place) < raters && !(turns.TryGetValue((place, actor), out var own) && own.State != TurnState.Held))
                    .OrderBy(place => turns.TryGetValue((place, actor), out var own) && own.Minute > since ? 0 : 1).ThenBy(Taken).ThenBy(place => place)
                    .ToList();

                var next = await Store.Reviews.NextAsync(
                    Of(acme), review.Id, actor, s_now.AddMinutes(minute), s_now.AddMinutes(since), Stop);

                next.ShouldBe(open.Count == 0 ? null : scores[open[0]]);
                if (next is null) continue;
                turns[(open[0], actor)] = (TurnState.Held, minute);
                var state = random.Next(5) switch { 0 => TurnState.Held, 1 => TurnState.Skipped, _ => TurnState.Rated };
                if (state == TurnState.Held) continue;
                turns[(open[0], actor)] = (state, minute);
                await Store.Reviews.EndTurnAsync(review.Id, new(next, actor), state, s_now.AddMinutes(minute), Stop);
            }
        }
    }

    private static Review Review(Company company, int raters = 2) =>
        new(Some.Id(), company.Id, "A review", raters, "{}", Ada, Some.Noon, null);

    private async Task<string[]> HasScores(Company company, int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++) ids[i] = (await HasScore(company, i)).Item.Id;
        return ids;
    }

    private async Task<Review> HasReview(Review review, params string[] scores)
    {
        ReviewPlace[] places = [.. scores.Select((score, place) => new ReviewPlace(place, score))];
        (await Store.Reviews.AddAsync(review, places, [], Some.Audit(review.CompanyId), Stop)).ShouldBeTrue();
        return review;
    }

    private async Task<ReviewContent> Content(Company company, Review review) =>
        (await Store.Reviews.FindAsync(Of(company), review.Id, Stop)).ShouldNotBeNull();

    private Task<string?> Next(Company company, Review review, string actor) =>
        Store.Reviews.NextAsync(Of(company), review.Id, actor, s_now, s_held, Stop);

    private Task<ReviewClaim> Claim(Company company, Review review, string scoreId, string actor) =>
        Store.Reviews.ClaimAsync(Of(company), review.Id, new(scoreId, actor), s_now, s_held, Stop);

    private Task<bool> End(Review review, string scoreId, string actor, TurnState state) =>
        Store.Reviews.EndTurnAsync(review.Id, new(scoreId, actor), state, s_now, Stop);
}
