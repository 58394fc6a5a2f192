using Vindex.Cli.Judging;
using Vindex.Models;
using Vindex.Scoring;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>Has a model judge the tickets of a rated set, one or several times.</summary>
internal static class ModelAnswers
{
    /// <summary>The answers, or why there are none. With several runs, the median of each dimension counts.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="say">Receives messages about tickets that cannot be scored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<(MeasuredJudge? Judge, string? Reason)> AskAsync(ModelRequest request, Action<string> say, CancellationToken cancellationToken)
    {
        var choice = ModelChoice.Read(request.Judge, request.Price, Environment.GetEnvironmentVariable(ModelChoice.KeyVariable));
        if (choice.Settings is not { } settings) return (null, choice.Reason);
        using var judging = new ModelJudging(settings, new JudgingPlan(choice.Mode), JudgeVersions.Load(Profile.Default));
        var judged = new Dictionary<string, List<Judgement>>(StringComparer.Ordinal);
        for (var run = 0; run < request.Runs; run++)
        {
            if (await RunAsync(judging, request.Items, judged, say, cancellationToken) is { } reason) return (null, reason);
        }

        var answers = judged.ToDictionary(ticket => ticket.Key, ticket => Median(ticket.Value), StringComparer.Ordinal);
        return (new MeasuredJudge(request.Judge, answers, UseOf(request, judging.Meter, judged.Values)), null);
    }

    private static async Task<string?> RunAsync(
        ModelJudging judging, string items, Dictionary<string, List<Judgement>> judged, Action<string> say, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(items);
        var opening = Backlog.Open(stream, items, new BacklogOptions { Format = BacklogFormat.Jsonl });
        if (opening.Backlog is not { } backlog) return $"{items}: {opening.Error}";
        await foreach (var row in judging.JudgeAsync(backlog.Rows(), output: null, cancellationToken))
        {
            if (row.Ticket is not { } ticket)
            {
                say(row.Problem!.Describe(items));
                continue;
            }

            if (!judged.TryGetValue(ticket.Id, out var list)) judged.Add(ticket.Id, list = []);
            list.Add(ticket.Judgement);
        }

        return judging.Stopped ?? (backlog.Failure is { } failure ? $"{items}: {failure}" : null);
    }

    private static JudgeAnswer Median(List<Judgement> judgements)
    {
        int[] scores = [.. Dimensions.All.Select(dimension => ScoresOf(judgements, dimension).Order().ElementAt((judgements.Count - 1) / 2))];
        return JudgeAnswer.Of(judgements[0] with { Scores = InvestScores.FromArray(scores) });
    }

    private static ModelUse UseOf(ModelRequest request, UseMeter meter, IReadOnlyCollection<List<Judgement>> judged)
    {
        var seconds = judged.SelectMany(list => list).Select(judgement => judgement.Run!.DurationMs / 1000).Order().ToList();
        var repeated = judged.Where(list => list.Count > 1).ToList();
        double? spread = repeated.Count == 0
            ? null
            : repeated.Average(list => Dimensions.All.Average(dimension => Deviation([.. ScoresOf(list, dimension)])));
        return new ModelUse(
            request.Runs, spread, meter.Calls, meter.Use.Input, meter.Use.Output, request.Price is null ? null : meter.Cost, Percentile(seconds, 0.5),
            Percentile(seconds, 0.95));
    }

    private static IEnumerable<int> ScoresOf(List<Judgement> judgements, Dimension dimension) => judgements.Select(judgement => judgement.Scores[dimension]);

    // Of a sample.
    private static double Deviation(int[] scores)
    {
        var mean = scores.Average();
        return Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Length - 1));
    }

    private static double Percentile(List<double> ordered, double share) =>
        ordered.Count == 0 ? 0 : ordered[Math.Min(ordered.Count - 1, (int)Math.Ceiling(share * ordered.Count) - 1)];
}

/// <summary>What to ask a model.</summary>
/// <param name="Judge">The model.</param>
/// <param name="Price">Its prices; null if unknown.</param>
/// <param name="Runs">How often to judge each ticket.</param>
/// <param name="Items">The file of the tickets.</param>
internal sealed record ModelRequest(string Judge, string? Price, int Runs, string Items);
