using System.Data.Common;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>
/// Puts selections into SQL. Rows are walked in the order of time, unless a cheap count shows that an index on refs, types or triggers leaves few rows, which
/// are then sorted.
/// </summary>
internal static class FeedbackQuery
{
    /// <summary>Lists longer than this are looked up in memory instead: a statement takes only so many values.</summary>
    public const int MostValues = 1000;

    private const int Few = 20_000;
    private const int FewTypes = 100;

    /// <summary>Whole rows, ordered by creation and id.</summary>
    public static async Task<SqlStatement> RowsAsync(DbConnection connection, long project, FeedbackSelection selection)
    {
        var types = await TypesAsync(connection, project, selection);
        var path = selection.Ids is { Count: <= MostValues } ? Path.Id
            : selection.WeaveRefs is { Count: <= MostValues } && await IsFewAsync(connection, project, selection, types, Path.Ref) ? Path.Ref
            : types is not null && await IsFewAsync(connection, project, selection, types, Path.Trigger) ? Path.Trigger
            : Path.Time;
        SqlStatement sql = $"SELECT {FeedbackColumns.Row:raw} FROM feedback f WHERE ";
        AddPath(sql, FeedbackTexts.Of(connection), project, selection, types, path);
        AddRest(sql, selection, path);
        // By an expression, the few rows are sorted; by the bare column, the index of time would be walked.
        var direction = selection.Descending ? " DESC" : "";
        return path == Path.Time
            ? sql.Add($" ORDER BY f.created_at{direction:raw}, f.id{direction:raw}")
            : sql.Add($" ORDER BY f.created_at + 0{direction:raw}, f.id || ''{direction:raw}");
    }

    /// <summary>At least as many rows as are selected, up to a number, counted in the first index that has fewer.</summary>
    public static async Task<long> CountAsync(DbConnection connection, long project, FeedbackSelection selection, long most)
    {
        var count = await CountAsync(connection, project, selection, null, Path.Time, most);
        if (count == most && selection.WeaveRefs is { Count: <= MostValues })
        {
            count = await CountAsync(connection, project, selection, null, Path.Ref, most);
        }

        return count == most && await TypesAsync(connection, project, selection) is { } types
            ? await CountAsync(connection, project, selection, types, Path.Trigger, most)
            : count;
    }

    /// <summary>Adds that a row was created within the selection's span.</summary>
    public static SqlStatement AddSpan(this SqlStatement sql, FeedbackSelection selection, string column = "f.created_at")
    {
        if (selection.From is { } from)
        {
            sql.Add($" AND {column:raw} >= {SqlTime.CeilingMs(from)}");
        }

        if (selection.Before is { } before)
        {
            sql.Add($" AND {column:raw} < {SqlTime.CeilingMs(before)}");
        }

        return sql;
    }

    /// <summary>The distinct types of a project in ascending order, one seek each; null if they are more than a few.</summary>
    public static async Task<List<string>?> AllTypesAsync(DbConnection connection, long project)
    {
        var types = new List<string>();
        var texts = FeedbackTexts.Of(connection);
        // The empty type sorts before what the loop asks for.
        if (await connection.NumberAsync($"SELECT 1 FROM feedback f WHERE f.project_no = {project} AND {texts.Type:raw} = '' LIMIT 1") is not null)
        {
            types.Add("");
        }

        SqlStatement above = $"SELECT MIN({texts.Type:raw}) FROM feedback f WHERE f.project_no = {project} AND {texts.Type:raw} > {""}";
        await using var command = above.On(connection);
        while (await command.ExecuteScalarAsync() is string type)
        {
            if (types.Count == FewTypes || texts.MayContinue(type))
            {
                return null;
            }

            types.Add(type);
            command.Parameters[1].Value = type;
        }

        return types;
    }

