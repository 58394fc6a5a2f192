using System.Text.Json;
using Vindex.Server.Portal;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Batches;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

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
        var terms = new ScoreTerms(time.GetUtcNow(), Details: true, Once: null);
        var outcomes = await batches.ScoreAsync(caller, [.. given.Select(ticket => TicketArguments.Of(ticket, arguments))], terms, cancellationToken);
        return Summary(given, outcomes);
    }

    private ToolAnswer Summary(IReadOnlyList<JsonElement> given, IReadOnlyList<Outcome<ScoreReply>> outcomes)
    {
        var scored = new List<BacklogEntry>();
        var refused = new List<(int Index, string Detail)>();
        foreach (var (index, outcome) in outcomes.Index())
        {
            switch (outcome)
            {
                case Outcome<ScoreReply>.Done { Value: var reply }:
                    scored.Add(Entry(index, given[index], ScoreTicketTool.Answer(reply)));
                    break;
                case Outcome<ScoreReply>.Refused { Reason: var reason }:
                    refused.Add((index, TicketArguments.Named(Problem.Of(reason).Detail)));
                    break;
            }
        }

        return BacklogText.Of(scored, refused);
    }

    private BacklogEntry Entry(int index, JsonElement ticket, ScoreAnswer answer) => new(
        index,
        BacklogEntry.KeyOf(ticket),
        ticket.GetProperty("summary").GetString()!,
        ScoreTicketTool.ScoresOf(answer),
        answer.Recommendations,
        address.Of(PortalPaths.Ticket(answer.ScoreId)));
}
