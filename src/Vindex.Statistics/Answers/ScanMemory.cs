using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Answers;

/// <summary>Room for one pass over the rows of a block. Each worker has its own.</summary>
internal sealed class ScanMemory
{
    /// <summary>The codes of the rows.</summary>
    public ushort[] Codes { get; } = new ushort[ColumnBlock.MaxRows];

    /// <summary>1 for each row to be kept, 0 for the others.</summary>
    public byte[] Keep { get; } = new byte[ColumnBlock.MaxRows];
}
