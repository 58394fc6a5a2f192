using Vindex.Scoring.Backlogs;

namespace Vindex.Server.Evaluator.Uploads;

/// <summary>What was found in a file.</summary>
/// <param name="Record">What is kept of it.</param>
/// <param name="Rows">Number of data rows.</param>
internal sealed record TableFound(UploadRecord Record, int Rows);

/// <summary>Looks a file over before anything of it is judged: can it be read, how many rows, which column seems to hold what.</summary>
internal static class TableLook
{
    private const int MaxColumns = 2_000;
    private const int PreviewRows = 5;
    private const int PreviewCharacters = 200;
    private const int MaxWarnings = 100;

    public static Outcome<TableFound> At(byte[] file)
    {
        var options = new BacklogOptions
        {
            Format = BacklogFormat.Csv,
            RequireSummary = false,
            PreviewRows = PreviewRows,
            MaxRows = EvaluatorOptions.MaxRows,
        };
        using var stream = new MemoryStream(file);
        var opening = Backlog.Open(stream, "", options);
        if (opening.Backlog is not { } backlog) return Unreadable(opening.Error!);
        if (backlog.Columns.Count > MaxColumns)
            return Unreadable($"line 1: the header names {backlog.Columns.Count:N0} columns; at most {MaxColumns:N0} are allowed.");

        var preview = new List<IReadOnlyList<string>>();
        var warnings = new List<RowWarningBody>();
        var (rows, more) = (0, 0);
        foreach (var row in backlog.Rows())
        {
            rows++;
            if (row.Cells is { } cells && preview.Count < PreviewRows) preview.Add([.. cells.Select(cell => Shorten(Visible(cell)))]);
            foreach (var message in (string?[])[row.Warning, backlog.Mapping!.Summary is null ? null : row.Error])
            {
                if (message is null) continue;
                if (warnings.Count < MaxWarnings) warnings.Add(new RowWarningBody(row.Row, message));
                else more++;
            }
        }

        if (backlog.Failure is { } failure) return Unreadable(failure);
        if (more > 0) warnings[^1] = new RowWarningBody(warnings[^1].Row, $"{warnings[^1].Message} {more:N0} similar warnings are not listed.");
        // Trackers without keys (Azure DevOps, Linear, Trello) have ids in their place.
        var mapping = backlog.Mapping!;
        var record = new UploadRecord(
            [.. backlog.Columns.Select(Visible)],
            new MappingBody(mapping.Key ?? mapping.Id, mapping.Summary, mapping.Description, mapping.AcceptanceCriteria),
            mapping.IssueType,
            preview,
            warnings);
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
