using System.Data.Common;
using Vindex.Storage.Audit;

namespace Vindex.Storage.Sql;

/// <summary>
/// What the stores in this folder need of a database. Their SQL is one text for every database; a driver (SQLite, PostgreSQL) says on
/// which connection, on which thread and in which transaction it runs.
/// </summary>
internal interface ISqlDatabase
{
    /// <summary>Runs a read that sees committed data only.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// The rows of one statement that is asked often and reads a few rows by their keys: a database across a network gets it in one message with others. It
    /// sees committed data only.
    /// </summary>
    Task<List<T>> ReadShortAsync<T>(SqlStatement sql, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.ListAsync(sql, read), cancellationToken);

    /// <summary>
    /// Like <see cref="ReadAsync{T}"/>, for lists: they may be read from a copy of the database that has everything acknowledged before. The work may run twice.
    /// </summary>
    Task<T> ReadListAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => ReadAsync(work, cancellationToken);

    /// <summary>
    /// Runs a write as a unit of its own: all of it is kept or, when it throws or calls <see cref="SqlWrite.Undo"/>, none of it. Completes when it is durable.
    /// A unit that has begun is not canceled any more. It may be run again after a rollback, so it changes nothing but the database.
    /// </summary>
    Task<T> WriteAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Like <see cref="WriteAsync{T}"/>, for a write that reads and changes only rows of one owner (a company, or an API key) and no counts over several: a
    /// database with several writers runs it at the same time as those of other owners.
    /// </summary>
    Task<T> WriteForAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) => WriteAsync(work, cancellationToken);

    /// <summary>
    /// Like <see cref="WriteForAsync{T}"/>, for a short write that happens often. It awaits nothing but statements, and uses neither
    /// <see cref="SqlWrite.Connection"/> nor <see cref="SqlWrite.CopyAsync"/>: a database with several writers runs it in one transaction with those of other
    /// owners, and sends their statements together.
    /// </summary>
    Task<T> WriteShortForAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        WriteForAsync(owner, work, cancellationToken);

    /// <summary>
    /// Like <see cref="WriteAsync{T}"/>, for a write of many rows. Only one of these is queued at a time, so that other writes wait for one at most,
    /// however many imports and deletions are running.
    /// </summary>
    Task<T> WriteManyAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Like <see cref="WriteManyAsync{T}"/>, for a write of one owner's rows; see <see cref="WriteForAsync{T}"/>.</summary>
    Task<T> WriteManyForAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) => WriteManyAsync(work, cancellationToken);

    /// <summary>Writes one statement that changes many rows; returns how many.</summary>
    Task<int> WriteManyAsync(
        SqlStatement sql, CancellationToken cancellationToken) => WriteManyAsync(async write => await write.ExecuteAsync(sql), cancellationToken);

    /// <summary>Writes one statement; returns how many rows it changed.</summary>
    Task<int> WriteAsync(SqlStatement sql, CancellationToken cancellationToken) => WriteAsync(async write => await write.ExecuteAsync(sql), cancellationToken);

    /// <summary>Writes one statement and, when it has changed a row, adds the audit entry; returns whether it has.</summary>
    Task<bool> WriteAsync(SqlStatement sql, AuditEntry audit, CancellationToken cancellationToken) =>
        WriteAsync(async write => await SqlAuditLog.AddIfAsync(write, await write.ExecuteAsync(sql) > 0, audit), cancellationToken);

    /// <summary>Opens a snapshot. Each use has its own limit of open snapshots; the uses do not wait for each other.</summary>
    Task<ISqlSnapshot> SnapshotAsync(SnapshotUse use, CancellationToken cancellationToken);
}

/// <summary>What a snapshot is for.</summary>
internal enum SnapshotUse
{
    /// <summary>A response that is sent as fast as the client reads it.</summary>
    Export,

    /// <summary>Statistics, which read as fast as the disk allows.</summary>
    Statistics,
}

/// <summary>The state at one moment, as long as it is open. One read at a time.</summary>
internal interface ISqlSnapshot : IAsyncDisposable
{
    /// <summary>Runs a step of reading; readers may stay open from step to step.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken);
}
