using Vindex.Scoring;
using Vindex.Server.Caching;
using Vindex.Server.Companies;
using Vindex.Server.Scores;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Badges;

/// <summary>The contents of a badge.</summary>
/// <param name="AverageTenths">All-time average in tenths; null without scores.</param>
internal sealed record BadgeFacts(int? AverageTenths);

/// <summary>Badges, cached for a minute, because pages that show one may be popular.</summary>
internal sealed class BadgeService : IDisposable
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(1);
    private readonly ICompanyStore _store;
    private readonly ScoreSums _sums;
    private readonly StoreCache<BadgeFacts> _memory;

    public BadgeService(ICompanyStore store, ScoreSums sums, CompanyDirectory companies, TimeProvider time)
    {
        _store = store;
        _sums = sums;
        _memory = new StoreCache<BadgeFacts>(LoadAsync, time, s_remembered);
        companies.WhenCustomerChanges(_memory.Forget);
    }

    /// <summary>Finds a badge; null if there is no such company or customer, or it has no badge. Accepts the company's slug or id.</summary>
    public ValueTask<BadgeFacts?> FindAsync(string company, string customer, CancellationToken cancellationToken) =>
        company.Contains('/', StringComparison.Ordinal)
            ? new ValueTask<BadgeFacts?>((BadgeFacts?)null)
            : _memory.FindAsync($"{company}/{customer}", cancellationToken);

    public void Dispose() => _memory.Dispose();

    private async Task<BadgeFacts?> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (companyName, customerId) = (name[..slash], name[(slash + 1)..]);
        var company = await _store.FindBySlugAsync(companyName, cancellationToken)
            ?? await _store.FindAsync(companyName, cancellationToken);
        if (company is null || await _store.FindCustomerAsync(company.Id, customerId, cancellationToken) is not { Badge: true }) return null;
        var totals = await _sums.TotalAsync(new ScoreAccess(company.Id, null), customerId, cancellationToken);
        return new BadgeFacts(totals.Count == 0 ? null : Rounding.MeanOfTenths(totals.OverallTenthsSum, totals.Count));
    }
}
