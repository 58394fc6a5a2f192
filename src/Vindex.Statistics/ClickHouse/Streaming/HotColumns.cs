using System.Collections.Frozen;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>
/// The values with a column of their own, for all projects: <c>n:output:score</c> for the numbers at <c>output.score</c>. A column is added before the first
/// row with such a value is written; once the table is full, values without a column go into maps. So while the table is not full, no value is in a map, and
/// two servers that add the same column at the same time do no harm.
/// </summary>
internal sealed class HotColumns(IClickHouse client, ClickHouseSchema schema, int limit)
{
    private volatile FrozenSet<string> _names = [];

    /// <summary>Whether values may be in the maps.</summary>
    public bool IsFull => _names.Count >= limit;

    /// <summary>The name of a value's column.</summary>
    public static string Name(string path, ValueKind kind) => $"{Letter(kind)}:{path.Replace('.', ':')}";

    /// <summary>Whether a column exists.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Reads which columns there are.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement
        {
            Text = "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'vindex_rows' AND position(name, ':') > 0",
        };
        var rows = await client.RowsAsync(statement, cancellationToken);
        _names = rows.Select(row => row[0].GetString()!).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Adds columns for as many values as there is room for.</summary>
    public async Task AddAsync(IReadOnlyCollection<(string Path, ValueKind Kind)> values, CancellationToken cancellationToken)
    {
        var added = values.Where(value => value.Kind != ValueKind.Array && !Contains(Name(value.Path, value.Kind))).Take(limit - _names.Count).ToList();
        if (added.Count == 0)
            return;
        // Paths have no characters but letters, digits, dots, spaces and underscores.
        var columns = added.Select(value => $"ADD COLUMN IF NOT EXISTS `{Name(value.Path, value.Kind)}` {Type(value.Kind)}");
        await client.ExecuteAsync($"ALTER TABLE vindex_rows {schema.OnCluster} {string.Join(", ", columns)}", cancellationToken);
        await LoadAsync(cancellationToken);
    }

    private static string Letter(ValueKind kind) => kind switch { ValueKind.Number => "n", ValueKind.Boolean => "b", _ => "t" };

    private static string Type(ValueKind kind) => kind switch
    {
        ValueKind.Number => "Nullable(Float64)",
        ValueKind.Boolean => "Nullable(UInt8)",
        _ => "LowCardinality(Nullable(String))",
    };
}
