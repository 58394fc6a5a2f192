using System.Text.Json;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Rescore;

/// <summary>How far a run is, as the server says.</summary>
internal sealed record RescoreStatus(
    string Id, string Status, string ModelName, bool Callbacks, long Total, long Done, long Rescored, long Changed, long UpToDate, long Skipped,
    decimal? Before, decimal? After, string? Error, string StartedBy)
{
    public bool IsRunning => Status == "running";

    /// <summary>The part that is done, 0–1.</summary>
    public double Fraction => Total == 0 ? 1 : (double)Done / Total;

    public static RescoreStatus Read(JsonElement run) => new(
        run.GetProperty("rescore_id").GetString()!,
        run.GetProperty("status").GetString()!,
        TerminalText.OneLine(run.GetProperty("model_name").GetString()!),
        run.GetProperty("callbacks").GetBoolean(),
        run.GetProperty("total").GetInt64(),
        run.GetProperty("done").GetInt64(),
        run.GetProperty("rescored").GetInt64(),
        run.GetProperty("changed").GetInt64(),
        run.GetProperty("up_to_date").GetInt64(),
        run.GetProperty("skipped").GetInt64(),
        NumberOf(run.GetProperty("average_before")),
        NumberOf(run.GetProperty("average_after")),
        run.GetProperty("error").GetString() is { } error ? TerminalText.OneLine(error) : null,
        TerminalText.OneLine(run.GetProperty("started_by").GetString()!));

    /// <summary>What was done, in sentences.</summary>
    public IEnumerable<string> Sentences()
    {
        yield return Sum(Done, $"{Rescored} rescored by {ModelName} ({Changed} with a different overall score)", UpToDate, Skipped);
        if (Averages(Before, After) is { } averages) yield return averages;
    }

    /// <summary>A line of sums.</summary>
    public static string Sum(long tickets, string again, long upToDate, long skipped) =>
        $"{tickets} {(tickets == 1 ? "ticket" : "tickets")}: {again}, {upToDate} up to date, {skipped} skipped";

    /// <summary>The averages; null when no ticket has both.</summary>
    public static string? Averages(
        decimal? before,
        decimal? after) => before is null ? null : FormattableString.Invariant($"Average overall score: {before:0.0} before, {after:0.0} after");

    /// <summary>A number that may be null.</summary>
    public static decimal? NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
