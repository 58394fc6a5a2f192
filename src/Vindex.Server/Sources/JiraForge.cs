using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>
/// Jira Cloud, through the app in <c>integrations/jira-forge</c>: an issue as returned by Jira's REST API v3, plus the names of custom fields.
/// </summary>
internal sealed class JiraForge : ISource
{
    private const string SignaturePrefix = "sha256=";

    public string Name => "jiraforge";

    public string Title => "Jira";

    public string Stem => "jira";

    public string ExternalIdPath => "cloudId";

    public string PathOf(string field) => field is "summary" or "description" ? "issue.fields." + field : field;

    // Jira's own webhooks are signed like GitHub's, with another header.
    public Proof? FindProof(SourceRequest request) =>
        request.Header("X-Hub-Signature") is { } signature && signature.StartsWith(SignaturePrefix, StringComparison.Ordinal)
            ? Proof.OfHmac(signature[SignaturePrefix.Length..], request.RawBody)
            : null;

    public SourceReading Read(SourceRequest request, InstallationSettings settings)
    {
        var body = new EventObject(request.Root);
        var webhook = body.Object("webhook");
        return ReadIssue(body.Object("issue"), settings) switch
        {
            SourceReading.Ticket when body.Has("webhook") && webhook.Text("url") is null =>
                new SourceReading.Refused("webhook.url", "is required and must be text"),
            SourceReading.Ticket ticket => ticket with { WebhookUrl = webhook.Text("url") },
            var other => other,
        };
    }

    // The app's events have no id, so that their tickets go by their keys; the API's issues have one, which stays when an issue moves.
    public SourceReading ReadIssue(JsonElement issue, InstallationSettings settings)
    {
        var read = new EventObject(issue);
        var reading = ReadIssue(read, settings);
        return reading is SourceReading.Ticket ticket ? ticket with { TicketId = read.Id("id") } : reading;
    }

    private static SourceReading ReadIssue(EventObject issue, InstallationSettings settings)
    {
        var fields = issue.Object("fields");
        if (!fields.Exists) return new SourceReading.Refused("issue.fields", "is required and must be an object");
        if (fields.Text("summary") is not { } summary) return new SourceReading.Refused("issue.fields.summary", "is required and must be text");
        var key = issue.Text("key");
        if (key?.Length > EventObject.MaxNameLength) return new SourceReading.Refused("issue.key", $"must have at most {EventObject.MaxNameLength} characters");
        if (!TryReadField(fields["description"], out var description))
            return new SourceReading.Refused("issue.fields.description", "must be text, or an ADF document (an object with \"type\": \"doc\")");
        var criteria = CriteriaFields.Join(CriteriaOf(fields, issue.Object("names"), settings.CriteriaFields));
        var context = EventContext.Limit([.. Links(fields), .. Parent(fields), .. Subtasks(fields), .. Labels(fields)]);
        var input = new TicketInput(summary, description, criteria, key, fields.Object("issuetype").Name("name"), context);
        return new SourceReading.Ticket(input);
    }

    private static bool TryReadField(JsonElement value, out FieldInput field)
    {
        field = value.ValueKind switch
        {
            JsonValueKind.String => FieldInput.FromText(value.GetString()),
            JsonValueKind.Object => FieldInput.FromDocument(value),
            _ => default,
        };
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.String or JsonValueKind.Object;
    }

    // In the order of the settings, each field once.
    private static IEnumerable<JsonElement> CriteriaOf(EventObject fields, EventObject names, IReadOnlyList<string> configured)
    {
        var nameOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, name) in names.Strings()) nameOf[id] = name.Trim();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var wanted in configured)
        {
            foreach (var field in fields.Element.EnumerateObject())
            {
                var isWanted = field.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)
                    || (nameOf.TryGetValue(field.Name, out var known) && known.Equals(wanted, StringComparison.OrdinalIgnoreCase));
                if (isWanted && field.Name is not ("summary" or "description") && taken.Add(field.Name)) yield return field.Value;
            }
        }
    }

    private static IEnumerable<ContextItem> Links(EventObject fields)
    {
        foreach (var link in fields.Objects("issuelinks"))
        {
            var inward = link.Object("inwardIssue");
            var issue = inward.Exists ? inward : link.Object("outwardIssue");
            if (issue.Exists) yield return Related(issue, ContextKind.LinkedIssue, link.Object("type").Name(inward.Exists ? "inward" : "outward"));
        }
    }

    private static IEnumerable<ContextItem> Parent(EventObject fields)
    {
        if (fields.Object("parent") is { Exists: true } parent) yield return Related(parent, ContextKind.Epic, "parent");
    }

    private static IEnumerable<ContextItem> Subtasks(EventObject fields) =>
        fields.Objects("subtasks").Select(subtask => Related(subtask, ContextKind.LinkedIssue, "subtask"));

    private static IEnumerable<ContextItem> Labels(EventObject fields)
    {
        // Without the labels that Vindex itself writes back: otherwise writing the result would change the ticket that it is the result of.
        var labels = string.Join(", ", fields.Labels("labels").Where(label => !BandLabels.IsOwn(label)).Take(EventContext.MaxItems));
        if (labels.Length > 0) yield return new ContextItem(ContextKind.Note, null, null, null, "Labels: " + labels);
    }

    private static ContextItem Related(EventObject issue, ContextKind kind, string? relation) =>
        new(kind, issue.Name("key"), relation, issue.Object("fields").Title("summary"), null);
}
