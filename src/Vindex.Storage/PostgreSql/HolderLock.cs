using Npgsql;

namespace Vindex.Storage.PostgreSql;

/// <summary>
/// Keeps other processes from using the same database: a session of its own holds an advisory lock, and is watched. When the session ends (a restart, a lost
/// network), nothing is written until it has the lock again; if another process got it first, nothing is written at all.
/// </summary>
internal sealed class HolderLock : IAsyncDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(250);

    private readonly PostgreSqlConnections _connections;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private NpgsqlConnection? _session;
    private volatile string? _problem;

    private HolderLock(PostgreSqlConnections connections, NpgsqlConnection session)
    {
        _connections = connections;
        _session = session;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Why nothing may be written at the moment; null if the lock is held.</summary>
    public string? Problem => _problem;

    /// <summary>Takes the lock; waits for a while for another holder to end.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it.</exception>
    public static async Task<HolderLock> TakeAsync(PostgreSqlConnections connections, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await TryAsync(connections, cancellationToken) is { } session) return new HolderLock(connections, session);
            if (TimeProvider.System.GetElapsedTime(started) >= patience) throw new StoreUnavailableException(TakenBy(connections));
            await Task.Delay(s_retry, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        if (_session is not null) await _session.DisposeAsync();
        _stop.Dispose();
    }

    private static string TakenBy(PostgreSqlConnections connections) =>
        $"The PostgreSQL database {connections.Name} is in use by another vindex process. Stop that process, or name another database.";

    /// <summary>A session that holds the lock; null if another one does.</summary>
    private static async Task<NpgsqlConnection?> TryAsync(PostgreSqlConnections connections, CancellationToken cancellationToken)
    {
        var session = await connections.Control.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = session.CreateCommand();
            command.CommandText = $"SELECT pg_try_advisory_lock({AdvisoryLocks.Holder})";
            if (await command.ExecuteScalarAsync(cancellationToken) is true) return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _session ??= await TryAsync(_connections, _stop.Token);
                _problem = _session is null ? TakenBy(_connections) : null;
                // Ends when the session does.
                if (_session is not null) await _session.WaitAsync(_stop.Token);
                else await Task.Delay(s_retry, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                _problem = "The connection to PostgreSQL was lost.";
                await LetGoAsync();
                await Task.Delay(s_retry, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task LetGoAsync()
    {
        if (_session is not { } lost) return;
        _session = null;
        try
        {
            await lost.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // It is gone.
        }
    }
}
