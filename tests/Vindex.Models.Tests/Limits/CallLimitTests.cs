using Shouldly;
using Vindex.Models.Tests.Protocol;
using Xunit;

namespace Vindex.Models.Tests.Limits;

/// <summary>Over real HTTP: concurrency, limits a minute and budgets hold.</summary>
public sealed class CallLimitTests
{
    private static readonly Api s_api = Api.Of("openai");

    [Fact]
    public async Task No_more_calls_than_allowed_are_made_at_once_and_all_are_answered()
    {
        var (now, most) = (0, 0);
        await using var server = await ModelServer.StartAsync(async (context, _, _) =>
        {
            var count = Interlocked.Increment(ref now);
            lock (s_api) most = Math.Max(most, count);
            await Task.Delay(20);
            Interlocked.Decrement(ref now);
            await ModelServer.WriteAsync(context, 200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        });
        using var judge = TestJudge.Create(s_api.Settings(server.Address) with { Concurrency = 4 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => TestJudge.JudgeAsync(judge, TestJudge.Ticket, tenant: $"company {i % 3}")));

        outcomes.ShouldAllBe(outcome => outcome is ModelOutcome.Judged);
        most.ShouldBe(4);
    }

    [Fact]
    public async Task A_budget_is_exceeded_by_no_more_than_the_calls_in_flight()
    {
        await using var server = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        using var judge = TestJudge.Create(s_api.Settings(server.Address) with { Concurrency = 4 });
        var meter = new CountingMeter(most: 10);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => TestJudge.JudgeAsync(judge, TestJudge.Ticket, meter: meter)));

        server.Requests.Count.ShouldBeInRange(10, 13);
        outcomes.Count(outcome => outcome is ModelOutcome.Judged).ShouldBe(server.Requests.Count);
        outcomes.OfType<ModelOutcome.Failed>().ShouldAllBe(failed => failed.Reason == ModelFailure.OverBudget);
    }

    [Fact]
    public async Task A_call_that_could_not_begin_before_the_deadline_is_not_made()
    {
        await using var server = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        using var judge = TestJudge.Create(s_api.Settings(server.Address) with { RequestsPerMinute = 1 });
        await TestJudge.JudgeAsync(judge, TestJudge.Ticket);

        var outcome = await TestJudge.JudgeAsync(judge, TestJudge.Ticket);

        outcome.ShouldBeOfType<ModelOutcome.Failed>().Reason.ShouldBe(ModelFailure.Busy);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_of_tokens_holds()
    {
        await using var server = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString(), input: 50_000));
        using var judge = TestJudge.Create(s_api.Settings(server.Address) with { TokensPerMinute = 60_000 });
        await TestJudge.JudgeAsync(judge, TestJudge.Ticket);

        (await TestJudge.JudgeAsync(judge, TestJudge.Ticket)).ShouldBeOfType<ModelOutcome.Failed>().Reason.ShouldBe(ModelFailure.Busy);
    }

    [Fact]
    public async Task A_call_that_was_given_up_counts_with_the_size_of_its_question()
    {
        await using var server = await ModelServer.StartAsync((context, _, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }));
        var meter = new CountingMeter();
        var settings = s_api.Settings(server.Address) with { AttemptTimeout = TimeSpan.FromMilliseconds(200), Retries = 0 };

        (await TestJudge.JudgeAsync(settings, meter: meter)).ShouldBeOfType<ModelOutcome.Failed>().Reason.ShouldBe(ModelFailure.TimedOut);

        meter.Calls.ShouldBe(1);
        meter.Cost.ShouldBeInRange(0.002m, 0.01m);
    }

    [Fact]
    public async Task An_endpoint_that_counts_no_tokens_is_counted()
    {
        await using var server = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString(), input: 0, output: 0));
        var meter = new CountingMeter();

        (await TestJudge.JudgeAsync(s_api.Settings(server.Address), meter: meter)).ShouldBeOfType<ModelOutcome.Judged>();

        meter.Cost.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_spent_budget_leaves_the_limits_a_minute_to_others()
    {
        await using var server = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        using var judge = TestJudge.Create(s_api.Settings(server.Address) with { RequestsPerMinute = 10 });

        (await TestJudge.JudgeAsync(judge, TestJudge.Ticket, meter: new CountingMeter(most: 0))).ShouldBeOfType<ModelOutcome.Failed>().Reason
            .ShouldBe(ModelFailure.OverBudget);

        (await TestJudge.JudgeAsync(judge, TestJudge.Ticket, tenant: "other")).ShouldBeOfType<ModelOutcome.Judged>();
    }
}
