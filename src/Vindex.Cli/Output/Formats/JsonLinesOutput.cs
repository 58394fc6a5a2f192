using System.Text.Json;
using Vindex.Cli.Score;

namespace Vindex.Cli.Output.Formats;

/// <summary>One JSON object a line, in input order, each written as soon as its ticket is judged.</summary>
internal sealed class JsonLinesOutput(Stream output) : ITicketOutput
{
    private readonly Utf8JsonWriter _json = new(output, TicketJson.Options);

    public void Write(ScoredTicket ticket)
    {
        TicketJson.Write(_json, ticket);
        _json.Flush();
        _json.Reset();
        output.WriteByte((byte)'\n');
    }

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems) => output.Flush();

    public void Dispose() => _json.Dispose();
}
