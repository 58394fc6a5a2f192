using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>GitHub's webhook for <c>issues</c>, signed with <c>X-Hub-Signature-256</c> (https://docs.github.com/webhooks).</summary>
internal sealed class GitHub : ISource
{
    private const string SummaryPath = "issue.title";
    private const string SignaturePrefix = "sha256=";

    public string Name => "github";

    public string Title => "GitHub";

    public string Stem => "github";

    public string ExternalIdPath => "repository.full_name";

    public string PathOf(string field) => field switch { "summary" => SummaryPath, "description" => "issue.body", _ => field };

    // GitHub's names are case-insensitive.
    public string Normalize(string externalId) => externalId.ToLowerInvariant();

    public Proof? FindProof(SourceRequest request) =>
        request.Header("X-Hub-Signature-256") is { } signature && signature.StartsWith(SignaturePrefix, StringComparison.Ordinal)
            ? Proof.OfHmac(signature[SignaturePrefix.Length..], request.RawBody)
            : null;

    public SourceReading Read(SourceRequest request, InstallationSettings settings)
    {
        var kind = request.Header("X-GitHub-Event") ?? "issues";
        if (kind == "ping") return new SourceReading.Ignored("Ping received; the webhook works.");
        if (kind != "issues") return new SourceReading.Ignored($"Only issue events are scored; this is \"{kind}\".");
        var body = new EventObject(request.Root);
        return Skip(body) is { } reason ? new SourceReading.Ignored(reason) : ReadIssue(body["issue"], settings);
    }

    public SourceReading ReadIssue(JsonElement issue, InstallationSettings settings) => ReadIssue(new EventObject(issue));

    private static SourceReading ReadIssue(EventObject issue)
    {
        if (issue.Object("pull_request").Exists) return new SourceReading.Ignored("A pull request is not a ticket.");
        if (issue.Text("title") is not { } title) return new SourceReading.Refused(SummaryPath, "is required and must be text");
        if (issue["number"] is not { ValueKind: JsonValueKind.Number }) return new SourceReading.Refused("issue.number", "is required and must be a number");
        var number = issue.Id("number")!;
        return new SourceReading.Ticket(new TicketInput(title, issue.Text("body"), default, "#" + number, issue.Object("type").Name("name")), number)
        {
            Url = issue.Text("html_url"),
        };
    }

    private static string? Skip(EventObject body) => body.Text("action") switch
    {
        null or "opened" or "reopened" or "typed" or "untyped" => null,
        "edited" when body.Object("changes") is { Exists: true } changes && !changes.Names("title") && !changes.Names("body") =>
            "The issue's title and text did not change.",
        "edited" => null,
        var action => $"The action \"{action}\" does not change an issue's text.",
    };
}