    private static async Task<IReadOnlyList<string>?> TypesAsync(DbConnection connection, long project, FeedbackSelection selection) => selection switch
    {
        { Ids.Count: <= MostValues } => null,
        { FeedbackTypes: { } given } => given.Count <= MostValues ? given : null,
        { TriggerRef: null, TriggerPrefix: null } => null,
        _ => await AllTypesAsync(connection, project),
    };

    private static async Task<bool> IsFewAsync(
        DbConnection connection, long project, FeedbackSelection selection, IReadOnlyList<string>? types, Path path) =>
        await CountAsync(connection, project, selection, types, path, Few + 1) <= Few;

    private static async Task<long> CountAsync(
        DbConnection connection, long project, FeedbackSelection selection, IReadOnlyList<string>? types, Path path, long most)
    {
        SqlStatement sql = $"SELECT COUNT(*) FROM (SELECT 1 FROM feedback f WHERE ";
        AddPath(sql, FeedbackTexts.Of(connection), project, selection, types, path);
        if (path is Path.Trigger or Path.Time)
        {
            sql.AddSpan(selection);
        }

        return await connection.NumberAsync(sql.Add($" LIMIT {most}) few")) ?? 0;
    }

    /// <summary>Adds what the index of a path is entered by. Expressions elsewhere keep the database from entering another.</summary>
    private static void AddPath(
        SqlStatement sql, FeedbackTexts texts, long project, FeedbackSelection selection, IReadOnlyList<string>? types, Path path)
    {
        sql.Add($"f.project_no = {project}");
        switch (path)
        {
            case Path.Id:
                sql.Add($" AND f.id IN {selection.Ids!}");
                break;
            case Path.Ref:
                sql.Add($" AND f.weave_ref IN {selection.WeaveRefs!}");
                if (texts.AreCut) sql.Add($" AND {texts.WeaveRef:raw} IN {selection.WeaveRefs!.Select(FeedbackTexts.CutRef)}");
                break;
            case Path.Trigger:
                sql.Add($" AND f.feedback_type IN {types!}");
                AddTrigger(sql, selection, "f.trigger_ref");
                if (texts.AreCut) AddCut(sql, texts, selection, types!);
                break;
        }
    }

    private static void AddCut(SqlStatement sql, FeedbackTexts texts, FeedbackSelection selection, IReadOnlyList<string> types)
    {
        sql.Add($" AND {texts.Type:raw} IN {types.Select(FeedbackTexts.CutType)}");
        if (selection.TriggerRef is { } trigger) sql.Add($" AND {texts.Trigger:raw} = {FeedbackTexts.CutRef(trigger)}");
        if (selection.TriggerPrefix is { } prefix) sql.Add($" AND {texts.Trigger:raw} >= {FeedbackTexts.CutRef(prefix)}");
    }

    private static void AddRest(SqlStatement sql, FeedbackSelection selection, Path path)
    {
        sql.AddSpan(selection, path == Path.Time ? "f.created_at" : "f.created_at + 0");
        if (path != Path.Ref && selection.WeaveRefs is { Count: <= MostValues } refs)
        {
            sql.Add($" AND f.weave_ref || '' IN {refs}");
        }

        if (path != Path.Trigger)
        {
            if (selection.FeedbackTypes is { Count: <= MostValues } types)
            {
                sql.Add($" AND f.feedback_type || '' IN {types}");
            }

            AddTrigger(sql, selection, "f.trigger_ref || ''");
        }
    }

    private static void AddTrigger(SqlStatement sql, FeedbackSelection selection, string column)
    {
        if (selection.TriggerRef is { } trigger)
        {
            sql.Add($" AND {column:raw} = {trigger}");
        }

        if (selection.TriggerPrefix is { } prefix)
        {
            // The first condition enters the index; the second is the exact one.
            sql.Add($" AND {column:raw} >= {prefix} AND substr({column:raw}, 1, CAST({prefix.EnumerateRunes().Count()} AS INTEGER)) = {prefix}");
        }
    }

    private enum Path
    {
        Time,
        Id,
        Ref,
        Trigger,
    }
}
