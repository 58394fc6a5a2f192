using System.Globalization;

namespace Vindex.Trackers.Paging;

/// <summary>
/// Where a list that is sorted by the time of change, oldest first, continues. Numbered pages would skip an issue whenever another one changes and moves from
/// an early page to the end. So the next request asks for what changed since the last issue of this one, and leaves out what was listed already. Only where a
/// whole page has the same time, such as after an import, is the tracker's own next page used; if that has a number instead of a position, an issue can be
/// skipped when another one of the same time is deleted in between.
/// </summary>
/// <param name="Since">The time since when to list; null for all.</param>
/// <param name="Page">The tracker's parameter for a further page of the same time, such as <c>page=2</c>; null for the first page.</param>
/// <param name="Listed">The issues that changed at <paramref name="Since"/> and were listed already; empty if the list begins there.</param>
internal sealed record ChangeCursor(DateTimeOffset? Since, string? Page, IReadOnlyList<string> Listed)
{
    private const char Separator = '|';
    private const char Comma = ',';

    /// <summary>Reads a cursor.</summary>
    /// <param name="cursor">The cursor; null for the first page.</param>
    /// <param name="changedSince">The time since when the list begins.</param>
    /// <exception cref="TrackerException">It is not a cursor of this kind.</exception>
    public static ChangeCursor Parse(string? cursor, DateTimeOffset? changedSince)
    {
        if (cursor is null) return new ChangeCursor(changedSince, null, []);
        if (cursor.Split(Separator) is not [var since, var page, var listed]) throw NextLink.Invalid();
        var isTime = DateTimeOffset.TryParseExact(since, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time);
        if (!isTime && since.Length > 0) throw NextLink.Invalid();
        return new ChangeCursor(
            isTime ? time : null, page.Length > 0 ? NextLink.Checked(page) : null, listed.Split(Comma, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Those of a page that were not listed before.</summary>
    public IEnumerable<ListedIssue> New(IEnumerable<ListedIssue> page) => Listed.Count == 0
        ? page
        : page.Where(issue => issue.ChangedAt > Since || (issue.ChangedAt == Since && !Listed.Contains(issue.Id)));

    /// <summary>The cursor of the next page; null if this is the last one.</summary>
    /// <param name="page">The issues of this page.</param>
    /// <param name="nextPage">The tracker's parameter for the next page; null if this is the last one.</param>
    public string? Next(IReadOnlyList<ListedIssue> page, string? nextPage)
    {
        if (nextPage is null) return null;
        if (page.Count == 0 || page[^1].ChangedAt <= Since) return (this with { Page = nextPage }).ToString();
        var last = page[^1].ChangedAt;
        return new ChangeCursor(last, null, [.. page.Where(issue => issue.ChangedAt == last).Select(issue => issue.Id)]).ToString();
    }

    /// <summary>The cursor as text.</summary>
    public override string ToString() => $"{Since:O}{Separator}{Page}{Separator}{string.Join(Comma, Listed)}";
}
