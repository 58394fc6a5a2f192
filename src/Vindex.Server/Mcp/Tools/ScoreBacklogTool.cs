using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Server.Portal;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Batches;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>score_backlog</c>: as <c>POST /v1/score/batch</c>, with a summary instead of a line for each ticket.</summary>
internal sealed class ScoreBacklogTool(BatchScoring batches, ToolLimits limits, PublicAddress address, TimeProvider time) : ITool
{
    public string Name => "score_backlog";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var given = arguments.Items("tickets");
        if (BacklogText.CountError(given.Count) is { } wrong) return ToolAnswer.Error(wrong);
        if (await limits.CountBacklogAsync(caller, given.Count, cancellationToken) is { } over) return ToolAnswer.Refused(over);
        var tickets = given.Select((ticket, index) => Ticket(index, TicketArguments.Body(ticket, arguments))).ToList();
        var batch = new ScoreBatch(caller, tickets, new ScoreTerms(time.GetUtcNow(), Details: true, Once: null), Claim: null, Key: null);
        using var lines = new MemoryStream();
        var output = PipeWriter.Create(lines, new StreamPipeWriterOptions(leaveOpen: true));
        await batches.RunAsync(batch, output, cancellationToken);
        await output.CompleteAsync();
        return Summary(given, Encoding.UTF8.GetString(lines.GetBuffer().AsSpan(0, (int)lines.Length)));
    }

    private static BatchTicket Ticket(int index, JsonElement body) => new(index, JsonMarshal.GetRawUtf8Value(body).ToArray(), body, Problem: null);

    private ToolAnswer Summary(IReadOnlyList<JsonElement> given, string lines)
    {
        var scored = new List<BacklogEntry>();
        var refused = new List<(int Index, string Detail)>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var element = JsonElement.Parse(line);
            if (!element.TryGetProperty("index", out var index)) continue;
            var ticket = given[index.GetInt32()];
            if (element.GetProperty("status").GetInt32() != StatusCodes.Status200OK)
            {
                refused.Add((index.GetInt32(), element.GetProperty("detail").GetString()!.Replace("ticket_data.", "", StringComparison.Ordinal)));
                continue;
            }

            var answer = element.Deserialize(ScoringJson.Shared.ScoreAnswer)!;
            scored.Add(new BacklogEntry(
                index.GetInt32(),
                BacklogEntry.KeyOf(ticket),
                ticket.GetProperty("summary").GetString()!,
                InvestScores.FromArray([.. answer.IndividualScores.Values()]),
                answer.Recommendations,
                address.Of(PortalPaths.Ticket(answer.ScoreId))));
        }

        return BacklogText.Of(scored, refused);
    }
}
