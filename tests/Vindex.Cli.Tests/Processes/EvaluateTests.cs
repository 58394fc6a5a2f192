using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class EvaluateTests : IDisposable
{
    private const string Items =
        """
        {"id": "T-1", "group": "maps", "summary": "As a rider I want to see my last trips so that I can check what I paid", "description": "- The last 30 trips are listed\n- Each shows its price"}
        {"id": "T-2", "group": "maps", "summary": "Backend", "description": null}

        {"id": "T-3", "group": "pay", "summary": "Paying with a voucher fails with a 500", "description": "Expected: the trip is paid. Actual: an error page."}
        """;

    private const string Ratings =
        """
        {"id": "T-1", "kind": "story", "scores": {"independent": 9, "negotiable": 9, "valuable": 9, "estimable": 9, "small": 9, "testable": 9}, "overall": 9, "spans": {"role": ["rider"]}}
        {"id": "T-2", "kind": "not_a_ticket", "scores": {"independent": 1, "negotiable": 1, "valuable": 1, "estimable": 1, "small": 1, "testable": 1}, "overall": 0.5, "spans": {}}
        {"id": "T-3", "kind": "bug", "scores": {"independent": 7, "negotiable": 8, "valuable": 5, "estimable": 6, "small": 8, "testable": 6}, "overall": 6, "spans": {"criteria": ["the trip is paid"]}}
        """;

    private const string Scores =
        """
        {"id": "T-1", "overall_score": 8, "individual_scores": {"independent": 8, "negotiable": 8, "valuable": 8, "estimable": 8, "small": 8, "testable": 8}, "reading": {"kind": "story", "spans": [{"type": "role", "quote": "a rider"}]}}
        {"key": "T-2", "overall_score": 2, "invest_scores": {"independent": 2, "negotiable": 2, "valuable": 2, "estimable": 2, "small": 2, "testable": 2}}
        {"id": "T-3", "overall_score": 5, "individual_scores": {"independent": 5, "negotiable": 5, "valuable": 5, "estimable": 5, "small": 5, "testable": 5}}
        """;

    private const string Labels = "id,dataset,criterion,dimension,defect\nT-1,trips,vague,testable,0\nT-2,trips,vague,testable,1\nT-3,trips,vague,testable,0\n";

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Scores_of_any_judge_are_measured_against_ratings()
    {
        var ran = await EvaluateAsync("--ratings", _work.Write("ratings.jsonl", Ratings), "--judge", _work.Write("scores.jsonl", Scores));
        ran.ExitCode.ShouldBe(0, ran.Err);
        ran.OutLines[0].ShouldEndWith("scores.jsonl: 3 tickets, 3 readings");
        ran.Out.ShouldMatch(@"\nvaluable +1\.00 +\[.+\] +0\.67 +[+-]\d\.\d\d ");
        ran.Out.ShouldContain("kind: 1.00 agree with at least one reader (1 tickets)");
        ran.Out.ShouldMatch(@"\nrole +1\.00 +1 +1\.00 +1 +1\.00\n");
    }

    [Fact]
    public async Task The_built_in_judges_are_measured_too()
    {
        var ratings = _work.Write("ratings.jsonl", Ratings);
        var latest = Parse((await EvaluateAsync("--ratings", ratings, "--format", "json")).Out);
        latest.GetProperty("judge").GetString().ShouldBe("rubric-3");
        latest.GetProperty("tickets").GetInt32().ShouldBe(3);
        latest.GetProperty("dimensions").GetProperty("overall").GetProperty("rank_correlation").GetDouble().ShouldBeGreaterThan(0.4);
        latest.GetProperty("spans").GetProperty("criteria").GetProperty("wanted").GetInt32().ShouldBe(1);
        var before = Parse((await EvaluateAsync("--ratings", ratings, "--format", "json", "--judge", "rubric-2")).Out);
        before.GetProperty("judge").GetString().ShouldBe("rubric-2");
        before.TryGetProperty("spans", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Labels_give_auc_and_kappa()
    {
        var arguments = (string[])["--labels", _work.Write("labels.csv", Labels), "--judge", _work.Write("scores.jsonl", Scores)];
        var text = await EvaluateAsync(arguments);
        text.ExitCode.ShouldBe(0, text.Err);
        text.Out.ShouldMatch(@"\ntrips +vague +testable +3 +1 +1\.000 +\[1\.00, 1\.00\] +1\.000\n");
        text.Out.ShouldEndWith("macro AUC 1.000 over 1 labels\n");
        var criterion = Parse((await EvaluateAsync([.. arguments, "--format", "json"])).Out).GetProperty("criteria")[0];
        (criterion.GetProperty("defects").GetInt32(), criterion.GetProperty("auc").GetDouble()).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("ratings", "{\"id\": \"T-1\"", "line 1: this is not valid JSON")]
    [InlineData("ratings", "\n[1]", "line 2: this is not a JSON object")]
    [InlineData("ratings", "{\"id\": \"T-1\", \"scores\": {}}", "line 1: independent is missing")]
    [InlineData("ratings", "{\"id\": \"T-1\", \"scores\": {\"independent\": 11}}", "line 1: independent must be a number from 0 to 10")]
    [InlineData("ratings", "", "the file is empty")]
    [InlineData(
        "labels", "id,dataset,criterion,defect\n", "line 1: the column 'dimension' is missing; required columns: id, dataset, criterion, dimension, defect")]
    [InlineData(
        "labels",
        "id,dataset,criterion,dimension,defect\nT-1,s,c,smal,1\n",
        "line 2: unknown dimension 'smal'; choose one of independent, negotiable, valuable, estimable, small, testable, overall")]
    [InlineData("labels", "id,dataset,criterion,dimension,defect\nT-1,s,c,small,yes\n", "line 2: defect must be 0 or 1, not 'yes'")]
    [InlineData("labels", "id,dataset,criterion,dimension,defect\nT-1,s,c,small,1\nT-9,s,c,small,1\n", "line 3: ITEMS does not contain the ticket 'T-9'")]
    [InlineData("labels", "id,dataset,criterion,dimension,defect\nT-1,s,c,small,1\n", null)]
    public async Task A_file_that_cannot_be_used_is_named_with_the_line(string option, string content, string? reason)
    {
        var file = _work.Write(option, content);
        var ran = await EvaluateAsync($"--{option}", file);
        ran.ExitCode.ShouldBe(2);
        ran.Out.ShouldBeEmpty();
        ran.Err.ShouldBe(reason is null
            ? "vindex: no criterion has tickets both with and without the defect among those with a score of rubric-3\n"
            : $"vindex: {file}: {reason.Replace("ITEMS", _work["items.jsonl"])}\n");
    }

    [Fact]
    public async Task Missing_files_and_judges_are_named()
    {
        (await EvaluateAsync("--ratings", _work["none.jsonl"])).Err.ShouldBe($"vindex: {_work["none.jsonl"]}: there is no such file\n");
        (await EvaluateAsync("--ratings", _work.Write("ratings.jsonl", Ratings), "--judge", "rubric-9")).Err
            .ShouldBe("vindex: 'rubric-9' is neither a judge nor a file; judges: rubric-3, rubric-2, or a model as PROVIDER:MODEL\n");
    }

    [Fact]
    public async Task An_id_may_stand_in_the_items_once()
    {
        var items = _work.Write("twice.jsonl", Items + "\n" + Items);
        var ran = await VindexProcess.RunAsync("evaluate", "--items", items, "--ratings", _work.Write("ratings.jsonl", Ratings));
        ran.Err.ShouldBe($"vindex: {items}: line 5: duplicate id 'T-1'\n");
    }

    private Task<Ran> EvaluateAsync(params string[] arguments) =>
        VindexProcess.RunAsync(["evaluate", "--items", _work.Write("items.jsonl", Items), .. arguments]);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
