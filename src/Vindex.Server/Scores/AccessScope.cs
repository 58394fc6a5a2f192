using NodaTime;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Which scores a request is about. The routes under <c>/portal</c> and <c>/admin</c> differ in nothing else.</summary>
/// <param name="Access">The scores that the caller may see.</param>
/// <param name="CustomerId">One customer of these; null for all.</param>
/// <param name="Zone">The zone of the caller's days.</param>
internal sealed record AccessScope(ScoreAccess Access, string? CustomerId, DateTimeZone Zone);

/// <summary>Makes out what a request may see. Stands in the metadata of the score routes.</summary>
/// <param name="Global">All companies' scores, for admins; else those of the caller's company.</param>
internal sealed record AccessScopeOf(bool Global)
{
    /// <summary>The scores that the caller may see at all.</summary>
    public ScoreAccess Access(HttpContext context) => Global ? ScoreAccess.All : context.Caller().OwnScores;

    /// <summary>Reads <c>customer_id</c> and <c>timezone</c>. Null when the customer is not one of the caller's.</summary>
    public async Task<AccessScope?> ReadAsync(HttpContext context, QueryReader query)
    {
        var services = context.RequestServices;
        var customerId = query.Text("customer_id", 255);
        var zone = ReadZone(query);
        if (Global) return new AccessScope(ScoreAccess.All, customerId, zone ?? services.GetRequiredService<StatsOptions>().Zone);

        var caller = context.Caller();
        var cancellationToken = context.RequestAborted;
        if (customerId is not null)
        {
            var companies = services.GetRequiredService<IStore>().Companies;
            if (!caller.Sees(customerId) || await companies.FindCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is null) return null;
        }

        zone ??= await CompanyZoneAsync(services, caller.OwnCompany, cancellationToken);
        return new AccessScope(caller.OwnScores, customerId, zone);
    }

    private static async ValueTask<DateTimeZone> CompanyZoneAsync(IServiceProvider services, string companyId, CancellationToken cancellationToken)
    {
        var company = await services.GetRequiredService<CompanyDirectory>().FindCompanyAsync(companyId, cancellationToken);
        var fallback = services.GetRequiredService<StatsOptions>().Zone;
        return company?.TimeZone is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? fallback : fallback;
    }

    private static DateTimeZone? ReadZone(QueryReader query)
    {
        if (query.Text("timezone", 64) is not { } id) return null;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        if (zone is null) query.Errors.Add("timezone", "must be an IANA time zone such as UTC or Europe/Vienna");
        return zone;
    }
}
