using System.Buffers;
using System.Text.Json;
using Vindex.Cli.Score;

namespace Vindex.Cli.Output.Formats;

/// <summary>One JSON object a line, in input order, each written as soon as its ticket is judged.</summary>
internal sealed class JsonLinesOutput(Stream output) : ITicketOutput
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_line;

    [ThreadStatic]
    private static Utf8JsonWriter? t_json;

    public byte[] Render(ScoredTicket ticket)
    {
        var line = t_line ??= new ArrayBufferWriter<byte>(64 * 1024);
        line.ResetWrittenCount();
        var json = t_json ??= new Utf8JsonWriter(line, TicketJson.Options);
        json.Reset();
        TicketJson.Write(json, ticket);
        json.Flush();
        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    public void Write(ScoredTicket ticket) => output.Write(ticket.Rendered ?? Render(ticket));

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems) => output.Flush();

    public void Dispose()
    {
    }
}
