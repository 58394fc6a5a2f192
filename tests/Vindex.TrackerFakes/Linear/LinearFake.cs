using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.Linear;

/// <summary>
/// Linear's GraphQL API: teams, issues, comments, labels and webhooks, for a personal API key. Teams are called by their key. A query gets exactly the fields it
/// asks for, and an error for one that does not exist or is too complex. In <see cref="TrackerFake.Requests"/>, the path ends with the kind of the operation and
/// its first field: <c>/graphql/mutation/commentCreate</c>.
/// </summary>
public sealed partial class LinearFake : TrackerFake
{
    private const double MostComplex = 10_000;
    private readonly List<FakeLabel> _labels = [];

    private LinearFake(TimeProvider? time)
        : base(time)
    {
        Account = new FakeAccount("9cfb482a-81e3-4154-b5b9-2c805e70a02d", "Vindex Bot", "bot@example.com", "lin_api_key_of_the_bot");
        Person = new FakeAccount("1c9e2d3f-0c66-4a3f-8f2a-5b0d8b3b9f11", "Priya Nair", "priya@example.com", "lin_api_key_of_a_person");
    }

    /// <summary>A token for OAuth, which is sent as a bearer token.</summary>
    public string OAuthToken => "lin_oauth_token_of_the_bot";

    /// <summary>Whether an error of a query has the status 200, as those of single fields have, instead of 400.</summary>
    public bool ErrorsAreSuccesses { get; set; }

    /// <summary>The greatest complexity of a query so far.</summary>
    public double GreatestComplexity { get; private set; }

    /// <summary>Starts one.</summary>
    public static async Task<LinearFake> StartAsync(TimeProvider? time = null)
    {
        var fake = new LinearFake(time);
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>Adds a label of the whole workspace, which all teams have.</summary>
    public void AddWorkspaceLabel(string name)
    {
        lock (Gate) _labels.Add(new FakeLabel(Uuid(NewId()), name, null));
    }

    /// <inheritdoc/>
    public override HttpRequestMessage CreateDelivery(FakeHook hook, FakeEvent happened) => WebhookRequest.Create(
        hook.Url,
        happened.Body,
        ("Linear-Delivery", $"234d1a4e-b617-4388-90fe-{happened.Number:d12}"),
        ("Linear-Event", "Issue"),
        ("Linear-Signature", WebhookRequest.Hmac(hook.Secret, happened.Body)));

    protected override string ProjectId(FakeProject project) => Uuid(500 + project.Index);

    protected override string IssueId(FakeIssue issue) => Uuid(issue.Id);

    protected override FakeAccount? Authenticate(FakeRequest request) => request.Header("Authorization") switch
    {
        { } header when header == Account.Token || header == "Bearer " + OAuthToken => Account,
        { } header when header == Person.Token => Person,
        _ => null,
    };

    protected override string LoggedPath(FakeRequest request)
    {
        try
        {
            var query = GraphQLQuery.Parse(request.Text("query") ?? "", request.Body?["variables"] as JsonObject);
            return $"{request.Path}/{(query.IsMutation ? "mutation" : "query")}/{query.Fields[0].Name}";
        }
        catch (FormatException)
        {
            return request.Path;
        }
    }

    protected override bool IsRead(string request) => request.Contains("/query/", StringComparison.Ordinal);

    protected override FakeResponse Answer(FakeRequest request)
    {
        if (request is not { Method: "POST", Path: "/graphql" }) return Error(404, "Not found.");
        try
        {
            var query = GraphQLQuery.Parse(request.Text("query") ?? "", request.Body?["variables"] as JsonObject);
            var complexity = query.Fields.Sum(field => field.Complexity());
            GreatestComplexity = Math.Max(GreatestComplexity, complexity);
            if (complexity > MostComplex) return Failure(400, "INPUT_ERROR", "Query too complex.");
            if (query.IsMutation && request.Account!.Lacks.Contains("write")) return Failure(403, "FORBIDDEN", "Invalid scope: `write` required");
            JsonObject data = [];
            foreach (var field in query.Fields) data[field.Name] = field.Of(Resolve(request, field));
            var cost = Math.Ceiling(complexity).ToString(CultureInfo.InvariantCulture);
            return new FakeResponse(200, new JsonObject { ["data"] = data }) { Headers = [("X-Complexity", cost), ("X-RateLimit-Requests-Remaining", "4999")] };
        }
        catch (FormatException exception)
        {
            return Failure(400, "GRAPHQL_VALIDATION_FAILED", exception.Message);
        }
        catch (EntityMissingException exception)
        {
            return Failure(400, "INPUT_ERROR", $"Entity not found: {exception.Entity} - Could not find referenced {exception.Entity}.");
        }
    }

    protected override FakeResponse Error(int status, string message) => status switch
    {
        401 => Failure(401, "AUTHENTICATION_ERROR", "Authentication required, not authenticated"),
        403 => Failure(ErrorsAreSuccesses ? 200 : 403, "FORBIDDEN", "Forbidden"),
        404 => Failure(400, "INPUT_ERROR", "Entity not found: Issue - Could not find referenced Issue."),
        409 => new FakeResponse(409),
        _ => new FakeResponse(status),
    };

    // 400, not 429.
    protected override FakeResponse Limited()
    {
        var response = Failure(400, "RATELIMITED", "Rate limit exceeded. Only 250000 complexity points are allowed per 1 hour.");
        return response with
        {
            Headers =
            [
                ("X-RateLimit-Requests-Limit", "5000"),
                ("X-RateLimit-Requests-Remaining", "4000"),
                ("X-RateLimit-Requests-Reset", LimitEnds.AddMinutes(-50).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
                ("X-RateLimit-Complexity-Limit", "250000"),
                ("X-RateLimit-Complexity-Remaining", "0"),
                ("X-RateLimit-Complexity-Reset", LimitEnds.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ],
        };
    }

    private FakeResponse Failure(int status, string code, string message) => new(ErrorsAreSuccesses && status == 400 ? 200 : status, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["message"] = message,
            ["path"] = new JsonArray("issue"),
            ["extensions"] = new JsonObject
            {
                ["type"] = code.ToLowerInvariant().Replace('_', ' '),
                ["code"] = code,
                ["statusCode"] = status,
                ["userError"] = status == 400,
                ["userPresentableMessage"] = message.Contains('-', StringComparison.Ordinal) ? message[(message.IndexOf('-', StringComparison.Ordinal) + 2)..] : message,
            },
        }),
        ["data"] = null,
    });

