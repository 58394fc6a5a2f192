using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>One write on its way to the database.</summary>
internal abstract class PendingWrite(string owner)
{
    /// <summary>Whose rows it touches.</summary>
    public string Owner => owner;

    /// <summary>Cancels it, when its caller has asked for that and it has not begun.</summary>
    public abstract bool CancelIfAsked();

    /// <summary>Does its work within the open transaction; again if the first was rolled back.</summary>
    public abstract Task RunAsync(SqlWrite write);

    /// <summary>It is durable: gives the caller its result.</summary>
    public abstract void Complete();

    /// <summary>It was rolled back, or no one knows: gives the caller the reason.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) : PendingWrite(owner)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public override async Task RunAsync(SqlWrite write) => _result = await work(write);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception exception) => _done.TrySetException(PostgreSqlFailure.OfStore(exception));
}
