namespace Vindex.Models.Calls;

/// <summary>
/// A number of slots. Callers that wait take turns by tenant, so that a thousand tickets of one company do not hold up the one ticket of another.
/// </summary>
internal sealed class FairLimiter(int slots)
{
    /// <summary>How many calls of one tenant may wait.</summary>
    public const int MostWaiting = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private int _free = slots;

    /// <summary>
    /// Takes a slot, waiting for one if all are taken. <see cref="Leave"/> must follow, unless this is canceled or returns false: too many calls of the tenant
    /// are waiting already.
    /// </summary>
    public async Task<bool> EnterAsync(string tenant, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return true;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_waiting.TryGetValue(tenant, out var queue))
            {
                _waiting.Add(tenant, queue = new());
                _turns.Enqueue(tenant);
            }

            if (queue.Count >= MostWaiting)
            {
                // Those that were canceled are still in their queue.
                var waiting = queue.Where(one => !one.Task.IsCompleted).ToList();
                if (waiting.Count >= MostWaiting) return false;
                queue.Clear();
                waiting.ForEach(queue.Enqueue);
            }

            queue.Enqueue(turn);
        }

        await using (cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn)) await turn.Task;
        return true;
    }

    /// <summary>Gives a slot back, to the next tenant that waits.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            while (_turns.TryDequeue(out var tenant))
            {
                var isPassedOn = PassOn(_waiting[tenant]);
                if (_waiting[tenant].Count > 0) _turns.Enqueue(tenant);
                else _waiting.Remove(tenant);
                if (isPassedOn) return;
            }

            _free++;
        }
    }

    // Those that were canceled are still in their queue.
    private static bool PassOn(Queue<TaskCompletionSource> queue)
    {
        while (queue.TryDequeue(out var turn))
        {
            if (turn.TrySetResult()) return true;
        }

        return false;
    }
}
