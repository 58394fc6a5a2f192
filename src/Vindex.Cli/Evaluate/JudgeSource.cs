using Vindex.Cli.Judging;
using Vindex.Cli.Score;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>What <c>--judge</c> means: a version of the offline judge, a model, or a file with the scores of any judge.</summary>
internal static class JudgeSource
{
    private const string RubricPrefix = "rubric-";

    /// <summary>The names of the judges that are built in.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. JudgeVersions.All.Select(version => RubricPrefix + version)];

    /// <summary>A judge's answers, or why there are none.</summary>
    /// <param name="request">The judge: one of <see cref="Names"/>, a model, or a file.</param>
    /// <param name="say">Receives messages about tickets that cannot be scored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<(MeasuredJudge? Judge, string? Reason)> AnswersAsync(ModelRequest request, Action<string> say, CancellationToken cancellationToken)
    {
        var judge = request.Judge;
        if (ModelChoice.IsModel(judge)) return await ModelAnswers.AskAsync(request, say, cancellationToken);
        var (answers, reason) = Names.Contains(judge) ? Judge(judge[RubricPrefix.Length..], request.Items, say) : OfFile(judge);
        return (answers is null ? null : new MeasuredJudge(judge, answers), reason);
    }

    private static (IReadOnlyDictionary<string, JudgeAnswer>? Answers, string? Reason) OfFile(string judge)
    {
        if (!File.Exists(judge) && !Directory.Exists(judge))
            return (null, $"'{judge}' is neither a judge nor a file; judges: {string.Join(", ", Names)}, or a model as PROVIDER:MODEL");
        var scores = EvaluationFiles.Scores(judge);
        if (scores.Rows is not { } rows) return (null, scores.Reason);
        var answers = new Dictionary<string, JudgeAnswer>(StringComparer.Ordinal);
        foreach (var (id, answer) in rows) answers[id] = answer;
        return (answers, null);
    }

    private static (IReadOnlyDictionary<string, JudgeAnswer>? Answers, string? Reason) Judge(string version, string items, Action<string> say)
    {
        using var stream = File.OpenRead(items);
        var opening = Backlog.Open(stream, items, new BacklogOptions { Format = BacklogFormat.Jsonl });
        if (opening.Backlog is not { } backlog) return (null, $"{items}: {opening.Error}");
        var answers = new Dictionary<string, JudgeAnswer>(StringComparer.Ordinal);
        foreach (var row in OrderedJudging.Judge(backlog.Rows(), JudgeVersions.Load(Profile.Default, version)))
        {
            if (row.Ticket is { } ticket) answers[ticket.Id] = JudgeAnswer.Of(ticket.Judgement);
            else say(row.Problem!.Describe(items));
        }

        return backlog.Failure is { } failure ? (null, $"{items}: {failure}") : (answers, null);
    }
}
