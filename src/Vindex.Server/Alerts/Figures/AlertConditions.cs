using Vindex.Server.Alerts.Rules;
using Vindex.Server.Callbacks;
using Vindex.Server.Companies;
using Vindex.Server.Judging;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Judging;

namespace Vindex.Server.Alerts.Figures;

/// <summary>Figures about the operation of a company at one moment.</summary>
internal sealed class AlertConditions(
    IInstallationStore installations, IJobStore jobs, IJudgingStore judging, CompanyDirectory companies, IOptions<CallbackOptions> callbacks,
    TimeProvider time)
{
    /// <summary>The present figure; null if there is nothing to measure.</summary>
    public Task<double?> MeasureAsync(string companyId, AlertMetric metric, CancellationToken cancellationToken) => metric switch
    {
        AlertMetric.EndpointFailing => FailingAsync(companyId, cancellationToken),
        AlertMetric.QueueAge => QueueAgeAsync(cancellationToken),
        AlertMetric.ModelBudget => BudgetAsync(companyId, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "The metric is about a window."),
    };

    // An endpoint that a person has disabled does not fail: nothing is sent to it.
    private async Task<double?> FailingAsync(string companyId, CancellationToken cancellationToken)
    {
        var endpoints = (await installations.ListAsync(companyId, null, cancellationToken)).Where(one => one.CallbackUrl is not null)
            .Select(one => one.Endpoint).Where(endpoint => endpoint.Reason != DisabledReason.Manual).ToList();
        return endpoints.Count == 0 ? null : endpoints.Max(Percent);

        double Percent(EndpointState endpoint) => endpoint switch
        {
            { IsDisabled: true } => 100,
            { FailingSince: { } since } => Math.Clamp((time.GetUtcNow() - since) / callbacks.Value.DisableAfter.Value * 100, 0, 100),
            _ => 0,
        };
    }

    private async Task<double?> QueueAgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await jobs.StateAsync(now, cancellationToken)).OldestDue is { } due && due < now ? (now - due).TotalMinutes : 0;
    }

    private async Task<double?> BudgetAsync(string companyId, CancellationToken cancellationToken)
    {
        if (await companies.FindCompanyAsync(companyId, cancellationToken) is not { } company) return null;
        var rules = JudgingRules.Of(company);
        if (rules is { MonthlyTokens: null, MonthlyCost: null }) return null;
        var use = await judging.UseAsync(companyId, CompanyMeter.MonthOf(time.GetUtcNow()), cancellationToken);
        var tokens = rules.MonthlyTokens is { } most and > 0 ? (use.InputTokens + use.OutputTokens) * 100.0 / most : 0;
        var cost = rules.MonthlyCost is { } budget and > 0 ? (double)(JudgingRules.CostOf(use) / budget) * 100 : 0;
        return Math.Max(tokens, cost);
    }
}
