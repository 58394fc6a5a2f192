using NodaTime;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>The scores that a request covers: the only difference between the routes under <c>/portal</c> and <c>/admin</c>.</summary>
/// <param name="Access">The scores that the caller may see.</param>
/// <param name="CustomerId">A single customer; null for all.</param>
/// <param name="Zone">The time zone of dates.</param>
internal sealed record AccessScope(ScoreAccess Access, string? CustomerId, DateTimeZone Zone);

/// <summary>Determines the access of a request.</summary>
internal sealed class AccessScopes(ICompanyStore store, CompanyDirectory companies, IOptions<StatsOptions> options)
{
    /// <summary>All scores that the caller may see.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="global">Whether to include the scores of all companies (admins only); otherwise only the caller's company.</param>
    public static ScoreAccess Access(Caller caller, bool global) => global ? ScoreAccess.All : caller.OwnScores;

    /// <summary>Reads <c>customer_id</c> and <c>timezone</c>. Null if the customer is not visible to the caller.</summary>
    public async Task<AccessScope?> ReadAsync(Caller caller, bool global, QueryReader query, CancellationToken cancellationToken)
    {
        var customerId = query.Text("customer_id", 255);
        var zone = ReadZone(query);
        if (global) return new AccessScope(ScoreAccess.All, customerId, zone ?? options.Value.Zone);
        if (customerId is not null && !await SeesAsync(caller, customerId, cancellationToken)) return null;
        return new AccessScope(caller.OwnScores, customerId, zone ?? await CompanyZoneAsync(caller.OwnCompany, cancellationToken));
    }

    /// <summary>Whether a customer is one of the caller's company that the caller may see.</summary>
    public async Task<bool> SeesAsync(Caller caller, string customerId, CancellationToken cancellationToken) =>
        caller.Sees(customerId) && await store.FindCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is not null;

    /// <summary>The time zone of a company's days: its own, else the server's.</summary>
    public async ValueTask<DateTimeZone> CompanyZoneAsync(string companyId, CancellationToken cancellationToken)
    {
        var company = await companies.FindCompanyAsync(companyId, cancellationToken);
        return company?.TimeZone is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? options.Value.Zone : options.Value.Zone;
    }

    private static DateTimeZone? ReadZone(QueryReader query)
    {
        if (query.Text("timezone", 64) is not { } id) return null;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        if (zone is null) query.Errors.Add("timezone", "must be an IANA time zone such as UTC or Europe/Vienna");
        return zone;
    }
}
