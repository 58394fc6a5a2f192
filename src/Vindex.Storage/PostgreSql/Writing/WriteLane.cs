using Vindex.Storage.Sql.Writing;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>The writes of one owner (or short ones of several) that wait. Exists only as long as there are any.</summary>
internal sealed class WriteLane(string name)
{
    /// <summary>The lane of writes that may touch any row.</summary>
    public const string Common = "";

    /// <summary>What the names of lanes of several owners begin with; no owner's name does.</summary>
    public const string Shared = "\0";

    private const int MostTogether = 256;

    /// <summary>Whose rows its writes touch, or the name of a shared lane.</summary>
    public string Name => name;

    /// <summary>Whether its writes are of several owners.</summary>
    public bool IsShared { get; } = name.StartsWith(Shared, StringComparison.Ordinal);

    /// <summary>What waits.</summary>
    public Queue<QueuedWrite> Waiting { get; } = new();

    /// <summary>Completes when nothing waits any more.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>The writes that go into the next transaction; none if nothing waits. Those whose callers have given up are left out.</summary>
    public List<QueuedWrite> Take()
    {
        var taken = new List<QueuedWrite>();
        while (taken.Count < MostTogether && Waiting.TryDequeue(out var write))
        {
            if (!write.CancelIfAsked()) taken.Add(write);
        }

        return taken;
    }
}
