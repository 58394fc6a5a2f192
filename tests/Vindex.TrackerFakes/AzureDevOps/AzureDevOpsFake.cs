using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.AzureDevOps;

/// <summary>
/// An organization of Azure DevOps. What an account lacks is named by the scopes <c>vso.work</c> (with reading) and <c>vso.work_write</c>, and
/// <c>EditSubscriptions</c>.
/// </summary>
public sealed class AzureDevOpsFake : TrackerFake
{
    private const string ValidatesOnly = "?validateOnly=true";

    /// <summary>The reference name of the field named "INVEST score".</summary>
    public const string ScoreField = "Custom.InvestScore";

    private const int LargestBatch = 200;
    private const string PreviewVersion = "7.1-preview.4";

    private AzureDevOpsFake(TimeProvider? time)
        : base(time)
    {
        Account = new("8ae200f1-a751-6bd2-a5b4-6a32cda5a2b6", "Vindex Bot", "bot@example.com", "token-of-the-bot");
        Person = new("d291b0c4-a05c-4ea6-8df1-4b41d5f39eff", "Priya Nair", "priya@example.com", "token-of-a-person");
    }

    /// <summary>Whether a work item's address names its project, as on the service and unlike older servers.</summary>
    public bool IsService { get; set; } = true;

    /// <inheritdoc/>
    protected override string RootPath => "/acme";

    /// <inheritdoc/>
    protected override int WebPageStatus => 203;

    /// <summary>Starts one.</summary>
    public static async Task<AzureDevOpsFake> StartAsync(TimeProvider? time = null)
    {
        var fake = new AzureDevOpsFake(time);
        await fake.ListenAsync();
        return fake;
    }

