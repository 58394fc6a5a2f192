namespace Vindex.Storage.Sql;

/// <summary>Pages out of queries that ask for one row more than the page holds.</summary>
internal static class Paging
{
    /// <summary>The page, with its next position when there was a row more.</summary>
    public static ListPage<T> Page<T>(IEnumerable<T> rows, int limit, Func<T, PagePosition> position)
    {
        var items = rows.ToList();
        if (items.Count <= limit)
        {
            return new ListPage<T>(items, null);
        }

        items.RemoveRange(limit, items.Count - limit);
        return new ListPage<T>(items, position(items[^1]));
    }
}
