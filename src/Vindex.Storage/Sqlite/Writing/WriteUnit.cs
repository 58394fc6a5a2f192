using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite.Writing;

/// <summary>One write on its way through the writer.</summary>
internal abstract class WriteUnit
{
    /// <summary>Cancels it, when its caller has asked for that and it has not begun.</summary>
    public abstract bool CancelIfAsked();

    /// <summary>Does its work within the open transaction; twice if the first was rolled back.</summary>
    public abstract void Run(SqlWrite write);

    /// <summary>It is durable: gives the caller its result.</summary>
    public abstract void Complete();

    /// <summary>It was rolled back: gives the caller the reason. The first reason counts.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteUnit<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) : WriteUnit
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    // SQLite's "async" calls have completed when they return; a driver that waits would only block this thread.
    public override void Run(SqlWrite write) => _result = work(write).GetAwaiter().GetResult();

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception exception) => _done.TrySetException(SqliteFailure.OfStore(exception));
}
