using System.Data.Common;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Reading;
using Vindex.Storage.Sql.Scores.Titles;

namespace Vindex.Storage.Sql.Scores;

/// <summary>The keys of a list in its order: a narrow query that stays open while it is read. One connection, within one transaction.</summary>
/// <param name="scope">Whose scores.</param>
/// <param name="filter">The list's filter.</param>
/// <param name="sort">The list's order.</param>
/// <param name="after">The position after which it begins; null for the beginning.</param>
/// <param name="hits">The scores that have the filter's words; null if the rows themselves are to be searched for them.</param>
internal sealed class ScoreKeys(ScoreScope scope, ScoreFilter filter, ScoreSort sort, PagePosition? after, TitleHits? hits) : IAsyncDisposable
{
    private readonly ScoreFilter _filter = hits is null ? filter : filter with { Words = [] };
    private readonly TitleHits? _among = hits is { AreFew: true } ? hits : null;
    private readonly TitleHits? _passing = hits is { AreFew: false } ? hits : null;
    private KeyRows? _keys;

    /// <summary>The next number, with the value that the list is sorted by; null at the end.</summary>
    public async ValueTask<(long No, long Value)?> NextAsync(DbConnection connection)
    {
        if (_keys is null)
        {
            var spread = _among is null ? await scope.SpreadAsync(connection, _filter, sort) : scope;
            _keys = await KeyRows.OpenAsync(connection, ScoreQuery.Keys(spread, _filter, sort, after, _among));
        }

        while (await _keys.NextAsync() is { } key)
        {
            if (_passing is null || _passing.Contains(key.No)) return key;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) await _keys.DisposeAsync();
    }
}
