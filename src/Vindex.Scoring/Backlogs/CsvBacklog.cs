using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Backlogs;

/// <summary>Reads tickets from a table.</summary>
internal sealed class CsvBacklog
{
    /// <summary>Longer fields come from a quote that is never closed.</summary>
    private const int LongestField = 8 * 1024 * 1024;
    private static readonly ColumnRole[] s_roles = Enum.GetValues<ColumnRole>();
    private const string Separators = ",;\t|";
    private readonly CsvParser _parser;
    private readonly int _skippedLines;
    private readonly int _previewRows;
    private readonly int[][] _roles;

    private CsvBacklog(CsvParser parser, int skippedLines, int previewRows, IReadOnlyList<string> columns, ColumnMapping mapping)
    {
        _parser = parser;
        _skippedLines = skippedLines;
        _previewRows = previewRows;
        Columns = columns;
        Mapping = mapping;
        _roles = [
            Places(mapping.Key), Places(mapping.Summary), Places(mapping.Description), Places(mapping.AcceptanceCriteria), Places(mapping.IssueType),
            Places(mapping.Id)
        ];
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Which column holds what.</summary>
    public ColumnMapping Mapping { get; }

    /// <summary>Reads the header; null with the reason when there is none or nothing in it can be a summary.</summary>
    public static CsvBacklog? Open(TextReader reader, string head, BacklogOptions options, out string? error)
    {
        var wanted = options.Mapping;
        var separator = Separator(head, out var declared);
        if (declared) reader.ReadLine();
        var parser = new CsvParser(reader, Configuration(separator));
        string[] columns;
        try
        {
            columns = parser.Read() && parser.Record is { } record ? [.. record.Select(Name)] : [];
        }
        catch (CsvHelperException)
        {
            columns = [];
        }
        if (columns.Length == 0)
        {
            error = "the file has no header; its first line must name the columns.";
            return null;
        }
        var mapping = wanted is null ? ColumnNames.Suggest(columns) : Resolve(wanted, columns, out error);
        error = mapping is null ? Missing(wanted!, columns)
            : mapping.Summary is null && options.RequireSummary
                ? $"no column {(wanted is null ? "looks like" : "was chosen for")} a summary; the file has columns {List(columns)}."
            : null;
        return error is null ? new CsvBacklog(parser, declared ? 1 : 0, options.PreviewRows, columns, mapping!) : null;
    }

    /// <summary>The first line has several columns, one of which looks like a summary.</summary>
    public static bool LooksLikeTable(string head)
    {
        var separator = Separator(head, out var declared);
        if (declared) return true;
        const int longestName = 60;
        var columns = Header(head, separator);
        var lines = head.AsSpan().Trim();
        if (lines.IndexOfAny('\r', '\n') < 0 || columns.Any(column => column.Length > longestName)) return false;
        return columns.Count > 1
            ? columns.Any(column => ColumnNames.IsKnown(column, ColumnRole.Summary))
            : columns.Count == 1 && ColumnNames.Rank(columns[0], ColumnRole.Summary) == 0;
    }

    /// <summary>The tickets, as they are read.</summary>
    public IEnumerable<BacklogRow> Read(Backlog backlog)
    {
        var row = 0;
        while (true)
        {
            var line = _parser.RawRow + 1 + _skippedLines;
            if (!Next(backlog, row + 1, line)) yield break;
            row++;
            if (IsUnclosed(_parser.RawRecord))
            {
                backlog.Failure = $"row {row:N0} (line {line:N0}): an unclosed quotation mark turns the rest of the file into one field; close it, or double it inside a field.";
                yield break;
            }
            // Blank lines before the record were passed over.
            line = _parser.RawRow + _skippedLines - LineEnds(_parser.RawRecord);
            if (IsBlank()) continue;
            yield return ReadRow(row, line) with
            {
                Warning = Ragged(row, line),
                Cells = row <= _previewRows ? [.. Enumerable.Range(0, _parser.Count).Select(i => _parser[i])] : null
            };
        }
    }

    private BacklogRow ReadRow(int row, int line)
    {
        var summary = Value(ColumnRole.Summary);
        var key = Text(ColumnRole.Key);
        var id = Text(ColumnRole.Id) ?? key;
        if (Characters.AreBlank(summary))
        {
            var wrong = Mapping.Summary is null
                ? "no column is mapped to the summary; choose one."
                : $"summary is empty; the column \"{Mapping.Summary}\" must contain the ticket's title.";
            return new BacklogRow(row, line, id, null, $"row {row:N0} (line {line:N0}): {wrong}");
        }

        var input = new TicketInput(summary, Value(ColumnRole.Description), Value(ColumnRole.AcceptanceCriteria), key, Text(ColumnRole.IssueType));
        return new BacklogRow(row, line, id, input, null);
    }

    /// <summary>What to say of a record that has another number of fields than the header; an unquoted separator in a text is the usual reason.</summary>
    private string? Ragged(int row, int line)
    {
        var (fields, columns) = (_parser.Count, Columns.Count);
        if (fields == columns) return null;
        var what = fields > columns ? "the extra ones are ignored" : "missing ones are treated as empty";
        return $"row {row:N0} (line {line:N0}): {fields:N0} {(fields == 1 ? "field" : "fields")} but the header has {columns:N0}; {what}.";
    }

    private bool Next(Backlog backlog, int row, int line)
    {
        try
        {
            return _parser.Read();
        }
        catch (CsvHelperException)
        {
            backlog.Failure = $"row {row:N0} (line {line:N0}): a field is longer than {LongestField:N0} characters; a quotation mark is probably not closed.";
            return false;
        }
    }

    /// <summary>The record ended with the file inside a quoted field.</summary>
    private bool IsUnclosed(ReadOnlySpan<char> record)
    {
        var separator = _parser.Delimiter[0];
        var (atStart, quoted) = (true, false);
        for (var i = 0; i < record.Length; i++)
        {
            var c = record[i];
            if (quoted)
            {
                if (c != '"') continue;
                if (i + 1 < record.Length && record[i + 1] == '"') i++;
                else quoted = false;
            }
            else if (atStart && c == '"')
            {
                (atStart, quoted) = (false, true);
            }
            else
            {
                atStart = c == separator || c is '\r' or '\n';
            }
        }
        return quoted;
    }

    private static int LineEnds(ReadOnlySpan<char> record)
    {
        // The record's own line end, if it has one, does not count: the parser is still on its last line.
        record = record.TrimEnd("\r\n");
        var count = 0;
        for (var i = 0; i < record.Length; i++)
        {
            if (record[i] == '\n' || (record[i] == '\r' && (i + 1 == record.Length || record[i + 1] != '\n'))) count++;
        }
        return count;
    }

    private bool IsBlank()
    {
        for (var i = 0; i < _parser.Count; i++)
        {
            if (!Characters.AreBlank(_parser[i])) return false;
        }
        return true;
    }

    /// <summary>The first value that is not empty among the columns of that name.</summary>
    private string Value(ColumnRole role)
    {
        foreach (var place in _roles[(int)role])
        {
            if (place < _parser.Count && !Characters.AreBlank(_parser[place])) return _parser[place];
        }
        return "";
    }

    private string? Text(ColumnRole role) => Value(role).Trim() is { Length: > 0 } text ? text : null;

    private int[] Places(string? column) =>
        column is null ? [] : [.. Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Equals(column, StringComparison.OrdinalIgnoreCase))];

