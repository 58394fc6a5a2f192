using System.Globalization;
using Vindex.Models.Calls;
using Vindex.Models.Settings;
using Vindex.Storage.Judging;

namespace Vindex.Server.Judging;

/// <summary>
/// Counts a company's calls of models in the store, and holds them to its monthly budget. The budget is checked immediately before each call, so that it is
/// exceeded by no more than the calls that are under way.
/// </summary>
internal sealed class CompanyMeter(string companyId, JudgingRules rules, IJudgingStore store, TimeProvider time) : ICallMeter
{
    /// <summary>The month of an instant, in UTC.</summary>
    public static string MonthOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public async ValueTask<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        (rules.MonthlyTokens is null && rules.MonthlyCost is null)
        || !rules.IsSpent(await store.UseAsync(companyId, MonthOf(time.GetUtcNow()), cancellationToken));

    // Not canceled with the request: the call was made, and will be on the bill.
    public async ValueTask RecordAsync(TokenUse use, decimal cost) => await store.AddUseAsync(
        companyId, new MonthlyUse(MonthOf(time.GetUtcNow()), 1, use.Input, use.Output, JudgingRules.Nanos(cost)), CancellationToken.None);
}
