using System.Globalization;
using System.Text.Json;
using Vindex.Cli.Output.Terminal;
using Vindex.Scoring;

namespace Vindex.Cli.Rescore;

/// <summary>What judging again would change, for people: the largest changes, then the sums.</summary>
internal sealed class PreviewTable(ConsolePage page, Glyphs glyphs)
{
    private const int MaxRows = 30;

    private readonly List<Change> _changes = [];
    private readonly List<(string Key, string Reason)> _skipped = [];
    private JsonElement? _sums;

    /// <summary>Takes a line of the preview.</summary>
    public void Add(JsonElement line)
    {
        if (line.TryGetProperty("done", out _)) _sums = line;
        else if (line.TryGetProperty("skipped", out var reason)) _skipped.Add((KeyOf(line), TerminalText.OneLine(reason.GetString()!)));
        else if (Change.Of(line) is { Differs: true } change) _changes.Add(change);
    }

    /// <summary>Writes the table; false when the last line has not come.</summary>
    public bool Write(Stream output)
    {
        if (_sums is not { } sums) return false;
        var model = TerminalText.OneLine(sums.GetProperty("model_name").GetString()!);
        if (_changes.Count > 0) WriteChanges();
        foreach (var (key, reason) in _skipped.Take(MaxRows)) page.Line($"{key} would be skipped: {reason}");
        if (_skipped.Count > MaxRows) page.Line($"… and {_skipped.Count - MaxRows} more would be skipped");
        var again =
            $"{sums.GetProperty("rescored").GetInt64()} would be rescored by {model} ({sums.GetProperty("changed").GetInt64()} with a different overall score)";
        page.Line(RescoreStatus.Sum(
            sums.GetProperty("total").GetInt64(), again, sums.GetProperty("up_to_date").GetInt64(), sums.GetProperty("skipped").GetInt64()));
        if (RescoreStatus.Averages(
            RescoreStatus.NumberOf(sums.GetProperty("average_before")),
            RescoreStatus.NumberOf(sums.GetProperty("average_after"))) is { } averages)
        {
            page.Line(averages);
        }
        page.Line("Nothing was stored.");
        page.SendTo(output);
        return true;
    }

    private void WriteChanges()
    {
        List<Change> shown = [.. _changes.OrderByDescending(change => Math.Abs(change.After - change.Before))
            .ThenBy(change => change.Key, StringComparer.Ordinal)
            .Take(MaxRows)];
        TextColumn[] labels =
        [
            new("", "Key", [.. shown.Select(change => change.Key)]),
            new("", "Title", [.. shown.Select(change => TerminalText.Fit(change.Title, 50))]),
        ];
        List<TextColumn> columns =
        [
            new("", "Before", [.. shown.Select(change => Score(change.Before))]),
            new("", "After", [.. shown.Select(change => Score(change.After))]),
            new("", "Change", [.. shown.Select(change => Signed(change.After - change.Before))]),
        ];
        foreach (var dimension in Dimensions.All)
        {
            columns.Add(
                new TextColumn(
                    "",
                    dimension.Name()[..1].ToUpperInvariant(),
                    [.. shown.Select(change => change.Six[(int)dimension] is var points && points == 0 ? "" : Signed(points))]));
        }
        new TextTable(page, glyphs).Write(labels, columns, footers: 0);
        if (_changes.Count > MaxRows) page.Line($"… and {_changes.Count - MaxRows} more; --format jsonl lists them all");
        page.Line();
    }

    private static string KeyOf(JsonElement line) => TerminalText.OneLine(line.GetProperty("ticket").GetProperty("key").GetString()!);

    private static string Score(decimal score) => score.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Signed(decimal points) => points.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture);

    private sealed record Change(string Key, string Title, decimal Before, decimal After, IReadOnlyList<int> Six)
    {
        public bool Differs => Before != After || Six.Any(points => points != 0);

        public static Change Of(JsonElement line) => new(
            KeyOf(line),
            TerminalText.OneLine(line.GetProperty("ticket").GetProperty("title").GetString()!),
            line.GetProperty("overall_before").GetDecimal(),
            line.GetProperty("overall_after").GetDecimal(),
            [.. Dimensions.All.Select(dimension => Points(line, "invest_after", dimension) - Points(line, "invest_before", dimension))]);

        private static int Points(JsonElement line, string member, Dimension dimension) => line.GetProperty(member).GetProperty(dimension.Name()).GetInt32();
    }
}
