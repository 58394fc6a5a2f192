using System.Text;
using System.Text.Json;
using Vindex.Scoring.Backlogs;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>A row for each bucket (of each group), with the keys of the answer as columns; numbers to the last digit, UTF-8.</summary>
internal static class StatsCsv
{
    public static void Write(StatsReport answer, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        using var rows = new CsvRows(writer, "\n");
        var fields = answer.Groups?.FirstOrDefault(group => group.Fields.Count > 0)?.Fields.Select(field => field.Field).ToList() ?? [];
        var first = answer.All.Buckets.Concat(answer.Groups?.SelectMany(group => group.Series.Buckets) ?? []).FirstOrDefault();
        if (first is null) return;
        var keys = first.Json.EnumerateObject().Select(member => member.Name).ToList();
        foreach (var name in fields.Concat(keys)) rows.Text(name);
        rows.End();
        if (answer.Groups is null)
        {
            foreach (var bucket in answer.All.Buckets) WriteRow(rows, keys, bucket);
            return;
        }

        foreach (var group in answer.Groups)
        {
            foreach (var bucket in group.Series.Buckets)
            {
                for (var i = 0; i < fields.Count; i++)
                {
                    if (group.Fields.Count == 0) rows.Text(group.Text(i));
                    else Cell(rows, group.Fields[i].Value);
                }

                WriteRow(rows, keys, bucket);
            }
        }
    }

    private static void WriteRow(CsvRows rows, List<string> keys, StatsBucket bucket)
    {
        foreach (var key in keys) Cell(rows, bucket.Json.GetProperty(key));
        rows.End();
    }

    private static void Cell(CsvRows rows, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.String) rows.Text(value.GetString());
        else rows.Plain(value.GetRawText());
    }
}
