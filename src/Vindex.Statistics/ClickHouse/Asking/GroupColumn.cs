using System.Text.Json;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Changes;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>The groups of a question, and the expression for the place of a row's group among them.</summary>
internal sealed class GroupColumn
{
    private readonly QuestionSource _source;
    private readonly IReadOnlyList<string> _fields;
    private readonly List<string> _keys;

    private GroupColumn(QuestionSource source, IReadOnlyList<string> fields, List<(string Key, ScalarValue[] Values)> groups)
    {
        (_source, _fields) = (source, fields);
        var largest = groups.Take(Grouping.MaxGroups).ToList();
        _keys = [.. largest.Select(group => group.Key)];
        Values = [.. largest.Select(group => (IReadOnlyList<ScalarValue>?)group.Values)];
        if (groups.Count > Grouping.MaxGroups)
            Values = [.. Values, null];
    }

    /// <summary>The values of each group, the largest first; null for all others together.</summary>
    public IReadOnlyList<IReadOnlyList<ScalarValue>?> Values { get; }

    /// <summary>Finds the groups of a range.</summary>
    public static async Task<GroupColumn> FindAsync(
        IClickHouse client, QuestionSource source, StatsPlan plan, TimeRange range, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        // With ties, because which of them come first depends on how .NET writes numbers.
        statement.Text =
            $"""
            SELECT {Key(source, statement, plan.GroupBy)} AS k, count() AS c {source.Rows(statement, range)}
            GROUP BY k ORDER BY c DESC LIMIT {Grouping.MaxGroups + 1} WITH TIES
            """;
        var rows = await client.RowsAsync(statement, cancellationToken);
        var groups = rows.Select(row => (Row: row, Values: Parse(row, plan.GroupBy.Count))).ToList();
        groups.Sort((left, right) =>
            right.Row[1].GetInt64().CompareTo(left.Row[1].GetInt64()) is var order and not 0 ? order : Grouping.Compare(left.Values, right.Values));
        return new GroupColumn(source, plan.GroupBy, [.. groups.Select(group => (group.Row[0].GetString()!, group.Values))]);
    }

    /// <summary>The expression.</summary>
    public string Sql(ClickHouseStatement statement) => QuestionSource.IndexIn(statement, Key(_source, statement, _fields), _keys, _keys.Count);

    private static string Key(QuestionSource source, ClickHouseStatement statement, IReadOnlyList<string> fields) =>
        fields.Count == 1 ? source.Key(statement, fields[0]) : GroupKey.Pair(source.Key(statement, fields[0]), source.Key(statement, fields[1]));

    private static ScalarValue[] Parse(JsonElement row, int fields) =>
        fields == 1 ? [GroupKey.Parse(row[0].GetString()!)] : GroupKey.ParsePair(row[0].GetString()!);
}
