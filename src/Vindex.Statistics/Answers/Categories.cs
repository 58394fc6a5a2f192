using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>Counts the texts of a categorical metric: numbers and truth values in their JSON form, an array as its JSON text, nothing as the empty text.</summary>
internal static class Categories
{
    private static readonly ValueKind[] s_kinds = Enum.GetValues<ValueKind>();

    public static List<CategoryCount> Most(MetricPlan metric, IReadOnlyList<Scan> scans, int most)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var scratch = new ushort[Block.MostRows];
        var codeCounts = new CodeCounts();
        foreach (var scan in scans)
        {
            long without = scan.Count;
            var known = scan.Paths.TryFind(metric.JsonPath, out var path);
            foreach (var kind in known ? s_kinds : [])
            {
                if (scan.Block.Codes(new ColumnKey(path, kind)) is not { } column)
                    continue;
                without -= codeCounts.Count(scan.Codes(column, scan.First, scan.Last, scratch), column.Distinct);
                for (var code = 0; code < column.Distinct; code++)
                {
                    if (codeCounts.Fine[code] > 0)
                        Add(counts, Text(column, kind, code), codeCounts.Fine[code]);
                }
            }
            if (without > 0)
                Add(counts, "", without);
        }
        return [.. counts.Select(pair => new CategoryCount(pair.Key, pair.Value))
            .OrderByDescending(category => category.Count).ThenBy(category => category.Value, StringComparer.Ordinal).Take(most)];
    }

    private static string Text(CodeColumn column, ValueKind kind, int code) => kind switch
    {
        ValueKind.Number => ScalarValue.Of(column.Numbers![code]).ToString(),
        ValueKind.Boolean => ScalarValue.Of(column.Numbers![code] != 0).ToString(),
        _ => column.Texts![code],
    };

    private static void Add(Dictionary<string, long> counts, string text, long count)
    {
        counts.TryGetValue(text, out var before);
        counts[text] = before + count;
    }
}
