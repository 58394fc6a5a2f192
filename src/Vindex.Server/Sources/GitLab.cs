using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>GitLab's webhook for issues, with the secret in <c>X-Gitlab-Token</c> (https://docs.gitlab.com/user/project/integrations/webhook_events).</summary>
internal sealed class GitLab : ISource
{
    private const string SummaryPath = "object_attributes.title";

    public string Name => "gitlab";

    public string Title => "GitLab";

    public string Stem => "gitlab";

    public string ExternalIdPath => "project.id";

    public string PathOf(string field) => field switch { "summary" => SummaryPath, "description" => "object_attributes.description", _ => field };

    public Proof? FindProof(SourceRequest request) => request.Header("X-Gitlab-Token") is { } token ? Proof.OfSecret(token) : null;

    public SourceReading Read(SourceRequest request, InstallationSettings settings)
    {
        var body = new EventObject(request.Root);

        // The issue hook also sends tasks and other work items.
        var kind = body.Text("object_kind");
        if (kind is not ("issue" or "work_item")) return new SourceReading.Ignored($"Only issue events are scored; this is \"{kind}\".");
        var issue = body.Object("object_attributes");
        return Skip(issue.Text("action"), body.Object("changes")) is { } reason ? new SourceReading.Ignored(reason) : ReadIssue(issue);
    }

    public SourceReading ReadIssue(JsonElement issue, InstallationSettings settings) => ReadIssue(new EventObject(issue));

    private static SourceReading ReadIssue(EventObject issue)
    {
        if (issue.Text("title") is not { } title) return new SourceReading.Refused(SummaryPath, "is required and must be text");
        if (issue.Id("iid") is not { } number) return new SourceReading.Refused("object_attributes.iid", "is required and must be a number");
        return new SourceReading.Ticket(new TicketInput(title, issue.Text("description"), default, "#" + number, issue.Name("type")), number)
        {
            Url = issue.Text("url"),
        };
    }

    private static string? Skip(string? action, EventObject changes) => action switch
    {
        null or "open" or "reopen" => null,
        "update" when changes.Exists && !changes.Names("title") && !changes.Names("description") => "The issue's title and description did not change.",
        "update" => null,
        _ => $"The action \"{action}\" does not change an issue's text.",
    };
}
