using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Vindex.Server.Evaluator.Uploads;

/// <summary>A sheet of a workbook as CSV.</summary>
/// <param name="Csv">The sheet, UTF-8.</param>
/// <param name="Sheet">Its name.</param>
internal sealed record WorkbookSheet(byte[] Csv, string Sheet);

/// <summary>
/// Reads Excel workbooks (.xlsx): the first visible sheet that has cells, as a CSV file that is then treated like any other. Cells hold values: of formulas
/// their last result, dates in ISO 8601, whatever their format. A workbook is a ZIP archive from anyone, so everything about it is limited: parts and their
/// unpacked size before a byte is unpacked, then rows, columns and the size of the text.
/// </summary>
internal static class Workbook
{
    private const int MaxParts = 2_000;
    private const long MaxUnpacked = 64 * 1024 * 1024;
    private const int MaxColumns = 2_000;
    private const int MaxRowsRead = 20_000;
    private const int MaxText = 16 * 1024 * 1024;

    // Excel cannot store earlier dates, and writes times of day as such.
    private static readonly DateTime s_firstDate = new(1900, 1, 2, 0, 0, 0, DateTimeKind.Unspecified);

    // The library asks for the code page of old formats even if it never needs it.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether a file is a workbook, of a format that can be read or not.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8) || IsCompound(file);

    /// <summary>Reads a workbook.</summary>
    public static Outcome<WorkbookSheet> Read(byte[] file, CancellationToken cancellationToken)
    {
        if (IsCompound(file))
        {
            return Refuse(
                "The file is an old Excel workbook (.xls) or protected by a password. Save it as .xlsx without a password, or export the tickets as CSV.");
        }

        try
        {
            if (Check(file) is { } refused) return refused;
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
            do
            {
                if (reader.VisibleState == "visible" && Sheet(reader, cancellationToken) is { } sheet) return sheet;
            }
            while (reader.NextResult());
            return Refuse("The workbook has no visible sheet with a header and at least one ticket.");
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
        {
            // Whatever a library throws over a damaged file, there is nothing else to say of it.
            return Refuse("The workbook cannot be read; it is damaged or was not written by a spreadsheet. Export the tickets as CSV.");
        }
    }

    private static bool IsCompound(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    // The archive's reader unpacks no more of a part than the size it declares, so the declared sizes can be relied on.
    private static Refusal.Invalid? Check(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        if (archive.Entries.Count > MaxParts || archive.Entries.Sum(entry => entry.Length) > MaxUnpacked)
            return Refuse($"The workbook is larger than {MaxUnpacked / (1024 * 1024)} MiB when unpacked; export the tickets as CSV.");
        return archive.GetEntry("xl/workbook.xml") is null
            ? Refuse("The file is a ZIP archive, not an Excel workbook; export the tickets as CSV (UTF-8) or .xlsx.")
            : null;
    }

    /// <summary>The present sheet; null if it has no cells.</summary>
    private static Outcome<WorkbookSheet>? Sheet(IExcelDataReader reader, CancellationToken cancellationToken)
    {
        if (reader.FieldCount > MaxColumns) return Refuse($"The sheet \"{reader.Name}\" has {reader.FieldCount:N0} columns; at most {MaxColumns:N0} are allowed.");
        using var csv = new StringWriter(CultureInfo.InvariantCulture);
        var (rows, read) = (0, 0);
        while (rows < EvaluatorOptions.MaxRows + 2 && reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++read > MaxRowsRead) return Refuse($"The sheet \"{reader.Name}\" has more than {MaxRowsRead:N0} rows, most of them empty; delete the empty rows.");
            if (Enumerable.Range(0, reader.FieldCount).All(reader.IsDBNull)) continue;
            rows++;
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (i > 0) csv.Write(',');
                Write(csv, Text(reader.GetValue(i)));
                if (csv.GetStringBuilder().Length > MaxText)
                    return Refuse($"The sheet \"{reader.Name}\" has more than {MaxText / (1024 * 1024)} MiB of text; upload fewer tickets at a time.");
            }

            csv.Write('\n');
        }

        if (rows == 0) return null;
        return new WorkbookSheet(Encoding.UTF8.GetBytes(csv.ToString()), reader.Name);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time when time < s_firstDate => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // Always quoted, so that the separator cannot be mistaken.
    private static void Write(StringWriter csv, string text)
    {
        csv.Write('"');
        csv.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        csv.Write('"');
    }

    private static Refusal.Invalid Refuse(string reason) => Refusal.Field("file_unreadable", reason, FileUpload.Field, reason);
}
