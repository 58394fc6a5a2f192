using Vindex.Scoring;
using Vindex.Server.Caching;
using Vindex.Server.Companies;
using Vindex.Server.Scores;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Badges;

/// <summary>What a badge says.</summary>
/// <param name="AverageTenths">The average over all time, in tenths; null without scores.</param>
internal sealed record BadgeFacts(int? AverageTenths);

/// <summary>Badges of the customers that have one, remembered for a minute: pages that show one are loaded by many.</summary>
internal sealed class BadgeService : IDisposable
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(1);
    private readonly IStore _store;
    private readonly ScoreSums _sums;
    private readonly StoreCache<BadgeFacts> _memory;

    public BadgeService(IStore store, ScoreSums sums, CompanyDirectory companies, TimeProvider time)
    {
        _store = store;
        _sums = sums;
        _memory = new StoreCache<BadgeFacts>(LoadAsync, time, s_remembered);
        companies.WhenCustomerChanges(_memory.Forget);
    }

    /// <summary>A badge; null when there is no such company or customer, or it has none. The company goes by its slug or its id.</summary>
    public ValueTask<BadgeFacts?> FindAsync(string company, string customer, CancellationToken cancellationToken) =>
        company.Contains('/', StringComparison.Ordinal) ? new ValueTask<BadgeFacts?>((BadgeFacts?)null) : _memory.FindAsync($"{company}/{customer}", cancellationToken);

    public void Dispose() => _memory.Dispose();

    private async Task<BadgeFacts?> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (companyName, customerId) = (name[..slash], name[(slash + 1)..]);
        var company = await _store.Companies.FindBySlugAsync(companyName, cancellationToken) ?? await _store.Companies.FindAsync(companyName, cancellationToken);
        if (company is null || await _store.Companies.FindCustomerAsync(company.Id, customerId, cancellationToken) is not { Badge: true }) return null;
        var totals = await _sums.TotalAsync(new ScoreAccess(company.Id, null), customerId, cancellationToken);
        return new BadgeFacts(totals.Count == 0 ? null : Rounding.MeanOfTenths(totals.OverallTenthsSum, totals.Count));
    }
}
