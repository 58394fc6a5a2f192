using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Scoring;

/// <summary>A ticket to score.</summary>
/// <param name="TicketId">The ticket's id; null if not given.</param>
/// <param name="CustomerId">The customer; null for the default one.</param>
/// <param name="Ticket">The ticket before its markup is read.</param>
/// <param name="SystemType">The profile's name.</param>
internal sealed record ScoreRequest(string? TicketId, string? CustomerId, TicketInput Ticket, string SystemType)
{
    public const int MaxIdLength = 255;
    public const int MaxContextItems = 50;
    public const int MaxTitle = 1000;
    public const int MaxContextText = 64 * 1024;

    /// <summary>Reads a body of <c>POST /v1/score</c>.</summary>
    public static Input<ScoreRequest> Read(JsonElement root) => Read(root, ScoringJson.Bodies.ScoreRequestBody, TicketLimits.Api).Request;

    /// <summary>Reads a body with further members.</summary>
    /// <param name="root">The body.</param>
    /// <param name="type">Its record.</param>
    /// <param name="limits">How to handle an overlong summary; the other texts are measured after their markup is read.</param>
    public static (Input<ScoreRequest> Request, T Body) Read<T>(JsonElement root, JsonTypeInfo<T> type, TicketLimits limits)
        where T : ScoreRequestBody
    {
        var (body, errors) = BodyReader.Read(root, type);
        return (Of(body, errors, limits), body);
    }

    /// <summary>A request that did not come as a body; it is held to the same rules.</summary>
    public static Input<ScoreRequest> Of(ScoreRequestBody body)
    {
        var errors = new FieldErrors();
        BodyReader.Check(body, ScoringJson.Bodies.ScoreRequestBody, errors);
        return Of(body, errors, TicketLimits.Api);
    }

    private static Input<ScoreRequest> Of(ScoreRequestBody body, FieldErrors errors, TicketLimits limits)
    {
        var summary = body.TicketData.Summary;
        if (limits.OverLimit == OverLimit.Refuse && summary.Length > limits.SummaryCharacters)
            errors.Add("ticket_data.summary", $"must have at most {limits.SummaryCharacters} characters; it has {summary.Length}");
        var context = body.ContextItems is { Count: > 0 } items ? items.Select(item => item.ToItem()).ToList() : null;
        var request = new ScoreRequest(body.TicketId, body.CustomerId, body.TicketData.ToInput(context), body.SystemType ?? Profile.DefaultName);
        return new Input<ScoreRequest>(request, errors);
    }
}
