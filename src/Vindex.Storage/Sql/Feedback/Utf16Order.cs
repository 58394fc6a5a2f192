using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>
/// Turns the databases' order of ids (by code point) into that of UTF-16 units. The two differ only among ids with characters from U+D800 on, and such ids
/// stand beside each other: each run of them within one creation time is sorted, everything else passes through.
/// </summary>
internal sealed class Utf16Order(bool descending)
{
    private readonly List<FeedbackRow> _run = [];

    /// <summary>Takes the next row; adds the rows to <paramref name="ready"/> whose places are settled.</summary>
    public void Add(FeedbackRow row, List<FeedbackRow> ready)
    {
        var isOdd = row.Id.AsSpan().IndexOfAnyInRange('\uD800', '\uFFFF') >= 0;
        if (_run.Count > 0 && (!isOdd || _run[0].CreatedAt != row.CreatedAt))
        {
            End(ready);
        }

        (isOdd ? _run : ready).Add(row);
    }

    /// <summary>There are no more rows.</summary>
    public void End(List<FeedbackRow> ready)
    {
        _run.Sort((a, b) => descending ? string.CompareOrdinal(b.Id, a.Id) : string.CompareOrdinal(a.Id, b.Id));
        ready.AddRange(_run);
        _run.Clear();
    }
}
