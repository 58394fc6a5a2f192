using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

public abstract class IdempotencyConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly byte[] s_body = [1, 2];

    [Fact]
    public async Task A_key_runs_then_is_answered_with_its_score()
    {
        var acme = await HasCompany("acme");

        (await Begin()).ShouldBeOfType<IdempotencyState.Started>();
        (await Begin()).ShouldBeOfType<IdempotencyState.Running>();
        (await Begin(body: [3])).ShouldBeOfType<IdempotencyState.OtherBody>();
        (await Begin(owner: "other")).ShouldBeOfType<IdempotencyState.Started>();

        await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId), Answer(7, 8), Stop);
        (await Begin()).ShouldBeOfType<IdempotencyState.Answered>().Answer.ShouldBe([7, 8]);
        (await Begin(body: [3])).ShouldBeOfType<IdempotencyState.OtherBody>();
        (await Begin(owner: "other")).ShouldBeOfType<IdempotencyState.Running>();
    }

    [Fact]
    public async Task Of_concurrent_callers_one_starts()
    {
        var states = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Begin()));

        states.Count(state => state is IdempotencyState.Started).ShouldBe(1);
        states.Count(state => state is IdempotencyState.Running).ShouldBe(49);
    }

    [Fact]
    public async Task An_abandoned_key_can_be_tried_again_and_an_answered_one_cannot_be_abandoned()
    {
        var acme = await HasCompany("acme");
        await Begin();
        await Store.Idempotency.AbandonAsync("owner", "key", Some.Noon, Stop);
        (await Begin(body: [3])).ShouldBeOfType<IdempotencyState.Started>();

        await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId), Answer(7), Stop);
        await Store.Idempotency.AbandonAsync("owner", "key", Some.Noon, Stop);
        (await Begin(body: [3])).ShouldBeOfType<IdempotencyState.Answered>();
    }

    [Fact]
    public async Task A_key_can_be_completed_without_a_score_and_keeps_its_first_answer()
    {
        await Begin();
        await Store.Idempotency.CompleteAsync("owner", "key", Some.Noon, [9], Stop);
        await Store.Idempotency.CompleteAsync("owner", "key", Some.Noon, [8], Stop);

        (await Begin()).ShouldBeOfType<IdempotencyState.Answered>().Answer.ShouldBe([9]);
        (await Begin(body: [3])).ShouldBeOfType<IdempotencyState.OtherBody>();
        (await Begin(owner: "other")).ShouldBeOfType<IdempotencyState.Started>();
    }

    [Fact]
    public async Task What_was_left_running_or_is_too_old_starts_anew()
    {
        var acme = await HasCompany("acme");
        await Begin();
        (await Begin(minute: 5)).ShouldBeOfType<IdempotencyState.Running>();
        (await Begin(minute: 11)).ShouldBeOfType<IdempotencyState.Started>();
        await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId), AnswerOf(minute: 11, 7), Stop);
        (await Begin(minute: 60)).ShouldBeOfType<IdempotencyState.Answered>();
        (await Begin(minute: 11 + (24 * 60) + 1)).ShouldBeOfType<IdempotencyState.Started>();
        (await Begin(minute: 11 + (24 * 60) + 2)).ShouldBeOfType<IdempotencyState.Running>();
    }

    [Fact]
    public async Task Forgetting_deletes_what_was_begun_before()
    {
        await Begin();
        await Begin(owner: "later", minute: 2);

        (await Store.Idempotency.ForgetAsync(Some.Noon.AddMinutes(1), Stop)).ShouldBe(1);
        (await Begin(minute: 2)).ShouldBeOfType<IdempotencyState.Started>();
        (await Begin(owner: "later", minute: 2)).ShouldBeOfType<IdempotencyState.Running>();
    }

    [Fact]
    public async Task Forgetting_many_deletes_all_of_them_and_no_more()
    {
        await Task.WhenAll(Enumerable.Range(0, 1201).Select(number => Begin(owner: $"owner {number}")));
        await Begin(owner: "later", minute: 2);

        (await Store.Idempotency.ForgetAsync(Some.Noon.AddMinutes(1), Stop)).ShouldBe(1201);
        (await Store.Idempotency.ForgetAsync(Some.Noon.AddMinutes(1), Stop)).ShouldBe(0);
        (await Begin(owner: "later", minute: 2)).ShouldBeOfType<IdempotencyState.Running>();
    }

    [Fact]
    public async Task An_answer_goes_with_its_score()
    {
        var acme = await HasCompany("acme");
        await Begin();
        var score = Some.Score(acme.Id, acme.DefaultCustomerId);
        await Store.Scores.AddAsync(score, Answer(7), Stop);

        await Store.Scores.DeleteAsync(ScoreAccess.All, score.Item.Id, Some.Audit(), Stop);
        (await Begin()).ShouldBeOfType<IdempotencyState.Started>();
    }

    [Fact]
    public async Task A_refused_score_leaves_the_key_running()
    {
        await Begin();
        (await Store.Scores.AddAsync(Some.Score("co_nobody", "nobody"), Answer(7), Stop)).ShouldBeFalse();
        (await Begin()).ShouldBeOfType<IdempotencyState.Running>();
    }

    [Fact]
    public async Task A_request_that_stood_still_until_another_took_its_key_over_stores_and_changes_nothing()
    {
        var acme = await HasCompany("acme");
        await Begin();
        (await Begin(minute: 11)).ShouldBeOfType<IdempotencyState.Started>();

        (await Store.Idempotency.AbandonAsync("owner", "key", Some.Noon, Stop)).ShouldBeFalse();
        await Store.Idempotency.CompleteAsync("owner", "key", Some.Noon, [6], Stop);
        (await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId, 1), Answer(6), Stop)).ShouldBeFalse();
        (await Begin(minute: 12)).ShouldBeOfType<IdempotencyState.Running>();

        (await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId, 2), AnswerOf(minute: 11, 7), Stop)).ShouldBeTrue();
        (await Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId, 3), Answer(6), Stop)).ShouldBeFalse();
        (await Begin(minute: 12)).ShouldBeOfType<IdempotencyState.Answered>().Answer.ShouldBe([7]);
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
    }

    private static IdempotentAnswer Answer(params byte[] answer) => AnswerOf(minute: 0, answer);

    private static IdempotentAnswer AnswerOf(int minute, params byte[] answer) => new("owner", "key", Some.Noon.AddMinutes(minute), answer);

    private Task<IdempotencyState> Begin(string owner = "owner", byte[]? body = null, int minute = 0)
    {
        var now = Some.Noon.AddMinutes(minute);
        return Store.Idempotency.BeginAsync(owner, "key", body ?? s_body, now, now.AddHours(-24), now.AddMinutes(-10), Stop);
    }
}
