namespace Vindex.Statistics.Columns;

/// <summary>Size limits of tails, blocks and columns. Constant in production; tests use small ones to get many blocks from few rows.</summary>
internal sealed record Limits
{
    public static readonly Limits Default = new();

    /// <summary>The tail becomes a block at this many rows.</summary>
    public int RunRows { get; init; } = 4096;

    /// <summary>Rows per block, at most <see cref="ColumnBlock.MaxRows"/>.</summary>
    public int BlockRows { get; init; } = ColumnBlock.MaxRows;

    /// <summary>Distinct texts kept per path and block; with more, only the presence of a text is kept.</summary>
    public int Texts { get; init; } = 4096;

    /// <summary>Longest text kept, in bytes of UTF-8.</summary>
    public int TextBytes { get; init; } = 1024;

    /// <summary>Paths per project that get columns.</summary>
    public int Paths { get; init; } = 256;

    /// <summary>Tail size while a long log is read, so that rows go straight into full blocks.</summary>
    public int BulkRows => 8 * BlockRows;

    /// <summary>Limits of columns built for one question: texts are unlimited.</summary>
    public static Limits Temporary { get; } = new() { Texts = int.MaxValue, TextBytes = int.MaxValue };
}
