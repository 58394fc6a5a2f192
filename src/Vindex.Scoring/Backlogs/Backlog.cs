using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Backlogs;

/// <summary>One ticket of a file, or its error.</summary>
/// <param name="Row">Its number, 1 for the first data row.</param>
/// <param name="Line">The line of the file that it begins on, from 1.</param>
/// <param name="Id">Its id, where it has one; its key failing that.</param>
/// <param name="Input">The ticket; null when it cannot be read.</param>
/// <param name="Error">What is wrong, with row and line; null when it can.</param>
public sealed record BacklogRow(int Row, int Line, string? Id, TicketInput? Input, string? Error)
{
    /// <summary>
    /// What the file's author may not have meant, with row and line, though the ticket can be read: more or fewer fields than the header names. Null for
    /// nothing.
    /// </summary>
    public string? Warning { get; init; }

    /// <summary>Its fields as they stand in the file, for the first <see cref="BacklogOptions.PreviewRows"/> of a CSV file; null for others.</summary>
    public IReadOnlyList<string>? Cells { get; init; }
}

/// <summary>The result of opening a file: the backlog, or an error.</summary>
/// <param name="Backlog">The backlog; null when the file cannot be read at all.</param>
/// <param name="Error">What is wrong with the file and what would be right.</param>
public sealed record BacklogOpening(Backlog? Backlog, string? Error);

/// <summary>A file of tickets, read while it is walked: memory does not grow with the file (but for a single JSON object).</summary>
public sealed class Backlog
{
    private readonly Func<Backlog, IEnumerable<BacklogRow>> _read;
    private readonly LimitedStream _stream;
    private readonly BacklogOptions _options;
    private bool _walked;

    private Backlog(
        BacklogFormat format,
        IReadOnlyList<string> columns,
        ColumnMapping? mapping,
        LimitedStream stream,
        BacklogOptions options,
        Func<Backlog, IEnumerable<BacklogRow>> read)
    {
        (Format, Columns, Mapping, _stream, _options, _read) = (format, columns, mapping, stream, options, read);
    }

    /// <summary>The format that the file was read as.</summary>
    public BacklogFormat Format { get; }

    /// <summary>The names of the columns of a CSV file, in its order; empty for other formats.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Which column holds what; null for other formats than CSV.</summary>
    public ColumnMapping? Mapping { get; }

    /// <summary>
    /// Why the walk ended before the end of the file, known once it ended: too many rows or bytes, broken JSON, no ticket at all. Null when all was read.
    /// </summary>
    public string? Failure { get; internal set; }

    /// <summary>Opens a file. The stream is read forward only and stays the caller's.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="fileName">Its name, for the format; <c>-</c> or empty when it has none.</param>
    /// <param name="options">How it is read.</param>
    public static BacklogOpening Open(Stream stream, string fileName, BacklogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        options ??= new BacklogOptions();
        var limited = new LimitedStream(stream, options.MaxBytes);
        var head = limited.Head;
        if (FileHead.Foreign(head) is { } what) return new BacklogOpening(null, $"the file is {what}, not text; export the tickets as CSV (UTF-8) or JSON.");
        var encoding = FileHead.Encoding(head, out var mark);
        limited.Skip(mark);
        var text = encoding.GetString(head[mark..]);
        if (FileHead.IsBinary(text)) return new BacklogOpening(null, "the file is binary, not text; export the tickets as CSV (UTF-8) or JSON.");
        if (Characters.AreBlank(text)) return new BacklogOpening(null, "the file is empty; it must contain at least one ticket.");
        var format = options.Format ?? FileHead.Format(fileName, text);
        if (options.Format == BacklogFormat.Csv && FileHead.OtherThanTable(text) is { } other)
            return new BacklogOpening(null, $"line 1: the file is {other}, not a table; export the tickets as CSV.");
        return format switch
        {
            BacklogFormat.Csv => OpenCsv(limited, encoding, text, options),
            BacklogFormat.Jsonl => Opened(format, limited, options, _ => JsonBacklog.ReadLines(limited, encoding)),
            BacklogFormat.Json => Opened(format, limited, options, backlog => JsonBacklog.Read(FileHead.AsUtf8(limited, encoding), backlog)),
            _ => Opened(format, limited, options, _ => TextBacklog.Read(limited, encoding)),
        };
    }

    /// <summary>The tickets in the order of the file. They can be walked once.</summary>
    public IEnumerable<BacklogRow> Rows()
    {
        if (_walked) throw new InvalidOperationException("The rows of a backlog can be enumerated only once.");
        _walked = true;
        return Walk();
    }

    private IEnumerable<BacklogRow> Walk()
    {
        var rows = 0;
        foreach (var row in _read(this))
        {
            if (_stream.Exceeded) break;
            if (rows == _options.MaxRows)
            {
                Failure = $"row {row.Row:N0} (line {row.Line:N0}): the file has more than {_options.MaxRows:N0} data rows; at most {_options.MaxRows:N0} are allowed.";
                yield break;
            }
            rows++;
            yield return row;
        }
        if (_stream.Exceeded)
        {
            Failure = $"the file is larger than {_options.MaxBytes:N0} bytes; at most that many are allowed.";
        }
        else if (rows == 0)
        {
            Failure ??= Format == BacklogFormat.Csv
                ? "the file contains no tickets: there are no rows after the header (line 1)."
                : "the file contains no tickets.";
        }
    }

    private static BacklogOpening Opened(BacklogFormat format, LimitedStream stream, BacklogOptions options, Func<Backlog, IEnumerable<BacklogRow>> read) =>
        new(new Backlog(format, [], null, stream, options, read), null);

    private static BacklogOpening OpenCsv(LimitedStream stream, System.Text.Encoding encoding, string head, BacklogOptions options)
    {
        var csv = CsvBacklog.Open(new StreamReader(stream, encoding, false, 16 * 1024, leaveOpen: true), head, options, out var error);
        if (stream.Exceeded && error is not null) error = $"the file is larger than {options.MaxBytes:N0} bytes; at most that many are allowed.";
        return csv is null
            ? new BacklogOpening(null, error)
            : new BacklogOpening(new Backlog(BacklogFormat.Csv, csv.Columns, csv.Mapping, stream, options, csv.Read), null);
    }
}
