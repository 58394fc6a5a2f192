namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>Keeps the first rows in sort order, up to a maximum number.</summary>
internal sealed class FirstRows
{
    private readonly RowOrder _order;
    private readonly long _most;
    private readonly PriorityQueue<HeldRow, HeldRow> _lastFirst;

    public FirstRows(RowOrder order, long most)
    {
        _order = order;
        _most = most;
        _lastFirst = new PriorityQueue<HeldRow, HeldRow>(Comparer<HeldRow>.Create((left, right) => -Compare(left, right)));
    }

    /// <summary>Approximate size of the rows held, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Offers the current row.</summary>
    public void Offer(RowReading reading, long place)
    {
        if (_most == 0) return;
        var row = new HeldRow(reading.Row, _order.Keys(reading), place);
        Bytes += row.Size;
        if (_lastFirst.Count < _most) _lastFirst.Enqueue(row, row);
        else Bytes -= _lastFirst.EnqueueDequeue(row, row).Size;
    }

    /// <summary>The rows in order.</summary>
    public List<HeldRow> InOrder()
    {
        var rows = _lastFirst.UnorderedItems.Select(item => item.Element).ToList();
        rows.Sort(Compare);
        return rows;
    }

    private int Compare(HeldRow left, HeldRow right)
    {
        var order = _order.Compare(left.Keys, right.Keys);
        return order != 0 ? order : left.Place.CompareTo(right.Place);
    }
}
