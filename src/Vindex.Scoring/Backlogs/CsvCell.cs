using System.Buffers;

namespace Vindex.Scoring.Backlogs;

/// <summary>A cell of text that a spreadsheet shows and does not compute.</summary>
public static class CsvCell
{
    // What spreadsheets read as the beginning of a formula (OWASP, "CSV Injection"); the last four are the full-width forms that some accept too.
    private static readonly SearchValues<char> s_formulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n;\t");

    /// <summary>The text as a cell: an apostrophe before what looks like a formula, quotation marks where they are needed. Empty for null.</summary>
    public static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        if (s_formulaStarts.Contains(value[0])) value = "'" + value;
        return value.AsSpan().ContainsAny(s_quoted) ? $"\"{value.Replace("\"", "\"\"")}\"" : value;
    }
}
