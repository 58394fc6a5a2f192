namespace Vindex.Statistics.Columns;

/// <summary>The sizes at which things change hands. Fixed in use; tests take small ones to see many blocks in few rows.</summary>
internal sealed record Limits
{
    public static readonly Limits Usual = new();

    /// <summary>The tail becomes a run at so many rows.</summary>
    public int RunRows { get; init; } = 4096;

    /// <summary>Rows of a block, at most <see cref="Block.MostRows"/>.</summary>
    public int BlockRows { get; init; } = Block.MostRows;

    /// <summary>Most different texts of a path in a block; beyond, only their presence is kept.</summary>
    public int Texts { get; init; } = 4096;

    /// <summary>Longest text, in bytes of UTF-8, that columns keep.</summary>
    public int TextBytes { get; init; } = 1024;

    /// <summary>Paths of a project that have columns.</summary>
    public int Paths { get; init; } = 256;

    /// <summary>When so much is to be read that the tail may grow to several blocks at once.</summary>
    public int BulkRows => 8 * BlockRows;

    /// <summary>No limit on texts, for columns that serve one question.</summary>
    public static Limits Temporary { get; } = new() { Texts = int.MaxValue, TextBytes = int.MaxValue };
}
