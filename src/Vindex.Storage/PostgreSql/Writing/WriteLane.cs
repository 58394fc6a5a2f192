namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>The writes of one owner that wait. Exists only as long as there are any.</summary>
internal sealed class WriteLane(string owner)
{
    /// <summary>The lane of writes that may touch any row.</summary>
    public const string Common = "";

    private const int MostTogether = 256;

    /// <summary>Whose rows its writes touch.</summary>
    public string Owner => owner;

    /// <summary>What waits.</summary>
    public Queue<PendingWrite> Waiting { get; } = new();

    /// <summary>Completes when nothing waits any more.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>The writes that go into the next transaction; none if nothing waits. Those whose callers have given up are left out.</summary>
    public List<PendingWrite> Take()
    {
        var taken = new List<PendingWrite>();
        while (taken.Count < MostTogether && Waiting.TryDequeue(out var write))
        {
            if (!write.CancelIfAsked()) taken.Add(write);
        }

        return taken;
    }
}
