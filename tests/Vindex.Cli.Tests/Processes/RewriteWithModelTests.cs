using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Models.Tests.Rewriting;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary><c>vindex rewrite --judge</c>, with a model that is a server of the test.</summary>
public sealed class RewriteWithModelTests
{
    private static readonly Api s_api = Api.Of("openai");

    [Fact]
    public async Task A_model_words_the_text_and_new_words_are_listed()
    {
        await using var server = await ModelServer.StartAsync(
            200, s_api.Success(ProposalText.Of(("Description", [("paragraph", "Riders see their trips in the wallet."), ("question", "Which trips?")]))));

        var ran = await RewriteAsync(server);

        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.Out.ShouldBe("## Description\n\nRiders see their trips in the wallet.\n\n[Question: Which trips?]\n");
        ran.Err.ShouldContain("1 question; not in the ticket, so check: wallet");
        server.Requests.ShouldHaveSingleItem();
        Api.KeyOf(server.Requests[0]).ShouldBe(TestJudge.Key);
    }

    [Fact]
    public async Task A_model_that_fails_leaves_the_tickets_own_words()
    {
        await using var server = await ModelServer.StartAsync(401, s_api.Error("invalid_api_key", $"Incorrect API key provided: {TestJudge.Key}"));

        var ran = await RewriteAsync(server, "--format", "json");

        ran.ExitCode.ShouldBe(0, ran.Err);
        var rewriter = JsonDocument.Parse(ran.Out).RootElement.GetProperty("rewriter");
        rewriter.GetProperty("name").GetString().ShouldBe("rules");
        rewriter.GetProperty("remark").GetString()!.ShouldStartWith("The model judge-model-1 does not accept the API key (unauthorized).");
        (ran.Err + ran.Out).ShouldNotContain(TestJudge.Key);
    }

    [Fact]
    public async Task A_judge_that_names_no_model_is_refused()
    {
        var ran = await VindexProcess.RunAsync(["rewrite", "-", "--judge", "offline"], "A trip"u8.ToArray(), environment: ("VINDEX_MODEL_KEY", null));

        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("'offline' names no model; expected PROVIDER:MODEL");
    }

    private static Task<Ran> RewriteAsync(ModelServer server, params string[] options) => VindexProcess.RunAsync(
        ["rewrite", "-", "--judge", $"openai:judge-model-1@{s_api.BaseUrl(server.Address)}", .. options],
        "See trips\n\nRiders want to see their last trips."u8.ToArray(),
        environment: ("VINDEX_MODEL_KEY", TestJudge.Key));
}
