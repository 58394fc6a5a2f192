using Spectre.Console;

namespace Vindex.Cli.Output.Terminal;

/// <summary>A column of a table.</summary>
/// <param name="Section">What it belongs to, together with its neighbors of the same section; empty for nothing.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Cells">A text for each row.</param>
internal sealed record TextColumn(string Section, string Heading, IReadOnlyList<string> Cells)
{
    /// <summary>Columns of the terminal that it takes.</summary>
    public int Width { get; } = Math.Max(Heading.GetCellWidth(), Cells.Count == 0 ? 0 : Cells.Max(cell => cell.GetCellWidth()));
}

/// <summary>A table of labels on the left and numbers on the right. One that is too wide is broken into several that repeat the labels.</summary>
internal sealed class TextTable(ConsolePage page, Glyphs glyphs)
{
    private const int Gap = 2;

    /// <summary>Writes it.</summary>
    /// <param name="labels">Columns that are aligned on the left.</param>
    /// <param name="columns">Columns that are aligned on the right.</param>
    /// <param name="footers">How many of the last rows stand under a rule.</param>
    /// <param name="tail">What is drawn behind a row in so many columns, where there is room; null for nothing.</param>
    public void Write(IReadOnlyList<TextColumn> labels, IReadOnlyList<TextColumn> columns, int footers, Func<int, int, string>? tail = null)
    {
        var room = page.Width - 1 - labels.Sum(label => label.Width + Gap);
        var first = 0;
        while (first < columns.Count)
        {
            var count = Fitting(columns, first, room);
            if (first > 0) page.Line();
            var part = columns.Skip(first).Take(count).ToList();
            first += count;
            WritePart(labels, part, footers, first == columns.Count ? tail : null);
        }
    }

    // A section that fits into a table of its own is not torn.
    private static int Fitting(IReadOnlyList<TextColumn> columns, int first, int room)
    {
        var count = 1;
        var width = columns[first].Width;
        while (first + count < columns.Count && (width += Gap + columns[first + count].Width) <= room) count++;
        if (first + count == columns.Count) return count;
        var whole = count;
        while (whole > 0 && columns[first + whole - 1].Section == columns[first + whole].Section) whole--;
        return whole > 0 ? whole : count;
    }

    private void WritePart(IReadOnlyList<TextColumn> labels, List<TextColumn> columns, int footers, Func<int, int, string>? tail)
    {
        var widths = columns.Select(column => column.Width).ToArray();
        var sections = Sections(columns, widths);
        var left = labels.Sum(label => label.Width + Gap);
        var width = left + widths.Sum() + (Gap * (widths.Length - 1));
        var tailWidth = page.Width >= Screen.Unlimited ? 0 : page.Width - 1 - width - Gap;
        if (columns.Any(column => column.Section.Length > 0))
        {
            var names = string.Concat(sections.Select(section => new string(' ', Gap) + Right(section.Section, section.Width)));
            page.Line((new string(' ', left - Gap) + names).TrimEnd(), Styles.Heading);
        }

        foreach (var label in labels) page.Write(TerminalText.Pad(label.Heading, label.Width + Gap), Styles.Heading);
        page.Line(string.Join(new string(' ', Gap), columns.Select((column, i) => Right(column.Heading, widths[i]))), Styles.Heading);
        var rows = labels[0].Cells.Count;
        for (var row = 0; row < rows; row++)
        {
            if (row == rows - footers && row > 0) page.Line(new string(glyphs.Rule, width), Styles.Faint);
            foreach (var label in labels) page.Write(TerminalText.Pad(label.Cells[row], label.Width + Gap));
            page.Write(string.Join(new string(' ', Gap), columns.Select((column, i) => Right(column.Cells[row], widths[i]))));
            page.Line(tail is not null && tailWidth > 0 && row < rows - footers ? new string(' ', Gap) + tail(row, tailWidth) : "");
        }
    }

    // A section whose name is longer than its columns widens the first of them.
    private static List<(string Section, int Width)> Sections(List<TextColumn> columns, int[] widths)
    {
        var sections = new List<(string, int)>();
        for (var i = 0; i < columns.Count;)
        {
            var end = i;
            while (end < columns.Count && columns[end].Section == columns[i].Section) end++;
            var width = widths[i..end].Sum() + (Gap * (end - i - 1));
            var missing = columns[i].Section.GetCellWidth() - width;
            if (missing > 0)
            {
                widths[i] += missing;
                width += missing;
            }

            sections.Add((columns[i].Section, width));
            i = end;
        }

        return sections;
    }

    private static string Right(string text, int columns) => new string(' ', Math.Max(0, columns - text.GetCellWidth())) + text;
}
