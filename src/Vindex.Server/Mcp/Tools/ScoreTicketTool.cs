using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Server.Portal;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>score_ticket</c>: as <c>POST /v1/score</c>.</summary>
internal sealed class ScoreTicketTool(ScoringService scoring, ToolLimits limits, PublicAddress address, TimeProvider time) : ITool
{
    public string Name => "score_ticket";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (await limits.CountTicketAsync(caller, cancellationToken) is { } over) return ToolAnswer.Refused(over);
        var request = TicketArguments.Of(arguments);
        var terms = new ScoreTerms(time.GetUtcNow(), Details: true, Once: null);
        return await scoring.ScoreAsync(caller, request, terms, cancellationToken) switch
        {
            Outcome<ScoreReply>.Done { Value: var reply } => new ToolAnswer(Text(arguments, Answer(reply))),
            Outcome<ScoreReply>.Refused { Reason: var reason } => TicketArguments.Named(ToolAnswer.Refused(reason)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The answer in a reply.</summary>
    public static ScoreAnswer Answer(ScoreReply reply) => JsonSerializer.Deserialize(reply.Json, ScoringJson.Shared.ScoreAnswer)!;

    private string Text(ToolArguments arguments, ScoreAnswer answer)
    {
        var text = new StringBuilder();
        text.AppendLine($"{ScoreText.Name(arguments.Text("key"), arguments.Text("summary")!)}: {ScoreText.Line(ScoresOf(answer))}");
        if (answer.Reading is { } reading) text.AppendLine(ScoreText.Kind(reading.Kind));
        ScoreText.WriteAdvice(text, answer.RecommendationDetails ?? [], answer.Findings ?? []);
        text.AppendLine($"Stored as score {answer.ScoreId}: {address.Of(PortalPaths.Ticket(answer.ScoreId))}");
        return text.ToString();
    }

    /// <summary>The scores of an answer.</summary>
    public static InvestScores ScoresOf(ScoreAnswer answer) => InvestScores.FromArray([.. answer.IndividualScores.Values()]);
}
