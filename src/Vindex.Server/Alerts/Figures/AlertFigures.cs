using Vindex.Server.Alerts.Rules;
using Vindex.Server.Companies;
using Vindex.Server.Feedback;
using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Alerts.Figures;

/// <summary>
/// Computes figures with the statistics engine, and where it does not know what they select by, with the store. Figures of scores about the same rows are one
/// question, whatever their dimensions and thresholds, so that a thousand rules ask about as many questions as they have filters and windows.
/// </summary>
internal sealed class AlertFigures(
    StatisticsService statistics, IScoreStore scores, CompanyDirectory companies, IOptions<FeedbackLimits> limits)
{
    private const string NoCompany = "The company does not exist any more.";
    private const string TooLarge = "The question takes too much work. Choose a shorter window or fewer filters.";

    /// <summary>The figures of windows.</summary>
    public async Task<IReadOnlyDictionary<AlertWindow, FigureAnswer>> MeasureAsync(IEnumerable<AlertWindow> windows, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<AlertWindow, FigureAnswer>();
        foreach (var question in windows.Distinct().GroupBy(Shared))
        {
            List<AlertWindow> asked = [.. question];
            if (await companies.FindCompanyAsync(question.Key.CompanyId, cancellationToken) is not { } company)
            {
                foreach (var window in asked) answers[window] = new FigureAnswer(null, NoCompany);
                continue;
            }

            foreach (var (window, answer) in asked.Zip(await MeasureAsync(company, asked, cancellationToken))) answers[window] = answer;
        }

        return answers;
    }

    /// <summary>The parts of a figure between ascending edges; null if it takes too much work.</summary>
    public async Task<IReadOnlyList<FigurePart>?> PartsAsync(
        Company company, AlertFigure figure, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        if (FigureQuestions.IsOfStore(figure))
        {
            var sums = await SumsAsync(company, figure, edges, cancellationToken);
            var buckets = sums.ToLookup(sum => sum.Bucket);
            return [.. Enumerable.Range(0, edges.Count - 1).Select(bucket => ScoreTally.Of(figure, [.. buckets[bucket]]))];
        }

        var rows = FigureQuestions.Rows(company, figure, edges[0]);
        if (figure.Metric is AlertMetric.Average or AlertMetric.Feedback)
        {
            var path = figure.Path ?? FigureQuestions.PathOf(figure);
            var found = await AskAsync(company, figure, rows with { Metrics = [FigureQuestions.Sums(path)] }, edges, cancellationToken);
            return found is null ? null : Parts(found);
        }

        var request = rows with { Metrics = [FigureQuestions.Sums(FigureQuestions.PathOf(figure))] };
        if (await AskAsync(company, figure, request, edges, cancellationToken) is not { } all) return null;
        var bad = FigureQuestions.Bad(company, figure) is { } filter
            ? await AskAsync(company, figure, request with { Filter = [.. request.Filter, filter] }, edges, cancellationToken)
            : null;
        return [.. all.Counts.Select((count, i) => new FigurePart(100.0 * (bad?.Counts[i] ?? 0), count))];
    }

    // Windows of scores with the same selection and range are one question; others are questions of their own.
    private static AlertWindow Shared(AlertWindow window) =>
        window.Figure.IsOfScores ? window with { Figure = FigureQuestions.SelectionOf(window.Figure) } : window;

    private Task<IReadOnlyList<FigureAnswer>> MeasureAsync(Company company, List<AlertWindow> windows, CancellationToken cancellationToken) =>
        !windows[0].Figure.IsOfScores ? FeedbackAsync(company, windows[0], cancellationToken)
        : FigureQuestions.IsOfStore(windows[0].Figure) ? OfStoreAsync(company, windows, cancellationToken)
        : ScoresAsync(company, windows, cancellationToken);

    private async Task<IReadOnlyList<FigureAnswer>> OfStoreAsync(Company company, List<AlertWindow> windows, CancellationToken cancellationToken)
    {
        var sums = await SumsAsync(company, windows[0].Figure, [windows[0].From, windows[0].Until], cancellationToken);
        return [.. windows.Select(window => new FigureAnswer(ScoreTally.Of(window.Figure, sums).Figure(window.Figure), null))];
    }

    private async Task<IReadOnlyList<FigureAnswer>> ScoresAsync(Company company, List<AlertWindow> windows, CancellationToken cancellationToken)
    {
        List<string> paths = [.. windows.Select(window => FigureQuestions.PathOf(window.Figure)).Distinct(StringComparer.Ordinal)];
        var request = FigureQuestions.Rows(company, windows[0].Figure, windows[0].From) with { Metrics = [.. paths.Select(FigureQuestions.Values)] };
        var series = await AskAsync(company, windows[0].Figure, request, [windows[0].From, windows[0].Until], cancellationToken);
        return [.. windows.Select(window => series is null ? new FigureAnswer(null, TooLarge) : new FigureAnswer(Value(window.Figure), null))];

        double? Value(AlertFigure figure)
        {
            if (series.WindowCount == 0) return null;
            var values = series.Window[paths.IndexOf(FigureQuestions.PathOf(figure))].Categories!;
            return ScoreTally.Of(figure, company.QualityGateTenths, values, series.WindowCount);
        }
    }

    private async Task<IReadOnlyList<FigureAnswer>> FeedbackAsync(Company company, AlertWindow window, CancellationToken cancellationToken)
    {
        var request = FigureQuestions.Rows(company, window.Figure, window.From) with { Metrics = [FigureQuestions.Feedback(window.Figure)] };
        var series = await AskAsync(company, window.Figure, request, [window.From, window.Until], cancellationToken);
        if (series is null) return [new FigureAnswer(null, TooLarge)];
        var value = series.Window[0].Values[^1];
        // An empty window has a sum and a number of values, 0, but neither an average nor a percentile.
        double? figure = double.IsFinite(value) ? value : window.Figure.Aggregation is "sum" or "count" ? 0 : null;
        return [new FigureAnswer(figure, null)];
    }

    private Task<IReadOnlyList<BucketSums>> SumsAsync(
        Company company, AlertFigure figure, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken) =>
        scores.SumAsync(new ScoreAccess(company.Id, null), FigureQuestions.OfStore(company, figure, edges), cancellationToken);

    private async Task<StatsSeries?> AskAsync(
        Company company, AlertFigure figure, StatsRequest request, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        if (StatsPlanner.Plan(request, edges) is not PlannedQuestion.Accepted(var plan)) return null;
        ProjectKey project = FigureQuestions.ProjectOf(company.Id, figure);
        var answer = await statistics.AnswerAsync(plan with { MaxSteps = limits.Value.StatsSteps }, [project], cancellationToken);
        return answer is StatsResult.Answered({ Series: var series }) ? series : null;
    }

    private static List<FigurePart> Parts(StatsSeries series)
    {
        var parts = new List<FigurePart>();
        for (var i = 0; i < series.Counts.Length; i++)
        {
            var bucket = series.Bucket(i);
            parts.Add(new FigurePart(double.IsFinite(bucket[0]) ? bucket[0] : 0, double.IsFinite(bucket[1]) ? bucket[1] : 0));
        }

        return parts;
    }
}
