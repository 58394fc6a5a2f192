namespace Vindex.Storage.Sql.Writing;

/// <summary>One write on its way to the database, until its caller has the result.</summary>
/// <param name="owner">Whose rows it touches, where the database has a queue for each owner; otherwise anything.</param>
internal abstract class QueuedWrite(string owner)
{
    /// <summary>Whose rows it touches.</summary>
    public string Owner => owner;

    /// <summary>Cancels it, when its caller has asked for that and it has not begun.</summary>
    public abstract bool CancelIfAsked();

    /// <summary>Does its work within the open transaction; again if the first was rolled back.</summary>
    public abstract Task RunAsync(SqlWrite write);

    /// <summary>It is durable: does what was left for after the commit, and gives the caller its result.</summary>
    public abstract void Complete();

    /// <summary>It was rolled back, or no one knows: gives the caller the reason. The first reason counts.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
/// <typeparam name="T">The type of its result.</typeparam>
/// <param name="owner">Whose rows it touches.</param>
/// <param name="work">The write.</param>
/// <param name="ofStore">Converts the database's exceptions to those that callers of the store see.</param>
/// <param name="cancellationToken">Cancels it, unless it has begun.</param>
internal sealed class QueuedWrite<T>(
    string owner, Func<SqlWrite, Task<T>> work, Func<Exception, Exception> ofStore, CancellationToken cancellationToken) : QueuedWrite(owner)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private IReadOnlyList<Action> _afterCommit = [];

    public Task<T> Task => _done.Task;

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public override async Task RunAsync(SqlWrite write)
    {
        _afterCommit = [];
        _result = await work(write);
        _afterCommit = write.LeftForAfterCommit;
    }

    public override void Complete()
    {
        foreach (var action in _afterCommit) action();
        _done.TrySetResult(_result!);
    }

    public override void Fail(Exception exception) => _done.TrySetException(ofStore(exception));
}