    /// <inheritdoc/>
    public override HttpRequestMessage CreateDelivery(FakeHook hook, FakeEvent happened)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new StringContent(happened.Body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("vindex:" + hook.Secret)));
        return request;
    }

    /// <inheritdoc/>
    protected override string ProjectId(FakeProject project) =>
        new Guid(0x6ce954b1, 0x1a2b, 0x4c3d, 0x80, 0, 0, 0, 0, 0, 0, (byte)(project.Index + 1)).ToString();

    /// <inheritdoc/>
    protected override string IssueId(FakeIssue issue) => issue.Id.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override bool IsRead(string request) =>
        request.Contains("/_apis/wit/wiql ", StringComparison.Ordinal) || request.Contains("/_apis/wit/workitemsbatch ", StringComparison.Ordinal)
        || request.Contains(ValidatesOnly + " ", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override string LoggedPath(FakeRequest request) => request.Parameter("validateOnly") == "true" ? request.Path + ValidatesOnly : request.Path;

    /// <inheritdoc/>
    protected override FakeAccount? Authenticate(FakeRequest request) => new[] { Account, Person }
        .FirstOrDefault(account => request.Header("Authorization") == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + account.Token)));

    /// <inheritdoc/>
    protected override FakeResponse Error(int status, string message) => new(status, status == 401 ? null : new JsonObject
    {
        ["$id"] = "1",
        ["innerException"] = null,
        ["message"] = message,
        ["typeKey"] = "WorkItemTrackingException",
        ["errorCode"] = 0,
        ["eventId"] = 3000,
    });

    /// <inheritdoc/>
    protected override FakeResponse Limited() => Error(429, "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource.") with
    {
        Headers =
        [
            ("X-RateLimit-Resource", "WorkItemTracking"),
            ("X-RateLimit-Limit", "200"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", LimitEnds.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ],
    };

    /// <inheritdoc/>
    protected override FakeResponse Answer(FakeRequest request)
    {
        if (request.Parts is not ["acme", .. var path]) return Error(404, "The organization does not exist.");
        if (request.Parameter("api-version") is not { } version) return Error(400, "No api-version was supplied for the request.");

        // The API of comments is in preview.
        if (path.Contains("comments") && version != PreviewVersion) return Error(400, "The requested version of the resource is under preview.");
        if (path.Contains("wit") && Lacks(request, "vso.work")) return Error(401, "");
        var changes = request.Method == "PATCH" || (request.Method == "POST" && path is [.., "comments"]);
        if (changes && Lacks(request, "vso.work_write")) return Error(401, "");
        return (request.Method, path) switch
        {
            ("GET", ["_apis", "connectionData"]) => new FakeResponse(200, ConnectionData(request.Account!)),
            ("GET", ["_apis", "projects"]) => ListProjects(request),
            ("GET", ["_apis", "projects", var name]) => FindProject(name) is { } found ? new FakeResponse(200, Shape(found)) : NoProject(name),
            ("GET", ["_apis", "wit", "fields"]) => new FakeResponse(200, ListOf([Field("System.Title", "Title"), Field(ScoreField, "INVEST score")])),
            ("POST", ["_apis", "wit", "wiql"]) => Query(request, null),
            ("POST", [var name, "_apis", "wit", "wiql"]) => FindProject(name) is { } scope ? Query(request, scope) : NoProject(name),
            ("POST", ["_apis", "wit", "workitemsbatch"]) => ReadBatch(request),
            (_, ["_apis", "wit", "workitems", var id]) => AnswerItem(request, id),
            (_, [var name, "_apis", "wit", "workItems", var id, "comments", .. var rest]) => FindProject(name) is { } home && FindItem(id) is { } item && item.Project == home
                ? AnswerComments(request, item, rest)
                : NoItem(id),
            (_, ["_apis", "hooks", "subscriptions", .. var rest]) => AnswerSubscriptions(request, rest),
            _ => Error(404, "The controller for path was not found."),
        };
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Kind, string Body)> EventsOf(FakeChange change)
    {
        var kind = change.Kind switch
        {
            FakeChangeKind.Created => "workitem.created",
            FakeChangeKind.Deleted => "workitem.deleted",
            _ => "workitem.updated",
        };
        return [(kind, AzureShapes.Event(kind, change, ShapeOf(change.Issue, hasLinks: true), ProjectId(change.Issue.Project)).ToJsonString())];
    }

    private Uri Root => new(Address.AbsoluteUri.TrimEnd('/'));

    private static bool Lacks(FakeRequest request, string permission) => request.Account!.Lacks.Contains(permission);

    private FakeProject? FindProject(string name) => Projects.FirstOrDefault(project => project.Key == name || ProjectId(project) == name);

    private FakeIssue? FindItem(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Find(number) : null;

    private FakeResponse NoProject(string name) => Error(404, $"TF200016: The following project does not exist: {name}.");

    private FakeResponse NoItem(string id) => Error(404, $"TF401232: Work item {id} does not exist, or you do not have permissions to read it.");

    private JsonObject Shape(FakeProject project) => AzureShapes.Project(Root, project, ProjectId(project));

    private JsonObject ShapeOf(FakeIssue issue, bool hasLinks) => AzureShapes.WorkItem(Root, issue, ProjectId(issue.Project), hasLinks, IsService);

    private static JsonObject ListOf(IReadOnlyCollection<JsonNode?> values) => new() { ["count"] = values.Count, ["value"] = new JsonArray([.. values]) };

    private static JsonObject Field(string referenceName, string name) => new() { ["name"] = name, ["referenceName"] = referenceName, ["type"] = "double" };

    private static JsonObject ConnectionData(FakeAccount account) => new()
    {
        ["authenticatedUser"] = new JsonObject { ["id"] = account.Id, ["providerDisplayName"] = account.Name, ["isActive"] = true },
        ["instanceId"] = "1b0a7a5c-0f5f-4a3b-9a3b-1f0e5d3c2b1a",
        ["deploymentType"] = "hosted",
    };

    private FakeResponse ListProjects(FakeRequest request)
    {
        var skip = int.Parse(request.Parameter("$skip") ?? "0", CultureInfo.InvariantCulture);
        var top = Math.Min(int.Parse(request.Parameter("$top") ?? "100", CultureInfo.InvariantCulture), LargestPage);
        return new FakeResponse(200, ListOf([.. Projects.Skip(skip).Take(top).Select(Shape)]));
    }

    private FakeResponse Query(FakeRequest request, FakeProject? scope)
    {
        try
        {
            var matches = WiqlReader.Read(request.Text("query") ?? "", scope);
            var top = int.Parse(request.Parameter("$top") ?? "20001", CultureInfo.InvariantCulture);
            List<FakeIssue> found = [.. Projects.SelectMany(Present).Where(matches).OrderBy(issue => issue.Id).Take(top)];
            if (found.Count >= 20_000) return Error(400, "VS402337: The number of work items returned exceeds the size limit of 20000.");
            return new FakeResponse(200, new JsonObject
            {
                ["queryType"] = "flat",
                ["queryResultType"] = "workItem",
                ["workItems"] = new JsonArray([.. found.Select(issue => (JsonNode)new JsonObject { ["id"] = issue.Id, ["url"] = $"{Root}/_apis/wit/workItems/{issue.Id}" })]),
            });
        }
        catch (FormatException exception)
        {
            return Error(400, exception.Message);
        }
    }

    private FakeResponse ReadBatch(FakeRequest request)
    {
        List<long> ids = [.. request.Body!["ids"]!.AsArray().Select(id => id!.GetValue<long>())];
        if (ids.Count > LargestBatch) return Error(400, "VS403474: You requested more than the limit of 200 work items.");
        var isLenient = request.Text("errorPolicy") == "Omit";
        if (!isLenient && ids.Exists(id => Find(id) is null)) return NoItem($"{ids.First(id => Find(id) is null)}");
        return new FakeResponse(200, ListOf([.. ids.Select(id => Find(id) is { } issue ? ShapeOf(issue, request.Text("$expand") == "Links") : null)]));
    }

    private FakeResponse AnswerItem(FakeRequest request, string id)
    {
        if (FindItem(id) is not { } issue) return NoItem(id);
        if (request.Method == "GET") return new FakeResponse(200, ShapeOf(issue, request.Parameter("$expand") == "links"));
        if (request.Method != "PATCH") return Error(405, "The requested resource does not support this method.");
        if (request.Header("Content-Type")?.StartsWith("application/json-patch+json", StringComparison.Ordinal) != true) return Error(415, "TF400898: Unsupported media type.");
        foreach (var operation in request.Body!.AsArray().OfType<JsonObject>())
        {
            var path = operation["path"]!.GetValue<string>();
            if (path == "/rev")
            {
                if (operation["value"]!.GetValue<int>() != issue.Revision) return Error(412, "VS403351: Test Operation for path /rev failed.");
            }
            else if (request.Parameter("validateOnly") != "true")
            {
                var error = SetField(request.Account!, issue, operation["op"]!.GetValue<string>(), path["/fields/".Length..], operation["value"]!);
                if (error is not null) return error;
            }
        }

        return new FakeResponse(200, ShapeOf(issue, hasLinks: false));
    }

    private FakeResponse? SetField(FakeAccount actor, FakeIssue issue, string operation, string field, JsonNode value)
    {
        if (field == "System.Tags")
        {
            var tags = value.GetValue<string>().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (operation == "replace" && issue.Labels.Count == 0) return Error(400, "VS403676: There is no value to replace.");

            // Adding keeps the tags that are there.
            SetLabels(issue, operation == "add" ? [.. issue.Labels, .. tags] : tags, actor);
            return null;
        }

        if (field != ScoreField) return Error(400, $"TF51535: Cannot find field {field}.");
        issue.Fields[field] = value.DeepClone();
        Changed(new FakeChange(FakeChangeKind.FieldSet, issue, actor, null, field));
        return null;
    }

    private FakeResponse AnswerComments(FakeRequest request, FakeIssue issue, string[] rest)
    {
        switch (request.Method, rest)
        {
            case ("GET", []):
                var skip = int.Parse(request.Parameter("continuationToken") ?? "0", CultureInfo.InvariantCulture);
                var top = Math.Min(int.Parse(request.Parameter("$top") ?? "200", CultureInfo.InvariantCulture), LargestPage);
                var comments = request.Parameter("order") == "desc" ? issue.Comments.Reverse() : issue.Comments;
                List<JsonNode> page = [.. comments.Skip(skip).Take(top).Select(comment => AzureShapes.Comment(issue, comment))];
                var json = new JsonObject { ["totalCount"] = issue.Comments.Count, ["count"] = page.Count, ["comments"] = new JsonArray([.. page]) };
                if (skip + page.Count < issue.Comments.Count) json["continuationToken"] = $"{skip + page.Count}";
                return new FakeResponse(200, json);
            case ("POST", []):
                return new FakeResponse(200, AzureShapes.Comment(issue, PutComment(issue, null, request.Text("text")!, request.Account!)));
            case ("PATCH", [var id]) when issue.Comments.FirstOrDefault(comment => comment.Id == id) is { } comment:
                return new FakeResponse(200, AzureShapes.Comment(issue, PutComment(issue, comment, request.Text("text")!, request.Account!)));
            default:
                return Error(404, "The comment does not exist.");
        }
    }

    private FakeResponse AnswerSubscriptions(FakeRequest request, string[] rest)
    {
        if (Lacks(request, "EditSubscriptions")) return Error(403, "TF50309: You need the permission to edit subscriptions.");
        var known = rest is [var id] ? Hooks.FirstOrDefault(hook => hook.Id == id) : null;
        switch (request.Method, rest.Length)
        {
            case ("GET", 0):
                return new FakeResponse(200, ListOf([.. Hooks.Select(hook => AzureShapes.Subscription(hook, ProjectId(hook.Project)))]));
            case ("POST", 0):
                var added = AddHook(ReadHook(request, $"fd672255-8b6b-4769-9260-{NewId():x12}"));
                return new FakeResponse(200, AzureShapes.Subscription(added, ProjectId(added.Project)));
            case ("PUT", 1) when known is not null:
                ReplaceHook(ReadHook(request, known.Id));
                return new FakeResponse(200, AzureShapes.Subscription(known, ProjectId(known.Project)));
            case ("DELETE", 1) when known is not null:
                RemoveHook(known.Id);
                return new FakeResponse(204);
            default:
                return Error(404, "The subscription does not exist.");
        }
    }

    private FakeHook ReadHook(FakeRequest request, string id)
    {
        var inputs = request.Body!["consumerInputs"]!;
        var project = FindProject(request.Body["publisherInputs"]!["projectId"]!.GetValue<string>())!;
        return new FakeHook(id, project, request.Text("eventType"), new Uri(inputs["url"]!.GetValue<string>()), inputs["basicAuthPassword"]!.GetValue<string>());
    }
}
