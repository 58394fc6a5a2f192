using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Scoring.Batches;

/// <summary>The body of <c>POST /v1/score/batch</c>: lines of JSON, or an object with a list of tickets.</summary>
internal sealed class BatchBody : IDisposable
{
    /// <summary>Size limit in bytes.</summary>
    public const int Limit = 8 * 1024 * 1024;

    /// <summary>Maximum number of tickets.</summary>
    public const int MaxTickets = 1000;

    /// <summary>The media type of lines of JSON.</summary>
    public const string Lines = "application/x-ndjson";

    private readonly BodyBytes _bytes;
    private readonly List<JsonDocument> _documents = [];
    private readonly List<BatchTicket> _tickets = [];

    private BatchBody(BodyBytes bytes) => _bytes = bytes;

    /// <summary>The tickets in the order received.</summary>
    public IReadOnlyList<BatchTicket> Tickets => _tickets;

    /// <summary>The body as received; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Memory;

    /// <summary>The body, or the problem with it as a whole.</summary>
    public static async ValueTask<(BatchBody? Body, Problem? Problem)> ReadAsync(HttpContext context)
    {
        var isLines = IsLines(context.Request.ContentType);
        if (!isLines && RequestBody.RefuseMediaType(context.Request) is { } refused)
        {
            return (null, context.Request.Headers.ContentEncoding.Count > 0
                ? refused
                : Problem.UnsupportedMediaType($"Send the tickets as {Lines}, one JSON object a line, or as application/json: {{\"tickets\": […]}}."));
        }

        var (bytes, problem) = await BodyBytes.ReceiveAsync(context, Limit);
        if (bytes is null) return (null, problem);
        var body = new BatchBody(bytes);
        problem = bytes.TakeDocument(copied: true);
        problem ??= isLines ? body.ReadLines() : body.ReadList();
        if (problem is null) return (body, null);
        body.Dispose();
        return (null, problem);
    }

    public void Dispose()
    {
        foreach (var document in _documents) document.Dispose();
        _bytes.Dispose();
    }

    private static bool IsLines(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(Lines, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/jsonl", StringComparison.OrdinalIgnoreCase));

    private Problem? ReadLines()
    {
        var rest = Bytes.Span.StartsWith("\uFEFF"u8) ? Bytes[3..] : Bytes;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            line = line.Trim(" \t\r"u8);
            if (line.IsEmpty) continue;
            if (_tickets.Count == MaxTickets) return TooMany();
            _tickets.Add(ReadLine(line));
        }

        return _tickets.Count == 0 ? Problem.BadRequest("body_missing", "The body has no tickets; expected one JSON object a line.") : null;
    }

    private BatchTicket ReadLine(ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span)) return Refused(line, Problem.BadRequest("not_utf8", "The line is not valid UTF-8."));
        if (JsonEdge.Parse(line, out var document) is { } problem) return Refused(line, problem);
        _documents.Add(document!);
        return Ticket(line, document!.RootElement);
    }

    private Problem? ReadList()
    {
        var json = Bytes.Span.StartsWith("\uFEFF"u8) ? Bytes[3..] : Bytes;
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty) return Problem.BadRequest("body_missing", "The body is empty; expected a JSON object.");
        if (!Utf8.IsValid(json.Span)) return Problem.BadRequest("not_utf8", "The body is not valid UTF-8.");
        if (JsonEdge.Parse(json, out var document) is { } problem) return problem;
        _documents.Add(document!);
        var root = document!.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("tickets", out var tickets) || tickets.ValueKind != JsonValueKind.Array)
            return Problem.Invalid("invalid_fields", "The body needs the list tickets.", "tickets", "must be a list of tickets");
        if (tickets.GetArrayLength() > MaxTickets) return TooMany();
        foreach (var ticket in tickets.EnumerateArray()) _tickets.Add(Ticket(RawOf(ticket, json), ticket));
        return _tickets.Count == 0 ? Problem.Invalid("invalid_fields", "The list tickets is empty.", "tickets", "must hold 1 to 1,000 tickets") : null;
    }

    // A ticket may be as large as the body of a single request.
    private BatchTicket Ticket(ReadOnlyMemory<byte> json, JsonElement root) =>
        json.Length > RequestBody.Limit ? Refused(json, Problem.TooLarge(RequestBody.Limit)) : new BatchTicket(_tickets.Count, json, root, null);

    private BatchTicket Refused(ReadOnlyMemory<byte> json, Problem problem) => new(_tickets.Count, json, default, problem);

    // A document in which a key occurs twice is read from a copy.
    private static ReadOnlyMemory<byte> RawOf(JsonElement element, ReadOnlyMemory<byte> body)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return body.Span.Overlaps(raw, out var start) ? body.Slice(start, raw.Length) : raw.ToArray();
    }

    private static Problem TooMany() =>
        Problem.Invalid("too_many_tickets", $"A batch holds at most {MaxTickets:N0} tickets; send the rest in another.", "tickets", $"at most {MaxTickets:N0}");
}
