namespace Vindex.Cli.Feedback.Stats;

/// <summary>A column of numbers: what one metric says of each bucket.</summary>
/// <param name="Path">The metric's path.</param>
/// <param name="Slug">Its name in keys.</param>
/// <param name="Name">The number's name, such as <c>avg</c> or <c>p95</c>.</param>
internal sealed record StatsColumn(string Path, string Slug, string Name)
{
    private const string ShareName = "true";

    /// <summary>The share of true among true and false, which the server does not give by itself.</summary>
    private bool IsShare => Name == ShareName;

    /// <summary>The columns of a metric, in the order that was asked for.</summary>
    public static IReadOnlyList<StatsColumn> Of(StatsQuestion question, string path, StatsReport answer)
    {
        var slug = SlugOf(path);
        var percentiles = answer.All.Window.TryGetValue(slug, out var window) ? window.Names.Where(name => name[0] == 'p') : [];
        var columns = question.Shown.Concat(percentiles).Select(name => new StatsColumn(path, slug, name)).ToList();
        if (question.Type == "boolean" && question.Shown.Contains("count_true") && question.Shown.Contains("count_false"))
            columns.Insert(0, new StatsColumn(path, slug, ShareName));
        return columns;
    }

    /// <summary>The one that a chart shows.</summary>
    public static StatsColumn ForChart(IReadOnlyList<StatsColumn> columns) => columns.FirstOrDefault(column => column.Name == "avg") ?? columns[0];

    /// <summary>A path as it stands in keys.</summary>
    public static string SlugOf(string path) => path.Replace('.', '_').Replace(' ', '_');

    /// <summary>How its numbers are written.</summary>
    public NumberFormat Format(IEnumerable<double?> numbers) => IsShare ? NumberFormat.Share : NumberFormat.Of(numbers);

    /// <summary>The number of a bucket; null where it had no values.</summary>
    public double? Of(StatsBucket bucket) => Of(name => bucket[$"{name}_{Slug}"]);

    /// <summary>The number of the whole range.</summary>
    public double? Of(StatsReportSeries series) =>
        series.Window.TryGetValue(Slug, out var window) ? Of(name => window.Numbers.GetValueOrDefault(name)) : null;

    private double? Of(Func<string, double?> number)
    {
        if (IsShare)
        {
            var (right, wrong) = (number("count_true") ?? 0, number("count_false") ?? 0);
            return right + wrong > 0 ? right / (right + wrong) : null;
        }

        // The server returns 0 for the sum and average of no values.
        return Name is "avg" or "sum" && number("count") is null or 0 ? null : number(Name);
    }
}
