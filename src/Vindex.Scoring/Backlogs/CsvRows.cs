using System.Buffers;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Vindex.Scoring.Backlogs;

/// <summary>
/// Writes a table as CSV (RFC 4180) whose texts a spreadsheet shows and does not compute: an apostrophe stands before what looks like a formula, and
/// quotation marks only where they are needed.
/// </summary>
/// <remarks>CsvHelper's own protection does not know the full-width signs, and puts quotation marks around all that it protects.</remarks>
public sealed class CsvRows : IDisposable
{
    // What spreadsheets read as the beginning of a formula (OWASP, "CSV Injection"); the last four are the full-width forms that some accept too.
    private static readonly SearchValues<char> s_formulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n;\t");

    private readonly CsvWriter _csv;

    /// <summary>Begins a table.</summary>
    /// <param name="output">Where it goes; left open.</param>
    /// <param name="lineEnd">What ends a row.</param>
    public CsvRows(TextWriter output, string lineEnd) =>
        _csv = new CsvWriter(output, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = lineEnd }, leaveOpen: true);

    /// <summary>A cell of text; empty for null.</summary>
    public CsvRows Text(string? value)
    {
        var text = value ?? "";
        if (text.Length > 0 && s_formulaStarts.Contains(text[0])) text = "'" + text;
        _csv.WriteField(text, text.AsSpan().ContainsAny(s_quoted));
        return this;
    }

    /// <summary>A cell whose text is known to be plain: a number, a time, a name of the program's own.</summary>
    public CsvRows Plain(string value)
    {
        _csv.WriteField(value, shouldQuote: false);
        return this;
    }

    /// <summary>Cells of whole numbers.</summary>
    public CsvRows Numbers(IEnumerable<int> values)
    {
        foreach (var value in values) Plain(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Empty cells.</summary>
    public CsvRows Empty(int count)
    {
        for (var i = 0; i < count; i++) Plain("");
        return this;
    }

    /// <summary>Ends the row and hands it to the output.</summary>
    public void End() => _csv.NextRecord();

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
