using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>Linear's webhook for issues, signed with <c>Linear-Signature</c> (https://linear.app/developers/webhooks).</summary>
internal sealed class Linear : ISource
{
    private const string SummaryPath = "data.title";

    public string Name => "linear";

    public string Title => "Linear";

    public string Stem => "linear";

    public string ExternalIdPath => "organizationId";

    public string PathOf(string field) => field switch { "summary" => SummaryPath, "description" => "data.description", _ => field };

    public string Normalize(string externalId) => externalId.ToLowerInvariant();

    public Proof? FindProof(SourceRequest request) => request.Header("Linear-Signature") is { } signature ? Proof.OfHmac(signature, request.RawBody) : null;

    public SourceReading Read(SourceRequest request, InstallationSettings settings)
    {
        var body = new EventObject(request.Root);
        if (body.Text("type") is var kind && kind != "Issue") return new SourceReading.Ignored($"Only issue events are scored; this is \"{kind}\".");
        if (Skip(body.Text("action"), body.Object("updatedFrom")) is { } reason) return new SourceReading.Ignored(reason);

        return ReadIssue(body.Object("data"), body.Text("url"));
    }

    public SourceReading ReadIssue(JsonElement issue, InstallationSettings settings)
    {
        var data = new EventObject(issue);
        return ReadIssue(data, data.Text("url"));
    }

    private static SourceReading ReadIssue(EventObject issue, string? url)
    {
        if (issue.Text("title") is not { } title) return new SourceReading.Refused(SummaryPath, "is required and must be text");
        if (issue.Name("identifier") is not { } key) return new SourceReading.Refused("data.identifier", "is required and must be text");
        IReadOnlyList<ContextItem>? context = issue.Object("parent") is { Exists: true } parent
            ? [new ContextItem(ContextKind.Epic, parent.Name("identifier"), "parent", parent.Title("title"), null)]
            : null;

        // The identifier changes when an issue moves to another team; the id does not.
        var input = new TicketInput(title, issue.Text("description"), default, key, Context: context);
        return new SourceReading.Ticket(input, issue.Name("id")) { Url = url };
    }

    private static string? Skip(string? action, EventObject updatedFrom) => action switch
    {
        "create" => null,
        "update" when updatedFrom.Exists && !updatedFrom.Names("title") && !updatedFrom.Names("description") =>
            "The issue's title and description did not change.",
        "update" => null,
        _ => $"The action \"{action}\" does not change an issue's text.",
    };
}
