using System.Text.Json;
using Vindex.Cli.Score;
using Vindex.Scoring;

namespace Vindex.Cli.Output.Formats;

/// <summary>One JSON document: the tickets as in JSON lines, a summary, and what could not be judged.</summary>
internal sealed class JsonOutput : ITicketOutput
{
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;
    private readonly Func<JudgeName?> _judge;

    public JsonOutput(Stream output, Func<JudgeName?> judge)
    {
        _judge = judge;
        _output = output;
        _json = new Utf8JsonWriter(output, TicketJson.Options with { Indented = true });
        _json.WriteStartObject();
        _json.WriteStartArray("tickets");
    }

    public void Write(ScoredTicket ticket)
    {
        TicketJson.Write(_json, ticket);
        _json.Flush();
    }

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems)
    {
        _json.WriteEndArray();
        WriteSummary(summary);
        if (summary.Relations is { } relations) RelationsJson.Write(_json, relations);
        _json.WriteStartArray("errors");
        foreach (var problem in problems) WriteProblem(problem);
        _json.WriteEndArray();
        var judge = _judge();
        _json.WriteStartObject("model_metadata");
        _json.WriteString("provider", judge?.Provider);
        _json.WriteString("model_name", judge?.Model);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _output.WriteByte((byte)'\n');
        _output.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteSummary(BacklogSummary summary)
    {
        _json.WriteStartObject("summary");
        _json.WriteNumber("total", summary.Total);
        TicketJson.WriteTenths(_json, "overall_average", summary.AverageTenths);
        _json.WriteStartObject("bands");
        foreach (var band in new[] { Band.Healthy, Band.NeedsReview, Band.AtRisk }) _json.WriteNumber(band.Name(), summary.In(band));
        _json.WriteEndObject();
        _json.WriteStartObject("dimension_averages");
        foreach (var dimension in Dimensions.All) TicketJson.WriteTenths(_json, dimension.Name(), summary.AverageTenthsOf(dimension));
        _json.WriteEndObject();
        _json.WriteStartObject("dimension_fail_counts");
        foreach (var dimension in Dimensions.All) _json.WriteNumber(dimension.Name(), summary.Fails(dimension));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteProblem(RowProblem problem)
    {
        _json.WriteStartObject();
        if (problem.Row is { } row) _json.WriteNumber("row", row);
        else _json.WriteNull("row");
        if (problem.Line is { } line) _json.WriteNumber("line", line);
        else _json.WriteNull("line");
        _json.WriteString("message", problem.Reason);
        _json.WriteEndObject();
    }
}
