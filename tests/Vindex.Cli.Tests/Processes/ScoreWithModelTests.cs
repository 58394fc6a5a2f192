using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>The program with a model, which is a server of the test.</summary>
public sealed class ScoreWithModelTests : IDisposable
{
    private const string Tickets =
        """
        {"id": "T-1", "summary": "As a rider I want to see my last trips so that I can check what I paid"}
        {"id": "T-2", "summary": "Paying with a voucher fails with a 500"}
        {"id": "T-3", "summary": ""}
        """;

    private static readonly (string, string?) s_key = ("VINDEX_MODEL_KEY", TestJudge.Key);
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Tickets_are_scored_by_the_model_in_the_order_of_the_file(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync((context, request, _) => ModelServer.WriteAsync(
            context, 200, api.Success(AnswerText.Of(request.Prompt.Contains("voucher") ? 4 : 6).ToJsonString())));

        var ran = await ScoreAsync(["--judge", Judge(api, server), "--price", "2/10", "--format", "jsonl"]);

        ran.ExitCode.ShouldBe(2);
        ran.OutLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("overall_score").GetDouble()).ShouldBe([6, 4]);
        ran.ErrLines[^1].ShouldBe("vindex: 2 answers, 2,400 tokens sent, 600 received, cost 0.0108");
        ran.Err.ShouldContain("row 3 (line 3): summary is empty");
        server.Requests.ShouldAllBe(request => Api.KeyOf(request) == TestJudge.Key);
    }

    [Fact]
    public async Task The_table_names_the_model()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));

        var ran = await ScoreAsync(["--judge", "consensus:" + Judge(api, server), "--runs", "3", "--format", "json"]);

        var judge = JsonDocument.Parse(ran.Out).RootElement.GetProperty("model_metadata");
        judge.GetProperty("provider").GetString().ShouldBe("openai");
        judge.GetProperty("model_name").GetString().ShouldBe("judge-model-1+rubric-3");
        server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_refused_key_ends_the_run_and_is_not_printed()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(401, api.Error("invalid_api_key", $"Incorrect API key provided: {TestJudge.Key}"));

        var ran = await ScoreAsync(["--judge", Judge(api, server)]);

        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain("vindex: The model judge-model-1 does not accept the API key (unauthorized).");
        (ran.Err + ran.Out).ShouldNotContain(TestJudge.Key);
    }

    [Theory]
    [InlineData("vindex score: unknown judge 'gpt-4'; choose offline or PROVIDER:MODEL", "--judge", "gpt-4")]
    [InlineData("vindex score: --runs needs --judge with a model", "--runs", "3")]
    [InlineData("vindex score: --runs expects 1, 3, 5, 7 or 9, not '2'", "--judge", "ollama:m", "--runs", "2")]
    [InlineData("vindex score: --rubric can't be combined with a model", "--judge", "ollama:m", "--rubric", "2")]
    [InlineData("vindex: openai needs an API key: set VINDEX_MODEL_KEY", "--judge", "openai:gpt-4.1")]
    public async Task Wrong_arguments_are_refused(string message, params string[] arguments)
    {
        var ran = await VindexProcess.RunAsync(["score", "-", .. arguments], environment: ("VINDEX_MODEL_KEY", null));

        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldStartWith(message);
    }

    [Fact]
    public async Task Judges_are_compared_in_one_table()
    {
        var api = Api.Of("openai");
        var calls = 0;
        await using var server = await ModelServer.StartAsync((context, request, _) =>
        {
            var score = request.Prompt.Contains("voucher") ? 3 : 7 + (Interlocked.Increment(ref calls) % 2);
            return ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(score, "see my last trips").ToJsonString()));
        });
        var items = _work.Write(
            "items.jsonl",
            """
            {"id": "T-1", "group": "a", "summary": "As a rider I want to see my last trips so that I can check what I paid", "description": ""}
            {"id": "T-2", "group": "b", "summary": "Paying with a voucher fails with a 500", "description": ""}
            """);
        var ratings = _work.Write(
            "ratings.jsonl",
            """
            {"id": "T-1", "kind": "story", "scores": {"independent": 9, "negotiable": 9, "valuable": 9, "estimable": 9, "small": 9, "testable": 9}, "overall": 9, "spans": {}}
            {"id": "T-2", "kind": "bug", "scores": {"independent": 3, "negotiable": 3, "valuable": 3, "estimable": 3, "small": 3, "testable": 3}, "overall": 3, "spans": {}}
            """);
        string[] arguments = ["evaluate", "--items", items, "--ratings", ratings, "--judge", "rubric-3", "--judge", Judge(api, server), "--runs", "3", "--price", "2/10"];

        var table = await VindexProcess.RunAsync(arguments, environment: s_key);

        table.ExitCode.ShouldBe(0, table.Err);
        table.OutLines[2].ShouldMatch(@"^judge +tickets +overall +independent .* mae +bias +spread +cost +median s +95 % s$");
        table.OutLines[3].ShouldMatch(@"^rubric-3 +2 .* – +– +– +–$");
        table.OutLines[4].ShouldMatch(@"^openai:judge-model-1@\S+ +2 +1\.00 .* 0\.29 +0\.0324 +\d+\.\d +\d+\.\d$");
        server.Requests.Count.ShouldBe(6);

        var json = await VindexProcess.RunAsync([.. arguments, "--format", "json"], environment: s_key);
        var use = JsonDocument.Parse(json.Out).RootElement.GetProperty("judges")[1].GetProperty("use");
        (use.GetProperty("runs").GetInt32(), use.GetProperty("calls").GetInt32(), use.GetProperty("cost").GetDecimal()).ShouldBe((3, 6, 0.0324m));
    }

    [Fact]
    public async Task One_model_is_measured_like_any_judge()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));
        var items = _work.Write("items.jsonl", """{"id": "T-1", "group": "a", "summary": "Export customers", "description": ""}""");
        var labels = _work.Write("labels.csv", "id,dataset,criterion,dimension,defect\nT-1,s,vague,testable,1\n");

        var ran = await VindexProcess.RunAsync(["evaluate", "--items", items, "--labels", labels, "--judge", Judge(api, server)], environment: s_key);

        ran.Err.ShouldStartWith("vindex: no criterion has tickets both with and without the defect");
    }

    private static string Judge(Api api, ModelServer server) => $"{api.Provider}:judge-model-1@{api.BaseUrl(server.Address)}";

    private Task<Ran> ScoreAsync(string[] arguments) =>
        VindexProcess.RunAsync(["score", _work.Write("tickets.jsonl", Tickets), .. arguments], Encoding.UTF8.GetBytes(""), null, s_key);
}
