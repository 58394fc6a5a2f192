using System.Text;
using System.Text.Json;
using Vindex.Scoring.Backlogs;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>A row for each bucket (of each group), with the keys of the answer as columns; numbers to the last digit, UTF-8.</summary>
internal static class StatsCsv
{
    public static void Write(StatsReport answer, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        var fields = answer.Groups?.FirstOrDefault(group => group.Fields.Count > 0)?.Fields.Select(field => field.Field).ToList() ?? [];
        var first = answer.All.Buckets.Concat(answer.Groups?.SelectMany(group => group.Series.Buckets) ?? []).FirstOrDefault();
        if (first is null) return;
        var keys = first.Json.EnumerateObject().Select(member => member.Name).ToList();
        writer.WriteLine(string.Join(',', fields.Concat(keys).Select(CsvCell.Text)));
        if (answer.Groups is null)
        {
            foreach (var bucket in answer.All.Buckets) WriteRow(writer, [], keys, bucket);
            return;
        }

        foreach (var group in answer.Groups)
        {
            var values = fields.Select((_, i) => group.Fields.Count == 0 ? CsvCell.Text(group.Text(i)) : Cell(group.Fields[i].Value)).ToList();
            foreach (var bucket in group.Series.Buckets) WriteRow(writer, values, keys, bucket);
        }
    }

    private static void WriteRow(StreamWriter writer, IReadOnlyList<string> group, List<string> keys, StatsBucket bucket) =>
        writer.WriteLine(string.Join(',', group.Concat(keys.Select(key => Cell(bucket.Json.GetProperty(key))))));

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => CsvCell.Text(value.GetString()),
        _ => value.GetRawText(),
    };
}
