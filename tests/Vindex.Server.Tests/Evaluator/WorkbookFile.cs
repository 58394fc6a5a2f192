using System.IO.Compression;
using System.Security;
using System.Text;

namespace Vindex.Server.Tests.Evaluator;

/// <summary>Writes workbooks (.xlsx) by hand, with no more in them than a reader needs.</summary>
internal static class WorkbookFile
{
    /// <summary>A workbook with sheets, each with its state (<c>visible</c> or <c>hidden</c>) and the XML of its rows.</summary>
    public static byte[] Of(params (string Name, string State, string Rows)[] sheets)
    {
        var numbers = Enumerable.Range(1, sheets.Length).ToList();
        return Zip(
        [
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"),
            ("_rels/.rels", Relationships([("r1", "officeDocument", "xl/workbook.xml")])),
            ("xl/_rels/workbook.xml.rels", Relationships(
                [.. numbers.Select(i => ($"s{i}", "worksheet", $"worksheets/sheet{i}.xml")), ("styles", "styles", "styles.xml"), ("strings", "sharedStrings", "sharedStrings.xml")])),
            ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                + string.Concat(numbers.Select(i => $"<sheet name=\"{SecurityElement.Escape(sheets[i - 1].Name)}\" sheetId=\"{i}\" state=\"{sheets[i - 1].State}\" r:id=\"s{i}\"/>"))
                + "</sheets></workbook>"),
            ("xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
            ("xl/sharedStrings.xml", "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>Shared title</t></si></sst>"),
            .. numbers.Select(i => (
                $"xl/worksheets/sheet{i}.xml",
                $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{sheets[i - 1].Rows}</sheetData></worksheet>")),
        ]);
    }

    /// <summary>Rows of text.</summary>
    public static string Rows(params string[][] rows) => string.Concat(rows.Select((cells, row) =>
        $"<row r=\"{row + 1}\">{string.Concat(cells.Select((cell, column) => Text($"{(char)('A' + column)}{row + 1}", cell)))}</row>"));

    /// <summary>A cell of text.</summary>
    public static string Text(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";

    /// <summary>An archive with these parts.</summary>
    public static byte[] Zip(IEnumerable<(string Name, string Content)> parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    private static string Relationships(IEnumerable<(string Id, string Type, string Target)> targets) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(targets.Select(one =>
            $"<Relationship Id=\"{one.Id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{one.Type}\" Target=\"{one.Target}\"/>"))
        + "</Relationships>";
}
