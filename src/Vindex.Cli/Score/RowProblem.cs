using Vindex.Scoring.Backlogs;

namespace Vindex.Cli.Score;

/// <summary>Something that could not be judged.</summary>
/// <param name="Row">Number of the row, the first row of data being 1; null when the trouble is the whole file's.</param>
/// <param name="Line">Line of the file on which the row begins, from 1; null when the trouble is the whole file's.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
internal sealed record RowProblem(int? Row, int? Line, string Reason)
{
    /// <summary>A row's problem; the reader's own messages begin with the place, which is kept apart here.</summary>
    public static RowProblem Of(BacklogRow row, string message)
    {
        foreach (var place in (ReadOnlySpan<string>)[Place(row.Row, row.Line), $"line {row.Line:N0}: "])
        {
            if (message.StartsWith(place, StringComparison.Ordinal)) return new(row.Row, row.Line, message[place.Length..]);
        }

        return new(row.Row, row.Line, message);
    }

    /// <summary>As it is told: <c>backlog.csv: row 3 (line 7): …</c>.</summary>
    public string Describe(string file) => Row is { } row && Line is { } line ? $"{file}: {Place(row, line)}{Reason}" : $"{file}: {Reason}";

    private static string Place(int row, int line) => $"row {row:N0} (line {line:N0}): ";
}
