using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Vindex.Server.Evaluations;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>General parts of the API description.</summary>
internal static class ApiDocument
{
    public const string Bearer = "bearer";
    public const string Basic = "basic";
    public const string Installation = "installation";
    public const string Session = "session";

    private static readonly Dictionary<string, string> s_tags = new(StringComparer.Ordinal)
    {
        ["Alerts"] = "Rules that watch figures, their history, and where they report.",
        ["Badge"] = "Averages as images.",
        ["Callbacks"] = "What was delivered to callback URLs, and delivering it again.",
        ["Customers"] = "The customers of your company.",
        ["Dashboards"] = "Charts and lists of the portal's pages side by side, and links to them.",
        ["Evaluations"] = "Events of trackers and the jobs that they start.",
        ["Feedback"] = "Feedback on anything: storing, querying, statistics, import and export.",
        ["Health"] = "For load balancers and monitoring.",
        ["Installations"] = "The trackers that send events.",
        ["Keys"] = "The API keys of your company.",
        ["Management"] = "Companies, their customers, keys, profiles and users, for server administrators.",
        ["Operations"] = "For commands on the server's own machine.",
        ["People"] = "The users of your company.",
        ["Profiles"] = "Scoring profiles: weights of dimensions and words of your own.",
        ["Public evaluator"] = "Scoring a file or a pasted ticket without an account.",
        ["Ratings"] = "People's own ratings of tickets, and how well the judge agrees with them.",
        ["Rescoring"] = "Scoring the latest tickets again after a change of rubric or profile.",
        ["Reviews"] = "Samples of tickets that several people rate without seeing the judge's scores.",
        ["Scores"] = "Stored scores: lists, averages, charts, exports.",
        ["Scores across all companies"] = "The same for server administrators.",
        ["Scoring"] = "Scoring tickets.",
        ["Sessions"] = "Signing in and out.",
        ["Settings"] = "Settings and audit log of your company.",
        ["Trackers"] = "Connections to Jira, GitHub, GitLab, Azure DevOps and Linear: reading backlogs, following changes, writing results back.",
        ["Views"] = "Pages of the portal with their filters, saved under a name.",
        ["Webhooks"] = "Endpoints of your company that get signed events, what was sent to them, and polling.",
    };

    public static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Vindex",
            Version = "1",
            Description = "Scores tickets on the six INVEST criteria, keeps the scores and answers statistics about them. Errors are problem details (RFC 9457) with a stable code.",
        };
        document.Info.License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" };
        document.Servers = [new OpenApiServer { Url = "/" }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>()) tag.Description = s_tags[tag.Name!];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: vx_<id>_<secret>." },
            [Basic] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "basic",
                Description = "The user name is api, the password is the API key."
            },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.SecureName,
                Description = $"The web session (POST /session; over plain http the cookie is {SessionCookie.PlainName}). Writes must send its antiforgery token in the header {SessionAntiforgery.Header}.",
            },
            [Installation] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = EventSender.SecretHeader,
                Description = "The installation's shared secret. Alternatives: X-Hub-Signature-256 (github), X-Gitlab-Token (gitlab), Linear-Signature (linear), the password of basic authentication (azuredevops).",
            },
        };
        return Task.CompletedTask;
    }
}
