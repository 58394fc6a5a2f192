using Npgsql;

namespace Vindex.Storage.PostgreSql;

/// <summary>
/// This process's own session: holds an advisory lock, shared with other servers or alone, shows which migrations the process knows, hears messages, and is
/// watched. When the session ends (a restart, a lost network), nothing is written until it has the lock again; if another process has the database alone, or
/// has brought its schema too far ahead in the meantime, nothing is written at all.
/// </summary>
internal sealed class HolderLock : IAsyncDisposable
{
    /// <summary>The channel of messages.</summary>
    public const string Channel = "vindex";

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(250);

    private readonly PostgreSqlConnections _connections;
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _isAlone;
    private readonly int _known;
    private Task _watching = Task.CompletedTask;
    private readonly Lock _gate = new();
    private Action<string?>? _handlers;
    private NpgsqlConnection? _session;
    private volatile string? _problem;

    private HolderLock(PostgreSqlConnections connections, NpgsqlConnection session, bool isAlone, int known)
    {
        _connections = connections;
        _session = session;
        _isAlone = isAlone;
        _known = known;
    }

    /// <summary>Why nothing may be written at the moment; null if the lock is held.</summary>
    public string? Problem => _problem;

    /// <summary>Takes the lock; waits for a while for other holders to end.</summary>
    /// <param name="connections">The database.</param>
    /// <param name="alone">Whether to keep out all other processes, rather than only those that want to be alone.</param>
    /// <param name="known">The last migration that this process knows.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StoreUnavailableException">Another process has it.</exception>
    public static async Task<HolderLock> TakeAsync(
        PostgreSqlConnections connections, bool alone, int known, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await TryAsync(connections, alone, known, cancellationToken) is { } session) return new HolderLock(connections, session, alone, known);
            if (TimeProvider.System.GetElapsedTime(started) >= patience) throw new StoreUnavailableException(TakenBy(connections));
            await Task.Delay(s_retry, cancellationToken);
        }
    }

    /// <summary>Has a handler called for each message, with null when some may have been missed.</summary>
    public IDisposable Listen(Action<string?> handler)
    {
        lock (_gate) _handlers += handler;
        return new Listening(this, handler);
    }

    /// <summary>Begins to hear messages and to watch the session.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(_session!, cancellationToken);
        _watching = Task.Run(KeepAsync, CancellationToken.None);
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

    /// <summary>A session that holds the lock; null if another one keeps it out.</summary>
    private static async Task<NpgsqlConnection?> TryAsync(PostgreSqlConnections connections, bool alone, int known, CancellationToken cancellationToken)
    {
        var session = await connections.Control.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = session.CreateCommand();
            command.CommandText =
                $"SELECT pg_try_advisory_lock{(alone ? "" : "_shared")}({AdvisoryLocks.Holder}) AND pg_try_advisory_lock_shared({AdvisoryLocks.Known + known})";
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

    private async Task ListenAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        session.Notification += (_, message) => Hear(message.Payload);
        await using var command = session.CreateCommand();
        command.CommandText = $"LISTEN {Channel}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Hear(string? message)
    {
        Action<string?>? handlers;
        lock (_gate) handlers = _handlers;
        handlers?.Invoke(message);
    }

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_session is null) await ReturnAsync();
                // Hears messages, and throws when the session ends.
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

    private async Task ReturnAsync()
    {
        // Not while another process upgrades the schema: it has counted who is there.
        await using var migrating = await SessionLock.TakeAsync(_connections, AdvisoryLocks.Migrations, _stop.Token);
        if (await TryAsync(_connections, _isAlone, _known, _stop.Token) is not { } session)
        {
            _problem = TakenBy(_connections);
            return;
        }

        // From here on, a failure closes it.
        _session = session;
        if (await PostgreSqlMigrations.TooFarAheadAsync(session, _connections.Name, _known) is { } newer)
        {
            await LetGoAsync();
            _problem = newer.Message;
            return;
        }

        await ListenAsync(session, _stop.Token);
        _problem = null;
        Hear(null);
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

    private sealed class Listening(HolderLock holder, Action<string?> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (holder._gate) holder._handlers -= handler;
        }
    }
}
