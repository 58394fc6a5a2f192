using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.PostgreSql;

/// <summary>How a PostgreSQL database is opened.</summary>
public sealed record PostgreSqlStoreOptions
{
    /// <summary>The connection string, such as <c>Host=db.example.com;Database=vindex;Username=vindex;Password=…</c>.</summary>
    public required string Connection { get; init; }

    /// <summary>The connection string of a standby, which lists and exports are read from when it has caught up; null for none.</summary>
    public string? ReplicaConnection { get; init; }

    /// <summary>The folder for what is not in the database (block files, the master key); created if it does not exist, held by this process alone.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Makes the row of feedback that is kept beside a score, out of the score and its company's slug. The store sees to id, type and creation time, which are
    /// the score's. Must not throw.
    /// </summary>
    public required Func<ScoreSummary, string, FeedbackRow> ScoreFeedback { get; init; }

    /// <summary>Writes the events that webhooks get of what is stored. Default: none, so that there are no events.</summary>
    public IEventWriter? Events { get; init; }

    /// <summary>Says when a removal of feedback happened. Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The longest that one statement may take; exports and long reads for statistics are exempt. Default 60 s.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Exports that may run at once; each holds a connection and a snapshot. More wait. Default 4.</summary>
    public int Exports { get; init; } = 4;

    /// <summary>Long reads for statistics that may run at once, apart from exports. More wait. Default 8.</summary>
    public int StatisticsReads { get; init; } = 8;

    /// <summary>Whether to keep out all other processes, rather than to share the database with them. Default: false.</summary>
    public bool Alone { get; init; }

    /// <summary>
    /// How long opening waits for a process that has the database alone, or, to be alone, for the others: the session of a killed one can outlive it. Default:
    /// 5 s.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
