using Vindex.Scoring.Backlogs;

namespace Vindex.Server.Evaluator.Uploads;

/// <summary>The result of inspecting a file.</summary>
/// <param name="Record">The details to store.</param>
/// <param name="Rows">Number of data rows.</param>
internal sealed record TableFound(UploadRecord Record, int Rows);

/// <summary>Inspects a file before scoring: whether it is readable, how many rows it has, and which columns map to which fields.</summary>
internal static class TableLook
{
    private const int MaxColumns = 2_000;
    private const int PreviewRows = 5;
    private const int GuessedRows = 50;
    private const int PreviewCharacters = 200;
    private const int MaxWarnings = 100;

    public static Outcome<TableFound> At(byte[] file, string? sheet = null)
    {
        var options = new BacklogOptions
        {
            Format = BacklogFormat.Csv,
            RequireSummary = false,
            PreviewRows = GuessedRows,
            MaxRows = EvaluatorOptions.MaxRows,
        };
        using var stream = new MemoryStream(file);
        var opening = Backlog.Open(stream, "", options);
        if (opening.Backlog is not { } backlog) return Unreadable(opening.Error!);
        if (backlog.Columns.Count > MaxColumns)
            return Unreadable($"line 1: the header names {backlog.Columns.Count:N0} columns; at most {MaxColumns:N0} are allowed.");

        var first = new List<IReadOnlyList<string>>();
        var warnings = new List<RowWarningBody>();
        var (rows, more) = (0, 0);
        foreach (var row in backlog.Rows())
        {
            rows++;
            if (row.Cells is { } cells) first.Add([.. cells.Select(cell => Shorten(Visible(cell)))]);
            foreach (var message in (string?[])[row.Warning, backlog.Mapping!.Summary is null ? null : row.Error])
            {
                if (message is null) continue;
                if (warnings.Count < MaxWarnings) warnings.Add(new RowWarningBody(row.Row, message));
                else more++;
            }
        }

        if (backlog.Failure is { } failure) return Unreadable(failure);
        if (more > 0) warnings[^1] = new RowWarningBody(warnings[^1].Row, $"{warnings[^1].Message} {more:N0} similar warnings are not listed.");
        // Some trackers (Azure DevOps, Linear, Trello) have ids instead of keys.
        var mapping = backlog.Mapping!;
        var named = new MappingBody(mapping.Key ?? mapping.Id, mapping.Summary, mapping.Description, mapping.AcceptanceCriteria, mapping.IssueType);
        IReadOnlyList<string> columns = [.. backlog.Columns.Select(Visible)];
        var record = new UploadRecord(columns, named, [.. first.Take(PreviewRows)], warnings, ContentGuess.Of(columns, first, named), sheet);
        return new TableFound(record, rows);
    }

    private static Refusal.Invalid Unreadable(string reason)
    {
        var sentence = char.ToUpperInvariant(reason[0]) + reason[1..];
        return Refusal.Field("file_unreadable", sentence, FileUpload.Field, sentence);
    }

    private static string Visible(string cell) => cell.Replace("\0", "", StringComparison.Ordinal);

    private static string Shorten(string cell)
    {
        if (cell.Length <= PreviewCharacters) return cell;
        var cut = char.IsHighSurrogate(cell[PreviewCharacters - 2]) ? PreviewCharacters - 2 : PreviewCharacters - 1;
        return cell[..cut] + "…";
    }
}
