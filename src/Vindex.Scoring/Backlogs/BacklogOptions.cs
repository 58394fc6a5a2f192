namespace Vindex.Scoring.Backlogs;

/// <summary>The kinds of file that hold tickets.</summary>
public enum BacklogFormat
{
    /// <summary>A table: comma, semicolon, tab or bar between columns (RFC 4180).</summary>
    Csv,

    /// <summary>One JSON value: an array of tickets, an object with <c>issues</c>, <c>items</c> or <c>tickets</c>, or one ticket.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>One ticket: the title on the first line, the description after it.</summary>
    Text,
}

/// <summary>Which column holds what, by the columns' names; null for what no column holds.</summary>
public sealed record ColumnMapping(
    string? Key = null, string? Summary = null, string? Description = null, string? AcceptanceCriteria = null, string? IssueType = null, string? Id = null);

/// <summary>How a file is read.</summary>
public sealed record BacklogOptions
{
    /// <summary>The format; null (the default) finds it from the file's extension, or failing that from its content.</summary>
    public BacklogFormat? Format { get; init; }

    /// <summary>For CSV: used instead of the mapping that the column names suggest.</summary>
    public ColumnMapping? Mapping { get; init; }

    /// <summary>
    /// For CSV: refuse a file in which no column looks like a summary. Without it such a file can be looked at; its rows hold errors, not tickets.
    /// </summary>
    public bool RequireSummary { get; init; } = true;

    /// <summary>For CSV: of so many rows the fields are kept as they stand (<see cref="BacklogRow.Cells"/>). None by default.</summary>
    public int PreviewRows { get; init; }

    /// <summary>Most data rows; reading ends with <see cref="Backlog.Failure"/> at the next. Unlimited by default.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>Most bytes; reading ends with <see cref="Backlog.Failure"/> past them. Unlimited by default.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;
}
