using System.Text;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Markup;

namespace Vindex.Scoring.Backlogs;

/// <summary>Reads one ticket from a text: the title, then the description.</summary>
internal static class TextBacklog
{
    public static IEnumerable<BacklogRow> Read(Stream stream, Encoding encoding)
    {
        using var reader = new StreamReader(stream, encoding, false, 16 * 1024, leaveOpen: true);
        var line = 1;
        while (reader.ReadLine() is { } title)
        {
            if (!Characters.AreBlank(title))
            {
                yield return new BacklogRow(1, line, null, new TicketInput(Title(title), reader.ReadToEnd()), null);
                yield break;
            }
            line++;
        }
    }

    /// <summary>A title need not look like a heading, but often does.</summary>
    private static string Title(string line)
    {
        var text = line.AsSpan().Trim();
        var level = LineMarkers.HashHeading(text);
        if (level > 0 && level < text.Length) text = text[level..];
        else if (text.Length > 4 && LineMarkers.WikiHeading(text) > 0) text = text[4..];
        return text.Trim().ToString();
    }
}
