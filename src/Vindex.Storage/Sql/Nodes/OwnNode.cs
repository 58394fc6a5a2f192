namespace Vindex.Storage.Sql.Nodes;

/// <summary>The node that this process is.</summary>
internal sealed class OwnNode(bool hasOthers)
{
    private volatile string? _id;

    /// <summary>Whether there can be other nodes.</summary>
    public bool HasOthers => hasOthers;

    /// <summary>Its id; null before it has joined.</summary>
    public string? Id
    {
        get => _id;
        set => _id = value;
    }
}
