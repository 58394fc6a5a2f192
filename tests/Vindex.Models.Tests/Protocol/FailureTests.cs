using System.Text;
using Shouldly;
using Vindex.Models.Calls;
using Xunit;

namespace Vindex.Models.Tests.Protocol;

/// <summary>Over real HTTP: whatever an endpoint does, judging ends within its deadline, with a documented reason.</summary>
public sealed class FailureTests
{
    public static TheoryData<string> Apis => ["openai", "anthropic"];

    [Theory]
    [InlineData("openai", 401, "invalid_api_key", ModelFailure.Unauthorized)]
    [InlineData("anthropic", 401, "authentication_error", ModelFailure.Unauthorized)]
    [InlineData("anthropic", 403, "permission_error", ModelFailure.Unauthorized)]
    [InlineData("openai", 404, "model_not_found", ModelFailure.ModelNotFound)]
    [InlineData("anthropic", 404, "not_found_error", ModelFailure.ModelNotFound)]
    [InlineData("openai", 400, "context_length_exceeded", ModelFailure.Rejected)]
    [InlineData("anthropic", 413, "request_too_large", ModelFailure.Rejected)]
    [InlineData("openai", 429, "insufficient_quota", ModelFailure.QuotaExhausted)]
    [InlineData("anthropic", 402, "billing_error", ModelFailure.QuotaExhausted)]
    public async Task A_refusal_for_good_is_not_repeated(string provider, int status, string code, ModelFailure failure)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(status, api.Error(code, $"Not with {TestJudge.Key}, and not about {TestJudge.Secret}."));

        var failed = await FailAsync(api, server);

