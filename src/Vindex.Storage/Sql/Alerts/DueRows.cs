using System.Data.Common;

namespace Vindex.Storage.Sql.Alerts;

/// <summary>Rows of a table that are due at times, each until it is advanced to its next one.</summary>
internal sealed class DueRows<T>(ISqlDatabase database, string table, string columns, Func<DbDataReader, T> read)
{
    /// <summary>Those that are due, the earliest first.</summary>
    public async Task<IReadOnlyList<T>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {columns:raw} FROM {table:raw} WHERE due_at IS NOT NULL AND due_at <= {now} ORDER BY due_at, id LIMIT {limit}", read),
            cancellationToken);

    /// <summary>When the next one is due.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        var next = await database.ReadAsync(
            connection => connection.NumberAsync($"SELECT due_at FROM {table:raw} WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"), cancellationToken);
        return next is { } due ? SqlTime.FromMs(due) : null;
    }

    /// <summary>Stores steps in one transaction; returns the ids of those that were stored.</summary>
    public Task<IReadOnlySet<string>> StoreAsync<TStep>(
        IReadOnlyList<TStep> steps, Func<TStep, string> id, Func<SqlWrite, TStep, Task<bool>> store, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlySet<string>>(
            async write =>
            {
                var stored = new HashSet<string>(StringComparer.Ordinal);
                foreach (var step in steps)
                {
                    if (await store(write, step)) stored.Add(id(step));
                }

                return stored;
            },
            cancellationToken);
}
