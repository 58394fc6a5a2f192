using System.Data.Common;
using System.Runtime.CompilerServices;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>
/// The newest row of each trigger. Few triggers are found by seeking from one to the next in their index, however many rows they have; where there are many,
/// rows are walked from the newest on, since most of them are then of a trigger not met yet.
/// </summary>
internal static class NewestByTrigger
{
    private const long BatchBytes = 8 << 20;

    /// <summary>The newest rows, newest first: out of one read when they are small, else out of one snapshot, a batch in memory at a time.</summary>
    public static async IAsyncEnumerable<FeedbackRow> RunAsync(
        ISqlDatabase database, ProjectKey key, FeedbackSelection selection, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (chosen, rows) = await database.ReadAsync(connection => BeginAsync(connection, key, selection, limit), cancellationToken);
        if (rows.Count == chosen.Count)
        {
            foreach (var row in rows)
            {
                yield return row;
            }

            yield break;
        }

        await using var snapshot = await database.SnapshotAsync(SnapshotUse.Export, cancellationToken);
        (chosen, rows) = await snapshot.ReadAsync(connection => BeginAsync(connection, key, selection, limit), cancellationToken);
        var next = 0;
        while (rows.Count > 0)
        {
            foreach (var row in rows)
            {
                yield return row;
            }

            next += rows.Count;
            rows = await snapshot.ReadAsync(connection => ReadAsync(connection, chosen, next), cancellationToken);
        }
    }

    /// <summary>The numbers of the newest rows, and the first of the rows.</summary>
    private static async Task<(List<long> Chosen, List<FeedbackRow> Rows)> BeginAsync(
        DbConnection connection, ProjectKey key, FeedbackSelection selection, int limit)
    {
        if (limit <= 0 || await Projects.FindAsync(connection, key) is not { } project)
        {
            return ([], []);
        }

        var types = selection.FeedbackTypes ?? await FeedbackQuery.AllTypesAsync(connection, project);
        var newest = types is null ? null : await SeekAsync(connection, project, selection, types);
        var chosen = newest is null
            ? await WalkAsync(connection, project, selection, limit)
            : newest.Values.OrderByDescending(row => row).Take(limit).Select(row => row.No).ToList();
        return (chosen, await ReadAsync(connection, chosen, 0));
    }

    /// <summary>A batch of rows by their numbers, from one of the numbers on.</summary>
    private static async Task<List<FeedbackRow>> ReadAsync(DbConnection connection, List<long> chosen, int first)
    {
        var rows = new List<FeedbackRow>();
        var bytes = 0L;
        for (var i = first; i < chosen.Count && bytes < BatchBytes; i++)
        {
            rows.AddRange(await connection.ListAsync($"SELECT {FeedbackColumns.Row:raw} FROM feedback f WHERE f.no = {chosen[i]}", FeedbackColumns.ReadRow));
            bytes += rows[^1].Payload.Length;
        }

        return rows;
    }

    /// <summary>By trigger; null if they are too many.</summary>
    private static async Task<Dictionary<string, (long CreatedAt, long No)>?> SeekAsync(
        DbConnection connection, long project, FeedbackSelection selection, IReadOnlyList<string> types)
    {
        var newest = new Dictionary<string, (long CreatedAt, long No)>(StringComparer.Ordinal);
        var texts = FeedbackTexts.Of(connection);
        var steps = 0;
        foreach (var type in types.Distinct(StringComparer.Ordinal))
        {
            await using var without = Newest(texts, project, selection, type, trigger: null).On(connection);
            if (Matches(selection, null))
            {
                await NoteAsync(newest, without, "");
            }

            await using var of = Newest(texts, project, selection, type, "").On(connection);
            if (Matches(selection, ""))
            {
                await NoteAsync(newest, of, "=");
            }

            SqlStatement above =
                $"""
                SELECT MIN({texts.Trigger:raw}) FROM feedback f
                WHERE f.project_no = {project} AND f.feedback_type = {type} AND {texts.Trigger:raw} > {""}
                """;
            if (texts.AreCut) above.Add($" AND {texts.Type:raw} = {FeedbackTexts.CutType(type)}");
            await using var next = above.On(connection);
            while (await next.ExecuteScalarAsync() is string trigger)
            {
                if (++steps > texts.MostSeeks || texts.MayTriggerContinue(trigger))
                {
                    return null;
                }

                if (Matches(selection, trigger))
                {
                    of.Parameters[2].Value = trigger;
                    if (texts.AreCut) of.Parameters[4].Value = trigger;
                    await NoteAsync(newest, of, "=" + trigger);
                }

                next.Parameters[2].Value = trigger;
            }
        }

        return newest;
    }

    private static bool Matches(FeedbackSelection selection, string? trigger) =>
        (selection.TriggerRef is null || selection.TriggerRef == trigger)
        && (selection.TriggerPrefix is null || trigger?.StartsWith(selection.TriggerPrefix, StringComparison.Ordinal) == true);

    private static async Task NoteAsync(Dictionary<string, (long CreatedAt, long No)> newest, DbCommand command, string group)
    {
        await using var rows = await command.ExecuteReaderAsync();
        if (await rows.ReadAsync())
        {
            var row = (rows.GetInt64(0), rows.GetInt64(1));
            newest[group] = newest.TryGetValue(group, out var other) && other.CompareTo(row) > 0 ? other : row;
        }
    }

    private static SqlStatement Newest(FeedbackTexts texts, long project, FeedbackSelection selection, string type, string? trigger)
    {
        SqlStatement sql = $"SELECT f.created_at, f.no FROM feedback f WHERE f.project_no = {project} AND f.feedback_type = {type} AND ";
        sql = trigger is null ? sql.Add($"f.trigger_ref IS NULL") : sql.Add($"f.trigger_ref = {trigger}");
        if (texts.AreCut)
        {
            // In this order: the caller sets the parameters of the trigger, the third and the fifth.
            sql.Add($" AND {texts.Type:raw} = {FeedbackTexts.CutType(type)}");
            if (trigger is not null) sql.Add($" AND {texts.Trigger:raw} = {FeedbackTexts.CutRef(trigger)}");
        }

        return sql.AddSpan(selection).Add($" ORDER BY f.created_at DESC, f.no DESC LIMIT 1");
    }

    private static async Task<List<long>> WalkAsync(DbConnection connection, long project, FeedbackSelection selection, int limit)
    {
        SqlStatement sql = $"SELECT f.no, f.trigger_ref, f.feedback_type FROM feedback f WHERE f.project_no = {project}";
        sql.AddSpan(selection).Add($" ORDER BY f.created_at DESC");
        var types = selection.FeedbackTypes?.ToHashSet(StringComparer.Ordinal);
        var met = new HashSet<string>(StringComparer.Ordinal);
        var chosen = new List<long>();
        await using var command = sql.On(connection);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (chosen.Count == limit)
            {
                await rows.AbandonAsync(command);
                break;
            }

            var trigger = rows.TextOrNull(1);
            if (types?.Contains(rows.GetString(2)) is not false && Matches(selection, trigger) && met.Add(trigger is null ? "" : "=" + trigger))
            {
                chosen.Add(rows.GetInt64(0));
            }
        }

        return chosen;
    }
}
