using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite.Titles;

/// <summary>A store whose title index has tiny blocks, so that a handful of scores takes every path through it.</summary>
public sealed class TinyBlocksDriver : IStoreDriver
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Batches of three scores in blocks of five; more than two hits are many.</summary>
    internal static TitleBlockSizes Tiny { get; } = new(Batch: 3, Block: 5, Slice: 100, Few: 2, Small: 0);

    public async Task<IStore> OpenAsync(CancellationToken cancellationToken) =>
        await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback, Readers = 2, TitleBlocks = Tiny }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class TinyBlocksScoreReads : ScoreReadConformance<TinyBlocksDriver>;

public sealed class TinyBlocksScoreIsolation : ScoreIsolationConformance<TinyBlocksDriver>;

public sealed class TinyBlocksScorePagination : ScorePaginationConformance<TinyBlocksDriver>;

public sealed class TinyBlocksScoreConcurrency : ScoreConcurrencyConformance<TinyBlocksDriver>;

public sealed class TinyBlocksScoreModel : ScoreModelConformance<TinyBlocksDriver>;

public sealed class TinyBlocksCompanies : CompanyConformance<TinyBlocksDriver>;

public sealed class TinyBlocksDeletions : DeletionConformance<TinyBlocksDriver>;

public sealed class TinyBlocksRescores : RescoreConformance<TinyBlocksDriver>;
