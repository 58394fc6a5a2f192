using Vindex.Statistics.Answers.Ranks;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>Counts the texts of a categorical metric: numbers and booleans in JSON form, arrays as their JSON text, missing values as the empty text.</summary>
internal static class Categories
{
    private static readonly ValueKind[] s_kinds = Enum.GetValues<ValueKind>();

    public static List<CategoryCount> MostFrequent(MetricPlan metric, IReadOnlyList<BlockSelection> selections, int count)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var scratch = new ushort[ColumnBlock.MaxRows];
        var codeCounts = new CodeCounts();
        foreach (var selection in selections)
        {
            long missing = selection.Count;
            var known = selection.Paths.TryFind(metric.JsonPath, out var path);
            foreach (var kind in known ? s_kinds : [])
            {
                if (selection.Block.Codes(new ColumnKey(path, kind)) is not { } column)
                    continue;
                missing -= codeCounts.Count(selection.Codes(column, selection.First, selection.Last, scratch), column.Distinct);
                for (var code = 0; code < column.Distinct; code++)
                {
                    if (codeCounts.Fine[code] > 0)
                        Add(counts, Text(column, kind, code), codeCounts.Fine[code]);
                }
            }
            if (missing > 0)
                Add(counts, "", missing);
        }
        return MostFrequent(counts, count);
    }

    /// <summary>The texts with the largest counts, those with equal counts by their UTF-16 units.</summary>
    public static List<CategoryCount> MostFrequent(Dictionary<string, long> counts, int count) =>
        [.. counts.Select(pair => new CategoryCount(pair.Key, pair.Value))
            .OrderByDescending(category => category.Count).ThenBy(category => category.Value, StringComparer.Ordinal).Take(count)];

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
