using System.Collections.Concurrent;
using Vindex.Statistics.Changes;
using Vindex.Statistics.ClickHouse.Connection;

namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>
/// Copies the changes of each project into ClickHouse, in their order: a batch of rows, then the position of its last change. After a crash between the two,
/// the batch is written again; its rows have the same keys and versions, so that they replace themselves. For the same reason, two servers that copy the same
/// project do no harm. While ClickHouse stores a batch, the next is read and prepared. A copy goes on when the question that began it has given up waiting.
/// </summary>
internal sealed class ChangeStreamer(
    IChangeLog log, IClickHouse client, ClickHouseSchema schema, HotColumns columns, ClickHouseOptions options, TimeProvider time) : IAsyncDisposable
{
    private const long MaxBatchBytes = 64 << 20;

    /// <summary>After this time a position is read again: another server may have started the project over.</summary>
    private static readonly TimeSpan s_trusted = TimeSpan.FromMinutes(10);

    private readonly StreamTable _streams = new(client, schema, time);
    private readonly ConcurrentDictionary<string, ProjectStream> _projects = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>The stream of a project that has every change acknowledged before the call; null if there has been none.</summary>
    /// <exception cref="StatisticsUnavailableException">The changes did not arrive in time.</exception>
    public async Task<ulong?> CatchUpAsync(string project, CancellationToken cancellationToken)
    {
        var head = await log.HeadAsync(project, cancellationToken);
        var stream = _projects.GetOrAdd(project, static _ => new ProjectStream());
        var waitingSince = time.GetTimestamp();
        while (!Covers(stream.State, head))
        {
            // Another call may have copied past a head that has been reset since.
            head = await log.HeadAsync(project, cancellationToken);
            var left = options.Wait - time.GetElapsedTime(waitingSince);
            try
            {
                await stream.RunAsync(() => CopyAsync(project, stream)).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new StatisticsUnavailableException(
                    $"ClickHouse has the changes of {project} up to {stream.State?.Position ?? 0} of {head.Sequence}; the rest did not arrive in time.");
            }
        }
        return head.Sequence == 0 ? null : stream.State!.Id;
    }

    /// <summary>The projects that have a copy.</summary>
    public async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        return await _streams.ProjectsAsync(cancellationToken);
    }

    /// <summary>Deletes the copy of a project.</summary>
    public async Task RemoveAsync(string project, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await _streams.DeleteAsync(project, cancellationToken);
        _projects.TryRemove(project, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        foreach (var stream in _projects.Values)
            await stream.WhenIdleAsync();
        _closing.Dispose();
    }

    private bool Covers(StreamState? state, in LogHead head) =>
        head.Sequence == 0
        || (state is not null && state.Position >= head.Sequence && state.Incarnation == head.Incarnation && time.GetUtcNow() - state.ReadAt < s_trusted);

    private async Task CopyAsync(string project, ProjectStream stream)
    {
        var cancellationToken = _closing.Token;
        await schema.EnsureAsync(cancellationToken);
        var state = await _streams.FindAsync(project, cancellationToken);
        // After the position, so that the columns of all rows up to it are known.
        await columns.LoadAsync(cancellationToken);
        var head = await log.HeadAsync(project, cancellationToken);
        var mustStartOver = state is { Position: > 0 }
            && (state.Incarnation != head.Incarnation || state.Position > head.Sequence || state.Position < head.CompleteSince);
        if (state is null || mustStartOver || state.Incarnation != head.Incarnation)
            state = await _streams.StartAsync(project, head.Incarnation, cancellationToken);
        if (state.Position < head.Sequence)
            state = await CopyAsync(project, state, head, stream, cancellationToken);
        stream.State = state;
    }

    private async Task<StreamState> CopyAsync(
        string project, StreamState state, LogHead head, ProjectStream stream, CancellationToken cancellationToken)
    {
        var (batch, next) = (new RowBatch(), new RowBatch());
        var storing = Task.FromResult(state);
        var (last, afterRemoval) = (state.Position, false);
        try
        {
            await foreach (var changes in log.ChangesAfterAsync(project, state.Position, cancellationToken))
            {
                for (var i = 0; i < changes.Length; i++)
                {
                    // A removal and the row that replaces the removed one become visible together.
                    if ((batch.Count >= options.BatchRows || batch.Bytes >= MaxBatchBytes) && !afterRemoval)
                    {
                        stream.State = state = await storing;
                        storing = StoreAsync(project, state, batch, last, cancellationToken);
                        (batch, next) = (next, batch);
                    }
                    batch.Add(changes.Span[i]);
                    (last, afterRemoval) = (changes.Span[i].Sequence, changes.Span[i].IsRemoval);
                }
            }
        }
        catch
        {
            await storing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        state = await storing;
        // The log may omit changes that cancel each other out; the read covers them all the same.
        return await StoreAsync(project, state, batch, Math.Max(last, head.Sequence), cancellationToken);
    }

    /// <summary>Stores a batch and then the position of its last change; empties the batch.</summary>
    private async Task<StreamState> StoreAsync(string project, StreamState state, RowBatch batch, long last, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await InsertAsync(batch, state.Id, cancellationToken);
        return await _streams.AdvanceAsync(project, state, last, cancellationToken);
    }

    private async Task InsertAsync(RowBatch batch, ulong stream, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return;
        options.Failpoint?.Invoke(StreamStep.Rows);
        await columns.AddAsync([.. batch.Keys().Select(key => (batch.Path(key.Path), key.Kind))], cancellationToken);
        var block = new NativeBlock(batch, columns, stream);
        var bytes = block.Write();
        await client.InsertAsync($"INSERT INTO vindex_rows ({block.Columns}) FORMAT Native", bytes, batch.Count, cancellationToken);
        batch.Clear();
        options.Failpoint?.Invoke(StreamStep.Position);
    }

    /// <summary>What this process knows of a project's stream; one copy runs at a time, and all who need one wait for the same.</summary>
    private sealed class ProjectStream
    {
        private readonly Lock _gate = new();
        private Task _running = Task.CompletedTask;
        private volatile StreamState? _state;

        public StreamState? State
        {
            get => _state;
            set => _state = value;
        }

        public Task RunAsync(Func<Task> copy)
        {
            lock (_gate)
                return _running.IsCompleted ? _running = Task.Run(copy) : _running;
        }

        public Task WhenIdleAsync()
        {
            lock (_gate)
                return _running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
