using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Quality;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Profiles.Examples;

/// <summary>
/// A file of rated tickets: CSV with a column for each rated dimension, or JSON lines with an object <c>ratings</c> (or <c>scores</c>) beside the ticket.
/// Several ratings of a ticket are several rows with its id, and their mean counts.
/// </summary>
/// <param name="Examples">The rated tickets; null if there is an error.</param>
/// <param name="Error">What is wrong, with row and line, and what would be right.</param>
public sealed record RatedFile(IReadOnlyList<RatedExample>? Examples, string? Error)
{
    /// <summary>Reads a file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="fileName">Its name, for the format.</param>
    /// <param name="most">The most rows.</param>
    public static RatedFile Read(byte[] content, string fileName, int most)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var stream = new MemoryStream(content, writable: false);
        var opening = Backlog.Open(stream, fileName, new BacklogOptions { MaxRows = most, PreviewRows = most });
        if (opening.Backlog is not { } backlog) return Wrong(opening.Error!);
        if (Ratings(backlog, content) is not { } ratingsOf)
        {
            return Wrong(backlog.Format == BacklogFormat.Csv
                ? $"line 1: no column has ratings; name the columns with ratings {string.Join(", ", Dimensions.Names)}."
                : "the file must be CSV or JSON lines (one object a line).");
        }

        var rows = new List<(string Ticket, TicketReading Reading, IReadOnlyList<double?> Ratings)>();
        foreach (var row in backlog.Rows())
        {
            if (row.Input is not { } input) return Wrong(row.Error!);
            var (ratings, reason) = ratingsOf(row);
            if (reason is not null) return Wrong($"row {row.Row:N0} (line {row.Line:N0}): {reason}.");
            var reading = TicketReader.Read(input, TicketLimits.Api);
            if (reading.Ticket is null) return Wrong($"row {row.Row:N0} (line {row.Line:N0}): {reading.Field} {reading.Reason}.");
            rows.Add((row.Id ?? $"\n{row.Row}", reading, ratings));
        }

        return backlog.Failure is { } failure ? Wrong(failure) : new RatedFile(
            [.. rows.GroupBy(row => row.Ticket, StringComparer.Ordinal).Select(ticket => new RatedExample(
                ticket.First().Reading, [.. Enumerable.Range(0, Dimensions.Count).Select(d => ticket.Average(row => row.Ratings[d]))]))],
            null);
    }

    private static RatedFile Wrong(string error) => new(null, error);

    /// <summary>How the ratings of a row are found; null if the file cannot have any.</summary>
    private static Func<BacklogRow, (IReadOnlyList<double?> Ratings, string? Reason)>? Ratings(Backlog backlog, byte[] content)
    {
        if (backlog.Format == BacklogFormat.Jsonl)
        {
            var lines = Lines(content);
            return row => OfLine(lines[row.Line - 1]);
        }

        int[] columns = [.. Dimensions.Names.Select(name =>
            backlog.Columns.ToList().FindIndex(column => column.Equals(name, StringComparison.OrdinalIgnoreCase)))];
        return backlog.Format == BacklogFormat.Csv && Array.Exists(columns, column => column >= 0) ? row => OfCells(row.Cells!, columns) : null;
    }

    private static List<string> Lines(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    private static (IReadOnlyList<double?> Ratings, string? Reason) OfLine(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonArrayReader.MaxDepth });
        var line = new JsonLine(document.RootElement);
        var ratings = line.KnownScores(line.Object("ratings", "scores"));
        return (ratings, line.Reason);
    }

    private static (IReadOnlyList<double?> Ratings, string? Reason) OfCells(IReadOnlyList<string> cells, int[] columns)
    {
        var ratings = new double?[columns.Length];
        for (var d = 0; d < columns.Length; d++)
        {
            var text = columns[d] >= 0 && columns[d] < cells.Count ? cells[columns[d]].Trim() : "";
            if (text.Length == 0) continue;
            if (!double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rating) || rating > 10)
                return (ratings, $"{Dimensions.Names[d]} must be a number from 0 to 10, not \"{text}\"");
            ratings[d] = rating;
        }

        return (ratings, Array.TrueForAll(ratings, rating => rating is null) ? "no dimension is rated" : null);
    }
}
