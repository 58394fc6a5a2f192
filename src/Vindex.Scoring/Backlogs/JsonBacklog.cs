using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Backlogs;

/// <summary>Reads tickets from JSON, as one value or as one object a line.</summary>
internal static class JsonBacklog
{
    private static readonly string[] s_lists = ["issues", "items", "tickets", "cards", "value", "work_items", "workItems"];

    /// <summary>One object a line; blank lines are passed over.</summary>
    public static IEnumerable<BacklogRow> ReadLines(Stream stream, Encoding encoding)
    {
        using var reader = new StreamReader(stream, encoding, false, 16 * 1024, leaveOpen: true);
        var row = 0;
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (Characters.AreBlank(text)) continue;
            yield return ReadLine(text, ++row, line);
        }
    }

    /// <summary>One value: an array of tickets, an object that holds one, or a ticket.</summary>
    public static IEnumerable<BacklogRow> Read(Stream stream, Backlog backlog)
    {
        var reader = new JsonArrayReader(stream);
        var row = 0;
        while (Next(reader, backlog) is { } document)
        {
            using (document)
            {
                if (!reader.IsArray)
                {
                    foreach (var inner in Unfold(document.RootElement, reader.Line, backlog)) yield return inner;
                }
                else
                {
                    yield return JsonTicket.Read(document.RootElement, ++row, reader.Line);
                }
            }
        }
    }

    private static BacklogRow ReadLine(string text, int row, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonArrayReader.MaxDepth });
            return JsonTicket.Read(document.RootElement, row, line);
        }
        catch (JsonException e)
        {
            return new BacklogRow(row, line, null, null, $"line {line:N0}: not valid JSON: {Reason(e)}");
        }
    }

    private static JsonDocument? Next(JsonArrayReader reader, Backlog backlog)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException e)
        {
            backlog.Failure = $"line {(e.LineNumber ?? 0) + 1:N0}: not valid JSON: {Reason(e)}";
            return null;
        }
    }

    private static IEnumerable<BacklogRow> Unfold(JsonElement value, int line, Backlog backlog)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            backlog.Failure = $"the file must contain an array of tickets, an object with \"issues\", \"items\" or \"tickets\", or one ticket, but it contains {JsonTicket.Name(value)}.";
            yield break;
        }
        if (List(value) is not { } list)
        {
            yield return JsonTicket.Read(value, 1, line);
            yield break;
        }
        var row = 0;
        var seen = 0;
        foreach (var item in list.EnumerateArray())
        {
            line += LinesTo(value, item, ref seen);
            yield return JsonTicket.Read(item, ++row, line);
        }
    }

    /// <summary>The tickets that an object holds, when it is not itself one.</summary>
    private static JsonElement? List(JsonElement value)
    {
        JsonElement? list = null;
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Array && list is null && Array.Exists(s_lists, property.NameEquals)) list = property.Value;
            if (property.NameEquals("ticket_data") || property.NameEquals("summary")) return null;
        }
        return list;
    }

    private static int LinesTo(JsonElement whole, JsonElement part, ref int seen)
    {
        var text = JsonMarshal.GetRawUtf8Value(whole);
        if (!text.Overlaps(JsonMarshal.GetRawUtf8Value(part), out var offset)) return 0;
        var lines = text[seen..offset].Count((byte)'\n');
        seen = offset;
        return lines;
    }

    /// <summary>The parser's own words without its coordinates, which count from 0.</summary>
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber", StringComparison.Ordinal);
        var reason = end < 0 ? e.Message : e.Message[..end];
        if (reason.EndsWith(" Path: $ |", StringComparison.Ordinal)) reason = reason[..^" Path: $ |".Length];
        return e.BytePositionInLine is { } position ? $"{reason.TrimEnd('.')} (byte {position + 1:N0} of the line)." : reason;
    }
}
