using NodaTime;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Live;
using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Portal;

/// <summary>The context of a portal request: caller, company and time zone.</summary>
/// <param name="Caller">The signed-in user with the scopes of the role.</param>
/// <param name="Company">The current company.</param>
/// <param name="Zone">The user's time zone: from the request, from an earlier request, the company's, or the server's.</param>
internal sealed record PortalContext(Caller Caller, Company Company, DateTimeZone Zone)
{
    private static readonly object s_live = new();

    private const string ZoneCookie = "vindex-zone";

    /// <summary>Whether the role has a scope; with teams, for some customer.</summary>
    public bool May(string scope) => Caller.Scopes.Contains(scope);

    /// <summary>Reads the context. Null if the company no longer exists.</summary>
    public static async ValueTask<PortalContext?> OfAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var caller = context.Caller();
        if (caller.CompanyId is not { } id
            || await services.GetRequiredService<CompanyDirectory>().FindCompanyAsync(id, context.RequestAborted) is not { } company)
        {
            return null;
        }
        // Changes are counted by company, and say something of all its customers.
        if (caller.CustomerIds is null) context.Items[s_live] = services.GetRequiredService<LiveChanges>().Now(id);
        return new PortalContext(caller, company, ZoneOf(context, company));
    }

    /// <summary>The changes that the page contains: those before its data was read; null without a company and for people who do not see all of it.</summary>
    public static LivePoint? LivePointOf(HttpContext context) => context.Items[s_live] as LivePoint;

    /// <summary>The user's time zone; <paramref name="company"/> is null on pages about all companies.</summary>
    public static DateTimeZone ZoneOf(HttpContext context, Company? company)
    {
        if (Find(context.Request.Query["timezone"]) is { } asked)
        {
            context.Response.Cookies.Append(ZoneCookie, asked.Id, Kept(context.Request));
            return asked;
        }

        return Find(context.Request.Cookies[ZoneCookie])
            ?? Find(company?.TimeZone)
            ?? context.RequestServices.GetRequiredService<IOptions<StatsOptions>>().Value.Zone;
    }

    private static CookieOptions Kept(HttpRequest request) =>
        new() { Path = PortalPaths.Root, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, MaxAge = TimeSpan.FromDays(365) };

    private static DateTimeZone? Find(string? id) => id is { Length: > 0 and <= 64 } ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;
}
