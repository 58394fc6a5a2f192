using Vindex.Cli.Output;
using Vindex.Cli.Score;
using Vindex.Models;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Judging;

/// <summary>Runs <c>vindex score --judge PROVIDER:MODEL</c>.</summary>
internal static class ModelScore
{
    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(ScoreArguments arguments, CancellationToken cancellationToken)
    {
        var error = Console.Error;
        var choice = ModelChoice.Read(arguments.Judge, arguments.Price, Environment.GetEnvironmentVariable(ModelChoice.KeyVariable));
        if (choice.Settings is not { } settings) return ScoreAction.Refuse(error, choice.Reason!);
        var profile = ProfileChoice.Load(arguments.Profile);
        if (profile.Profile is null) return ScoreAction.Refuse(error, profile.Reason!);
        using var input = BacklogInput.Open(arguments.File);
        if (input.Backlog is not { } backlog) return ScoreAction.Refuse(error, $"{input.Name}: {input.Reason}");

        using var judging = new ModelJudging(settings, new JudgingPlan(choice.Mode, arguments.Runs), JudgeVersions.Load(profile.Profile));
        await using var standardOutput = new StandardOutput();
        using var output = ScoreAction.Output(arguments, input.Name, standardOutput, () => judging.Name);
        var progress = ScoreAction.Progress(arguments.Format, input);
        var run = new ScoreRun(input.Name, output, ScoreAction.Gate(arguments.Minimum), progress, ScoreAction.Relations(arguments), error);
        try
        {
            var code = await run.RunAsync(backlog, judging, cancellationToken);
            await error.WriteLineAsync($"vindex: {Used(judging.Meter, arguments.Price is not null)}");
            return code;
        }
        catch (IOException e) when (e is not BrokenPipeException)
        {
            return ScoreAction.Refuse(error, $"{input.Name}: reading stopped early: {e.Message}");
        }
    }

    private static string Used(UseMeter meter, bool hasPrice) =>
        $"{Output.Terminal.TerminalText.Count(meter.Calls, "answer")}, {meter.Use.Input:N0} tokens sent, {meter.Use.Output:N0} received{(hasPrice ? $", cost {meter.Cost:0.####}" : "")}";
}
