using System.Globalization;

namespace Vindex.Trackers.Paging;

/// <summary>
/// Where a list that is sorted by the time of change, oldest first, continues. Numbered pages would skip an issue whenever another one changes and moves from an
/// early page to the end. So the next request asks for what changed since the last issue of this one, which lists that issue a second time and leaves none out.
/// Only where a whole page has the same time, such as after an import, is the tracker's own next page used.
/// </summary>
/// <param name="Since">The time since when to list; null for all.</param>
/// <param name="Page">The tracker's parameter for a further page of the same time, such as <c>page=2</c>; null for the first page.</param>
internal readonly record struct ChangeCursor(DateTimeOffset? Since, string? Page)
{
    private const char Separator = '|';

    /// <summary>Reads a cursor.</summary>
    /// <param name="cursor">The cursor; null for the first page.</param>
    /// <param name="changedSince">The time since when the list begins.</param>
    /// <exception cref="TrackerException">It is not a cursor of this kind.</exception>
    public static ChangeCursor Parse(string? cursor, DateTimeOffset? changedSince)
    {
        if (cursor is null) return new ChangeCursor(changedSince, null);
        var end = cursor.IndexOf(Separator, StringComparison.Ordinal);
        var page = end < 0 ? null : NextLink.Checked(cursor[(end + 1)..]);
        var since = cursor.AsSpan(0, end < 0 ? cursor.Length : end);
        if (since.IsEmpty && page is not null) return new ChangeCursor(null, page);
        return DateTimeOffset.TryParseExact(since, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? new ChangeCursor(time, page)
            : throw NextLink.Invalid();
    }

    /// <summary>The cursor of the next page.</summary>
    /// <param name="lastChange">When the last listed issue changed.</param>
    /// <param name="nextPage">The tracker's parameter for the next page; null if this is the last one.</param>
    public string? Next(DateTimeOffset? lastChange, string? nextPage)
    {
        if (nextPage is null) return null;
        return lastChange is { } last && !(last <= Since) ? last.ToString("O", CultureInfo.InvariantCulture) : $"{Since:O}{Separator}{nextPage}";
    }
}
