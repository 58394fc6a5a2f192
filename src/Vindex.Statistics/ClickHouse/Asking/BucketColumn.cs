using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>
/// The bucket of a row, as seconds from the first bucket's start. The starts are computed here, so that ClickHouse's own time zone data plays no part.
/// </summary>
internal sealed class BucketColumn
{
    private readonly long[] _starts;
    private readonly Dictionary<long, int> _buckets;
    private readonly long? _length;

    public BucketColumn(Window window)
    {
        _starts = window.Starts;
        // A bucket that starts with the next one is empty.
        _buckets = _starts.Index().GroupBy(start => start.Item).ToDictionary(group => group.Key - _starts[0], group => group.Max(start => start.Index));
        var lengths = _starts.Zip(_starts.Skip(1), (from, to) => to - from).Distinct().Take(2).ToList();
        _length = lengths switch { [] => long.MaxValue, [var length] => length, _ => null };
    }

    /// <summary>The expression.</summary>
    public string Sql(ClickHouseStatement statement)
    {
        if (_length == long.MaxValue)
            return "toInt64(0)";
        var seconds = $"intDiv(created_at - {statement.Parameter(_starts[0] * 1000)}, 1000)";
        return _length is { } length
            ? $"intDiv(created_at - {statement.Parameter(_starts[0] * 1000)}, {statement.Parameter(length * 1000)}) * {statement.Parameter(length)}"
            : $"roundDown({seconds}, {statement.Parameter(_buckets.Keys.Order())})";
    }

    /// <summary>The bucket for a value of the expression.</summary>
    public int Bucket(long seconds) => _buckets[seconds];
}
