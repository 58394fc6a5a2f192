namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>How the title index is divided.</summary>
/// <param name="Batch">Scores that are indexed together, by the insert that completes the batch.</param>
/// <param name="Block">Maximum number of entries in a block.</param>
/// <param name="Slice">Scores of an existing store that are indexed in one write.</param>
/// <param name="Few">Hits up to this number are read one by one; of more, the list is walked in its order. A row by its number costs several steps of a walk.</param>
/// <param name="Small">Customers with at most so many scores are searched without the index.</param>
internal sealed record TitleBlockSizes(int Batch, int Block, int Slice, int Few, int Small)
{
    /// <summary>Searching a batch of rows, packing one within a write, and rewriting a block after a deletion each take a few milliseconds at most.</summary>
    public static TitleBlockSizes Default { get; } = new(Batch: 1024, Block: 512, Slice: 4096, Few: 10_000, Small: 5000);
}
