using System.Runtime.CompilerServices;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sqlite;

/// <summary>How a data folder is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The folder with the database; created if it does not exist.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Makes the row of feedback that is kept beside a score, out of the score and its company's slug. The store sees to id, type and creation time, which are
    /// the score's. Called on the writer's thread; must not throw.
    /// </summary>
    public required Func<ScoreSummary, string, FeedbackRow> ScoreFeedback { get; init; }

    /// <summary>Reader connections, each with a thread of its own. Default 4, range 1–64.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Exports that may run at once; each holds a connection and a snapshot. More wait. Default 4, range 1–64.</summary>
    public int Exports { get; init; } = 4;

    /// <summary>Long reads for statistics that may run at once, apart from exports. More wait. Default 8, range 1–64.</summary>
    public int StatisticsReads { get; init; } = 8;

    /// <summary>Writes the events that webhooks get of what is stored. Default: none, so that there are no events.</summary>
    public IEventWriter? Events { get; init; }

    /// <summary>Says when a removal of feedback happened. Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Writes that may wait for the writer; callers beyond wait asynchronously. Default 4,096, range 1–1,000,000.</summary>
    public int WriteQueue { get; init; } = 4096;

    /// <summary>Writes that share one commit at most. Default 1,024, range 1–100,000.</summary>
    public int WritesPerCommit { get; init; } = 1024;

    /// <summary>How the index of titles is divided.</summary>
    internal TitleBlockSizes TitleBlocks { get; init; } = TitleBlockSizes.Default;

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(DataFolder))
        {
            throw new InvalidOperationException("The name of the data folder is empty.");
        }

        Within(Readers, 64);
        Within(Exports, 64);
        Within(StatisticsReads, 64);
        Within(WriteQueue, 1_000_000);
        Within(WritesPerCommit, 100_000);
    }

    private static void Within(int value, int most, [CallerArgumentExpression(nameof(value))] string option = "")
    {
        if (value < 1 || value > most)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{option} must be from 1 to {most}.");
        }
    }
}