    private static CsvConfiguration Configuration(char separator) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = separator.ToString(),
        Mode = CsvMode.RFC4180,
        BadDataFound = null,
        IgnoreBlankLines = true,
        DetectDelimiter = false,
        MaxFieldSize = LongestField,
        BufferSize = 32 * 1024,
    };

    private static string Name(string column) => column.Trim().Trim('\uFEFF', '\u200B');

    private static ColumnMapping? Resolve(ColumnMapping wanted, string[] columns, out string? error)
    {
        error = null;
        foreach (var name in Names(wanted))
        {
            if (!columns.Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
        }
        return wanted;
    }

    private static string Missing(ColumnMapping wanted, string[] columns) =>
        $"no column is named \"{Names(wanted).First(name => !columns.Contains(name, StringComparer.OrdinalIgnoreCase))}\"; the file has columns {List(columns)}.";

    private static IEnumerable<string> Names(ColumnMapping mapping) =>
        ((string?[])[mapping.Key, mapping.Summary, mapping.Description, mapping.AcceptanceCriteria, mapping.IssueType, mapping.Id]).OfType<string>();

    private static string List(string[] columns)
    {
        const int most = 20;
        const int longest = 40;
        var named = columns.Take(most).Select(name => "\"" + (name.Length > longest ? Utf16.CutToUnits(name, longest) + "…" : name) + "\"");
        return string.Join(", ", named) + (columns.Length > most ? $" and {columns.Length - most:N0} more" : "");
    }

    /// <summary>The separator: declared (<c>sep=;</c>), or the one that finds the most columns with known names, then the most columns.</summary>
    private static char Separator(string head, out bool declared)
    {
        declared = head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 4 && head.AsSpan(5).IndexOfAny('\r', '\n') == 0;
        if (declared) return head[4];
        var best = Separators[0];
        var bestScore = -1;
        foreach (var separator in Separators)
        {
            var columns = Header(head, separator);
            var score = Scored(columns) * 10_000 + Math.Min(columns.Count, 9_999);
            if (score > bestScore) (best, bestScore) = (separator, score);
        }
        return best;
    }

    /// <summary>How many columns have names that are known, exactly or nearly; 0 when none of them can be a summary.</summary>
    private static int Scored(List<string> columns)
    {
        var known = 0;
        var summary = false;
        foreach (var column in columns)
        {
            var best = 0;
            foreach (var role in s_roles)
            {
                if (ColumnNames.Rank(column, role) < 0) continue;
                best = Math.Max(best, ColumnNames.IsKnown(column, role) ? 3 : 1);
                summary |= role == ColumnRole.Summary;
            }
            known += best;
        }
        return summary ? known : 0;
    }

    private static List<string> Header(string head, char separator)
    {
        using var parser = new CsvParser(new StringReader(head), Configuration(separator));
        try
        {
            return parser.Read() && parser.Record is { } record ? [.. record.Select(Name)] : [];
        }
        catch (CsvHelperException)
        {
            return [];
        }
    }
}
