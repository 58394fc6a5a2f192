using Vindex.Scoring.Backlogs;
using Vindex.Server.Web;

namespace Vindex.Server.Evaluator.Uploads;

/// <summary>Looks a file over before anything of it is judged: can it be read, how many rows, which column seems to hold what.</summary>
internal static class TableLook
{
    private const int MaxColumns = 2_000;
    private const int PreviewRows = 5;
    private const int PreviewCharacters = 200;
    private const int MaxWarnings = 100;

    /// <summary>What was found, with the number of rows, or the problem.</summary>
    public static (UploadRecord? Record, int Rows, Problem? Problem) At(byte[] file)
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
        if (opening.Backlog is not { } backlog) return (null, 0, Unreadable(opening.Error!));
        if (backlog.Columns.Count > MaxColumns)
            return (null, 0, Unreadable($"line 1: the header names {backlog.Columns.Count:N0} columns; at most {MaxColumns:N0} are allowed."));

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

        if (backlog.Failure is { } failure) return (null, 0, Unreadable(failure));
        if (more > 0) warnings[^1] = new RowWarningBody(warnings[^1].Row, $"{warnings[^1].Message} {more:N0} similar warnings are not listed.");
        // Trackers without keys (Azure DevOps, Linear, Trello) have ids in their place.
        var mapping = backlog.Mapping!;
        return (new UploadRecord(
            [.. backlog.Columns.Select(Visible)],
            new MappingBody(mapping.Key ?? mapping.Id, mapping.Summary, mapping.Description, mapping.AcceptanceCriteria),
            mapping.IssueType,
            preview,
            warnings), rows, null);
    }

    private static Problem Unreadable(string reason)
    {
        var sentence = char.ToUpperInvariant(reason[0]) + reason[1..];
        return Problem.Invalid("file_unreadable", sentence, FileUpload.Field, sentence);
    }

    private static string Visible(string cell) => cell.Replace("\0", "", StringComparison.Ordinal);

    private static string Shorten(string cell)
    {
        if (cell.Length <= PreviewCharacters) return cell;
        var cut = char.IsHighSurrogate(cell[PreviewCharacters - 2]) ? PreviewCharacters - 2 : PreviewCharacters - 1;
        return cell[..cut] + "…";
    }
}
