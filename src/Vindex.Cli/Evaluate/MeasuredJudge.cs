using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>A judge with its answers.</summary>
/// <param name="Name">As it was named on the command line.</param>
/// <param name="Answers">By ticket id.</param>
/// <param name="Use">What asking it took; null if no model was asked.</param>
internal sealed record MeasuredJudge(string Name, IReadOnlyDictionary<string, JudgeAnswer> Answers, ModelUse? Use = null);

/// <summary>What asking a model took.</summary>
/// <param name="Runs">How often each ticket was judged.</param>
/// <param name="Spread">Standard deviation of a dimension's score from run to run, mean over tickets and dimensions; null with one run.</param>
/// <param name="Calls">Answers of the model, repairs included.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Cost">What they cost; null without prices.</param>
/// <param name="MedianSeconds">Median time for a ticket.</param>
/// <param name="SlowSeconds">95th percentile of the time for a ticket.</param>
internal sealed record ModelUse(
    int Runs, double? Spread, int Calls, long InputTokens, long OutputTokens, decimal? Cost, double MedianSeconds, double SlowSeconds)
{
    /// <summary>In a sentence.</summary>
    public override string ToString() =>
        $"{Runs} {(Runs == 1 ? "run" : "runs")}, {Calls:N0} answers, {InputTokens:N0} tokens sent, {OutputTokens:N0} received, "
        + $"{(Cost is { } cost ? $"cost {cost:0.####}, " : "")}{MedianSeconds:0.0} s a ticket (95 %: {SlowSeconds:0.0} s)"
        + (Spread is { } spread ? $", spread {spread:0.00} from run to run" : "");
}
