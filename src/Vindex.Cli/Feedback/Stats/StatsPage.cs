using Spectre.Console;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>For people: a table with a row for each bucket (or each group), and on a terminal a chart.</summary>
internal sealed class StatsPage(ConsolePage page, Glyphs glyphs)
{
    private const int ChartHeight = 8;
    private const int NarrowestTail = 12;
    private const int WidestTail = 60;
    private const int NarrowestLabel = 16;

    public void Write(StatsQuestion question, StatsReport answer, Stream output)
    {
        var metrics = question.Paths.Select(path => StatsColumn.Of(question, path, answer)).ToList();
        var by = BucketLabels.By(answer);
        page.Line(
            $"{TerminalText.OneLine(question.Project)}: {string.Join(", ", question.Paths.Select(TerminalText.OneLine))} by {by} ({answer.Timezone})",
            Styles.Heading);
        page.Line();
        if (answer.All.Count == 0) page.Line("No rows in this range.");
        else WriteNumbers(question, answer, metrics, by);
        page.SendTo(output);
    }

    private void WriteNumbers(StatsQuestion question, StatsReport answer, List<IReadOnlyList<StatsColumn>> metrics, string by)
    {
        if (answer.Groups is { } groups) WriteGroups(question, metrics, answer, groups);
        else WriteBuckets(metrics, answer);
        if (page.Screen.IsTerminal) WriteCharts(metrics, answer, by);
        WriteCategories(question, answer);
    }

    private void WriteBuckets(List<IReadOnlyList<StatsColumn>> metrics, StatsReport answer)
    {
        var buckets = answer.All.Buckets;
        var label = new TextColumn("", "from", [.. BucketLabels.Of(answer), "all"]);
        var several = metrics.Count > 1;
        var columns = metrics.SelectMany(metric => metric)
            .Select(column => Column(column, several, [.. buckets.Select(column.Of), column.Of(answer.All)]))
            .Append(new TextColumn("", "rows", [.. buckets.Select(bucket => $"{bucket.Count}"), $"{answer.All.Count}"]));
        new TextTable(page, glyphs).Write([label], [.. columns], footers: 1);
    }

    private void WriteGroups(StatsQuestion question, List<IReadOnlyList<StatsColumn>> metrics, StatsReport answer, IReadOnlyList<StatsGroupSeries> groups)
    {
        var several = metrics.Count > 1;
        var room = page.Width >= Screen.Unlimited ? page.Width : Math.Max(NarrowestLabel, page.Width / 2 / question.GroupBy.Count);
        var labels = question.GroupBy.Select((field, i) =>
            new TextColumn("", Fit(TerminalText.OneLine(field), room), [.. groups.Select(group => Fit(group.Text(i), room)), i == 0 ? "all" : ""]));
        var columns = metrics.SelectMany(metric => metric)
            .Select(column => Column(column, several, [.. groups.Select(group => column.Of(group.Series)), column.Of(answer.All)]))
            .Append(new TextColumn("", "rows", [.. groups.Select(group => $"{group.Count}"), $"{answer.All.Count}"]));
        var shown = StatsColumn.ForChart(metrics[0]);
        var draws = page.Screen.IsTerminal && glyphs == Glyphs.Unicode;
        new TextTable(page, glyphs).Write([.. labels], [.. columns], footers: 1, draws ? Tail : null);

        string Tail(int row, int width) =>
            width < NarrowestTail
                ? ""
                : new TimeBars(glyphs).Draw(
                    [.. groups[row].Series.Buckets.Select(shown.Of)], Math.Min(width, Math.Min(WidestTail, groups[row].Series.Buckets.Count)), 1)[0];
    }

    private TextColumn Column(StatsColumn column, bool several, IReadOnlyList<double?> numbers)
    {
        var format = column.Format(numbers);
        return new TextColumn(
            several ? TerminalText.OneLine(column.Path) : "",
            column.Name,
            [.. numbers.Select(number => number is { } given ? format.Text(given) : glyphs.Nothing)]);
    }

    private void WriteCharts(List<IReadOnlyList<StatsColumn>> metrics, StatsReport answer, string by)
    {
        var labels = BucketLabels.Of(answer);
        if (labels.Count < 2) return;
        foreach (var shown in metrics.Select(StatsColumn.ForChart)) WriteChart(shown, [.. answer.All.Buckets.Select(shown.Of)], labels, by);
    }

    private void WriteChart(StatsColumn shown, double?[] numbers, IReadOnlyList<string> labels, string by)
    {
        page.Line();
        var given = numbers.OfType<double>().ToList();
        var name = $"{(shown.Name == "true" ? "share of true" : shown.Name)} of {TerminalText.OneLine(shown.Path)} by {by}";
        if (given.Count == 0)
        {
            page.Line($"{name}: no values", Styles.Heading);
            return;
        }

        var format = shown.Format(given.Select(number => (double?)number));
        page.Write(name, Styles.Heading)
            .Line($": {format.Text(given.Min())} to {format.Text(given.Max())}{(given.Count < numbers.Length ? "; a gap has no values" : "")}");
        var (_, roughTop) = TimeBars.Range(numbers);
        var indent = Math.Max(format.Text(roughTop).Length, format.Text(given.Min()).Length) + 2;
        var width = Math.Max(1, page.Width - 1 - indent);
        var (bottom, top) = TimeBars.Range(TimeBars.Squeezed(numbers, width));
        var lines = new TimeBars(glyphs).Draw(numbers, width, ChartHeight);
        for (var line = 0; line < ChartHeight; line++)
        {
            var mark = line == 0 ? format.Text(top) : line == ChartHeight - 1 ? format.Text(bottom) : "";
            page.Line($"{mark.PadLeft(indent - 2)} {glyphs.Axis}{lines[line]}");
        }

        var (drawn, share) = TimeBars.Layout(numbers.Length, width);
        var last = labels[^1];
        page.Write(new string(' ', indent) + labels[0]);
        if (labels[0].Length + 2 + last.Length <= drawn) page.Write(new string(' ', drawn - labels[0].Length - last.Length) + last);
        else if (indent + labels[0].Length + 4 + last.Length < page.Width) page.Write($" to {last}");
        page.Line();
        if (share > 1) page.Line($"{new string(' ', indent)}each bar is the mean of {share} buckets", Styles.Faint);
    }

    private void WriteCategories(StatsQuestion question, StatsReport answer)
    {
        foreach (var path in question.Paths)
        {
            if (!answer.All.Window.TryGetValue(StatsColumn.SlugOf(path), out var window) || window.Categories.Count == 0) continue;
            page.Line().Line($"Most frequent in {TerminalText.OneLine(path)}", Styles.Heading);
            var texts = window.Categories.Select(category =>
                Fit(TerminalText.OneLine(category.Value) is { Length: > 0 } text ? text : "(empty)", Math.Max(NarrowestLabel, Math.Min(page.Width, 160) / 2)))
                    .ToList();
            var widest = texts.Max(text => text.GetCellWidth());
            var digits = $"{window.Categories.Max(category => category.Count)}".Length;
            foreach (var (text, category) in texts.Zip(window.Categories))
            {
                page.Line(
                    $"  {TerminalText.Pad(text, widest)}  {category.Count.ToString().PadLeft(digits)}  {(double)category.Count / answer.All.Count,6:0.0%}");
            }
        }
    }

    private string Fit(string text, int columns)
    {
        var fitted = TerminalText.Fit(text, columns);
        return fitted == text ? text : fitted.TrimEnd('…')[..Math.Min(fitted.Length - 1, Math.Max(1, columns - glyphs.Ellipsis.Length))] + glyphs.Ellipsis;
    }
}
