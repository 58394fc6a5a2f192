using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Server.Evaluations;

// Types for the API description only; the sources read the events themselves.

/// <summary>An issue of Jira Cloud (source <c>jiraforge</c>). For other sources, send the body of the product's webhook.</summary>
/// <param name="CloudId">The Jira site.</param>
/// <param name="Issue">The issue as returned by Jira's REST API v3; other members are ignored.</param>
/// <param name="Webhook">Where to send this result instead of the installation's callback URL.</param>
internal sealed record EventBody([property: JsonPropertyName("cloudId")] string CloudId, EventIssueBody Issue, EventWebhookBody? Webhook = null);

/// <summary>An issue.</summary>
/// <param name="Key">Key.</param>
/// <param name="Fields">Its fields, including custom fields with acceptance criteria, <c>issuelinks</c>, <c>parent</c>, <c>subtasks</c> and
/// <c>labels</c>.</param>
/// <param name="Names">The names of custom fields, by id.</param>
internal sealed record EventIssueBody(string Key, EventFieldsBody Fields, IReadOnlyDictionary<string, string>? Names = null);

/// <summary>Fields of an issue.</summary>
/// <param name="Summary">The title.</param>
/// <param name="Description">Text, or an ADF document.</param>
/// <param name="Issuetype">The issue type.</param>
internal sealed record EventFieldsBody(string Summary, JsonElement? Description = null, EventTypeBody? Issuetype = null);

/// <summary>The type of an issue.</summary>
/// <param name="Name">Name.</param>
internal sealed record EventTypeBody(string Name);

/// <summary>A request's own callback URL.</summary>
/// <param name="Url">The URL.</param>
internal sealed record EventWebhookBody(string Url);

/// <summary>The result of an event.</summary>
/// <param name="Status"><c>queued</c>: stored durably and waiting to be scored. <c>ignored</c>: not about a ticket's text.</param>
/// <param name="RequestId">Id of the request: <c>req_</c> and the <c>job_id</c> of the callback; only if queued.</param>
/// <param name="Reason">Why there is nothing to score; only if ignored.</param>
internal sealed record EventAnswerBody(
    string Status,
    [property: JsonPropertyName("requestId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RequestId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    public static EventAnswerBody Of(EventAnswer answer) => answer switch
    {
        EventAnswer.Queued queued => new EventAnswerBody("queued", queued.RequestId),
        EventAnswer.Ignored ignored => new EventAnswerBody("ignored", Reason: ignored.Reason),
        _ => throw new UnreachableException(),
    };
}
