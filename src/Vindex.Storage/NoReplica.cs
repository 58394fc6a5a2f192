namespace Vindex.Storage;

/// <summary>A store without a replica.</summary>
internal sealed class NoReplica : IStoreReplica
{
    public static readonly NoReplica Instance = new();

    public bool IsConfigured => false;

    public string? Problem => null;

    public Task LookAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