        failed.Reason.ShouldBe(failure);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task A_limit_of_requests_is_waited_for(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync((context, _, number) => number == 1
            ? ModelServer.WriteAsync(context, 429, api.Error("rate_limit_error", "Slow down."), ("Retry-After", "1"))
            : ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(6).ToJsonString())));

        var outcome = await TestJudge.JudgeAsync(api.Settings(server.Address));

        outcome.ShouldBeOfType<ModelOutcome.Judged>().Judgement.Scores.OverallTenths.ShouldBe(60);
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("openai", 429, "3600")]
    [InlineData("anthropic", 429, "3600")]
    [InlineData("anthropic", 529, "3600")]
    [InlineData("openai", 429, "Wed, 21 Oct 2099 07:28:00 GMT")]
    public async Task A_wait_beyond_the_deadline_is_not_begun(string provider, int status, string retryAfter)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(status, api.Error("rate_limit_error", "Slow down."), ("Retry-After", retryAfter));

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.RateLimited);

        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("openai", 500)]
    [InlineData("openai", 503)]
    [InlineData("anthropic", 500)]
    public async Task A_server_error_is_retried_and_then_reported(string provider, int status)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(status, api.Error("api_error", "An unexpected error has occurred."));

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.ServerError);

        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task An_endpoint_that_does_not_answer_ends_in_a_timeout(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync((context, _, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }));

        (await FailAsync(api, server, Impatient)).Reason.ShouldBe(ModelFailure.TimedOut);

        server.Requests.Count.ShouldBeInRange(1, 3);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task A_slow_drip_ends_in_a_timeout(string provider)
    {
        var api = Api.Of(provider);
        var body = Encoding.UTF8.GetBytes(api.Success(AnswerText.Of(9).ToJsonString()));
        await using var server = await ModelServer.StartAsync(async (context, _, _) =>
        {
            context.Response.ContentType = "application/json";
            for (var i = 0; !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(body.AsMemory(i % body.Length, 1));
                await context.Response.Body.FlushAsync();
                await Task.Delay(20);
            }
        });

        (await FailAsync(api, server, Impatient)).Reason.ShouldBe(ModelFailure.TimedOut);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task A_response_that_breaks_off_is_retried_and_then_reported(string provider)
    {
        var api = Api.Of(provider);
        var body = Encoding.UTF8.GetBytes(api.Success(AnswerText.Of(9).ToJsonString()));
        await using var server = await ModelServer.StartAsync(async (context, _, _) =>
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.Unreachable);

        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task No_server_is_reported(string provider)
    {
        var api = Api.Of(provider);
        // The lowest port, which no program listens on.
        var outcome = await TestJudge.JudgeAsync(api.Settings(new Uri("http://127.0.0.1:1")) with { Retries = 1 });

        outcome.ShouldBeOfType<ModelOutcome.Failed>().Reason.ShouldBe(ModelFailure.Unreachable);
    }

    [Theory]
    [InlineData("openai", "<html><body>Welcome to the proxy</body></html>")]
    [InlineData("anthropic", "<html><body>Welcome to the proxy</body></html>")]
    [InlineData("openai", "")]
    [InlineData("anthropic", "")]
    [InlineData("openai", "null")]
    [InlineData("openai", "[]")]
    [InlineData("anthropic", "{}")]
    [InlineData("openai", "{\"choices\": []}")]
    [InlineData("openai", "{\"choices\": [{\"finish_reason\": \"stop\"}]}")]
    [InlineData("anthropic", "{\"content\": \"text\"}")]
    public async Task A_response_of_another_form_is_no_answer(string provider, string body)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(200, body);

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.InvalidAnswer);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task An_answer_that_stays_wrong_is_asked_for_twice(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(200, api.Success("I would give this ticket a 9 out of 10."));

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.InvalidAnswer);

        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task A_model_that_declines_is_reported(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(200, api.Refusal());

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.Declined);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task An_answer_cut_off_by_the_limit_of_tokens_is_reported(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(200, api.OutOfTokens(AnswerText.Of(9).ToJsonString()[..100]));

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.Truncated);
    }

    [Theory]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    public async Task A_response_over_the_limit_is_not_read_to_its_end(string provider, bool hasLength)
    {
        var api = Api.Of(provider);
        var body = Encoding.UTF8.GetBytes(api.Success(new string('a', 10 * EndpointHandler.LargestResponse)));
        await using var server = await ModelServer.StartAsync(async (context, _, _) =>
        {
            context.Response.ContentLength = hasLength ? body.Length : null;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        });

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.ResponseTooLarge);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("openai", 301)]
    [InlineData("openai", 307)]
    [InlineData("anthropic", 302)]
    [InlineData("anthropic", 308)]
    public async Task A_redirect_is_not_followed(string provider, int status)
    {
        var api = Api.Of(provider);
        await using var target = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(10).ToJsonString()));
        await using var server = await ModelServer.StartAsync(status, "", ("Location", new Uri(target.Address, api.Path).AbsoluteUri));

        (await FailAsync(api, server)).Reason.ShouldBe(ModelFailure.Redirected);

        target.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_left_alone()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(500, api.Error("api_error", "An unexpected error has occurred."));
        using var judge = TestJudge.Create(api.Settings(server.Address) with { Retries = 0 });
        for (var i = 0; i < 10; i++) await TestJudge.JudgeAsync(judge, TestJudge.Ticket);

        var outcome = await TestJudge.JudgeAsync(judge, TestJudge.Ticket);

        outcome.ShouldBeOfType<ModelOutcome.Failed>().Reason.ShouldBe(ModelFailure.CircuitOpen);
        server.Requests.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Most_of_the_runs_must_succeed()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync((context, _, number) => number <= 2
            ? ModelServer.WriteAsync(context, 401, api.Error("invalid_api_key", "No."))
            : ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(9).ToJsonString())));

        var outcome = await TestJudge.JudgeAsync(api.Settings(server.Address), new JudgingPlan(Runs: 3));

        outcome.ShouldBeOfType<ModelOutcome.Failed>().Reason.ShouldBe(ModelFailure.Unauthorized);
    }

    [Fact]
    public async Task A_fallback_is_the_offline_judges_and_says_so()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(401, api.Error("invalid_api_key", "No."));

        var failed = await FailAsync(api, server);

        failed.Fallback().Scores.ShouldBe(failed.Offline.Scores);
        failed.Fallback().Run.ShouldNotBeNull().Failure.ShouldBe("unauthorized");
        failed.Fallback().Confidence!.Reasons[0].ShouldBe(
            "The model judge-model-1 does not accept the API key (unauthorized). The offline judge scored instead.");
    }

    [Fact]
    public async Task A_canceled_caller_is_not_told_of_a_failure()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync((context, _, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }));
        using var judge = TestJudge.Create(api.Settings(server.Address));
        using var canceled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => judge.JudgeAsync(
            Scoring.Tickets.TicketReader.Read(TestJudge.Ticket, Scoring.Tickets.TicketLimits.Api), TestJudge.Offline, new JudgingPlan(),
            new ModelCaller("one", new CountingMeter()), canceled.Token));
    }

    private static Settings.ModelSettings Impatient(Settings.ModelSettings settings) =>
        settings with { AttemptTimeout = TimeSpan.FromMilliseconds(300), Deadline = TimeSpan.FromSeconds(2) };

    private static async Task<ModelOutcome.Failed> FailAsync(Api api, ModelServer server, Func<Settings.ModelSettings, Settings.ModelSettings>? change = null)
    {
        var settings = api.Settings(server.Address);
        var failed = (await TestJudge.JudgeAsync(change?.Invoke(settings) ?? settings)).ShouldBeOfType<ModelOutcome.Failed>();
        failed.Detail.ShouldNotContain(TestJudge.Key);
        failed.Detail.ShouldNotContain(TestJudge.Secret);
        return failed;
    }
}
