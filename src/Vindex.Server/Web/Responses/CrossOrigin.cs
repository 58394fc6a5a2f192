using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using Vindex.Server.Configuration;

namespace Vindex.Server.Web.Responses;

/// <summary>
/// Lets pages of other sites call the API with a key (CORS), if <c>Server:AllowedOrigins</c> names them. Cookies are never accepted from other sites.
/// </summary>
internal static class CrossOrigin
{
    private const string AnyOrigin = "*";
    private static readonly TimeSpan s_preflightAge = TimeSpan.FromMinutes(10);

    public static void AddCrossOrigin(this IServiceCollection services) =>
        services.AddCors().AddOptions<CorsOptions>().Configure<IOptions<ServerOptions>>((cors, server) => cors.AddDefaultPolicy(policy =>
        {
            string[] origins = [.. server.Value.AllowedOrigins];
            if (origins is [AnyOrigin]) policy.AllowAnyOrigin();
            else policy.WithOrigins(origins);
            policy.WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
                .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfNoneMatch, "Idempotency-Key")
                .WithExposedHeaders(
                    HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.ContentDisposition, "Idempotency-Replayed", "RateLimit-Limit",
                    "RateLimit-Remaining", "RateLimit-Reset")
                .SetPreflightMaxAge(s_preflightAge);
        }));

    /// <summary>Must run after routing.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.AllowedOrigins.Count > 0) app.UseCors();
    }
}
