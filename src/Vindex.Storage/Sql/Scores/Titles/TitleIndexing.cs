namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>Indexes in the background what inserts do not: the scores of a store from before there was an index, and all of them after damage.</summary>
internal sealed class TitleIndexing : IAsyncDisposable
{
    private readonly ISqlDatabase _database;
    private readonly TitleBlocks _blocks;
    private readonly TitleBlockSizes _sizes;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _running;
    private bool _isRebuilding;

    /// <summary>Begins to index what is missing.</summary>
    public TitleIndexing(ISqlDatabase database, TitleBlocks blocks, TitleBlockSizes sizes)
    {
        (_database, _blocks, _sizes) = (database, blocks, sizes);
        _running = Task.Run(() => TryAsync(CatchUpAsync));
    }

    /// <summary>Builds the index again in the background, unless that is being done.</summary>
    public void Rebuild()
    {
        lock (_lock)
        {
            if (_isRebuilding || _stop.IsCancellationRequested) return;
            _isRebuilding = true;
            var before = _running;
            _running = Task.Run(async () =>
            {
                await before;
                await TryAsync(RebuildAsync);
                lock (_lock) _isRebuilding = false;
            });
        }
    }

    /// <summary>Completes when nothing is being indexed.</summary>
    public Task IdleAsync()
    {
        lock (_lock) return _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await IdleAsync();
        _stop.Dispose();
    }

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException or StoreUnavailableException)
        {
            // Searches read the rows meanwhile; the next start goes on.
        }
    }

    private async Task CatchUpAsync()
    {
        var behind = await _database.ReadAsync(
            connection => connection.NumberAsync($"SELECT COALESCE((SELECT MAX(no) FROM scores), 0) - indexed_no FROM title_index"), _stop.Token);
        if (behind < _sizes.Batch) return;
        while (await _database.WriteManyAsync(write => _blocks.IndexAsync(write, _sizes.Slice), _stop.Token) == _sizes.Slice)
        {
        }
    }

    private async Task RebuildAsync()
    {
        await _database.WriteManyAsync(
            async write =>
            {
                await TitleBlocks.ClearAsync(write);
                return true;
            },
            _stop.Token);
        await CatchUpAsync();
    }
}
