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

    public static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Vindex",
            Version = "1",
            Description = "Scores tickets on the six INVEST criteria, keeps the scores and answers statistics about them. Errors are problem details (RFC 9457) with a stable code.",
        };
        document.Servers = [];
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