    private JsonNode? Resolve(FakeRequest request, GraphQLField field)
    {
        var input = field.Arguments["input"] as JsonObject ?? [];
        return field.Name switch
        {
            "viewer" => UserShape(request.Account!),
            "teams" => Connection(field, Projects, TeamShape, ProjectId),
            "team" => Team(field, FindTeam(field.Text("id"))),
            "issues" => Issues(field, Projects.SelectMany(Present)),
            "issue" => IssueShape(FindIssue(field.Text("id"))),
            "comments" => Comments(request, field),
            "issueLabels" => Connection(field, [.. _labels.Where(label => IsNamed(label.Name, field.Arguments["filter"]))], LabelShape, label => label.Id),
            "webhooks" => Connection(field, Hooks, HookShape, hook => hook.Id),
            "commentCreate" => WriteComment(request, FindIssue(Text(input, "issueId")), null, input),
            "commentUpdate" => UpdateComment(request, field.Text("id"), input),
            "issueUpdate" => UpdateLabels(request, FindIssue(field.Text("id")), input),
            "issueLabelCreate" => CreateLabel(input),
            "webhookCreate" => WriteHook(Uuid(NewId()), FindTeam(Text(input, "teamId")), input, isNew: true),
            "webhookUpdate" when Hooks.FirstOrDefault(hook => hook.Id == field.Text("id")) is { } hook => WriteHook(hook.Id, hook.Project, input, isNew: false),
            "webhookDelete" when RemoveHook(field.Text("id") ?? "") => new JsonObject { ["success"] = true },
            "webhookUpdate" or "webhookDelete" => throw new EntityMissingException("Webhook"),
            _ => throw new FormatException($"Cannot query field \"{field.Name}\" on type \"Query\"."),
        };
    }

    private JsonObject Team(GraphQLField field, FakeProject team)
    {
        var shape = TeamShape(team);
        if (field.Fields.FirstOrDefault(member => member.Name == "issues") is { } issues) shape["issues"] = Issues(issues, Present(team));
        return shape;
    }

    private JsonObject Issues(GraphQLField field, IEnumerable<FakeIssue> issues)
    {
        var filter = field.Arguments["filter"];
        var id = filter?["id"]?["eq"]?.GetValue<string>();
        var since = filter?["updatedAt"]?["gte"] is { } text ? DateTimeOffset.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var isOpenOnly = filter?["state"]?["type"]?["nin"] is JsonArray left && left.Any(type => type!.GetValue<string>() == "completed");
        List<string> labels = [.. (filter?["and"] as JsonArray ?? []).Select(item => item?["labels"]?["some"]?["name"]?["eqIgnoreCase"]?.GetValue<string>()).OfType<string>()];
        var isByChange = field.Text("orderBy") == "updatedAt";

        // Newest first; there is no other direction.
        List<FakeIssue> matching =
        [
            .. issues.Where(issue =>
                    (id is null || IssueId(issue) == id)
                    && issue.Updated >= since
                    && !(isOpenOnly && issue.IsClosed)
                    && labels.All(label => issue.Labels.Contains(label, StringComparer.OrdinalIgnoreCase)))
                .OrderByDescending(issue => isByChange ? issue.Updated : issue.Created).ThenByDescending(issue => issue.Id),
        ];
        return Connection(field, matching, IssueShape, IssueId);
    }

    private JsonObject Comments(FakeRequest request, GraphQLField field)
    {
        var filter = field.Arguments["filter"];
        var isOwn = filter?["user"]?["isMe"]?["eq"]?.GetValue<bool>() == true;
        var part = filter?["body"]?["contains"]?.GetValue<string>() ?? "";
        var found = FindIssue(filter?["issue"]?["id"]?["eq"]?.GetValue<string>()).Comments
            .Where(comment => (!isOwn || comment.Author == request.Account) && comment.Text.Contains(part, StringComparison.Ordinal)).Reverse();
        return Connection(field, [.. found], CommentShape, comment => Uuid(long.Parse(comment.Id, CultureInfo.InvariantCulture)));
    }

    private JsonObject Connection<T>(GraphQLField field, IReadOnlyList<T> items, Func<T, JsonNode> shape, Func<T, string> id)
    {
        var start = field.Text("after") is { } after ? items.TakeWhile(item => id(item) != after).Count() + 1 : 0;
        var size = Math.Min(field.First, LargestPage);
        List<T> shown = [.. items.Skip(start).Take(size)];
        return new JsonObject
        {
            ["nodes"] = new JsonArray([.. shown.Select(shape)]),
            ["pageInfo"] = new JsonObject
            {
                ["hasNextPage"] = start + shown.Count < items.Count,
                ["endCursor"] = shown.Count > 0 ? id(shown[^1]) : null,
            },
        };
    }

    private sealed record FakeLabel(string Id, string Name, FakeProject? Team);

    private sealed class EntityMissingException(string entity) : Exception
    {
        public string Entity { get; } = entity;
    }
}
