using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Companies;
using Vindex.Server.Security;

namespace Vindex.Server.Alerts;

/// <summary>Previews of rules.</summary>
internal sealed class AlertPreviewService(AlertRuleReader reader, AlertPreview preview, CompanyDirectory companies, TimeProvider time)
{
    /// <summary>What a rule would have done over the last 90 days; nothing is stored.</summary>
    public async Task<Outcome<(AlertRule Rule, IReadOnlyList<PreviewPoint> Points)>> RunAsync(
        Caller caller, Input<AlertBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return AlertService.Limited;
        var read = await reader.ReadAsync(caller, input, cancellationToken);
        if (read is not Outcome<AlertRule>.Done(var rule)) return ((Outcome<AlertRule>.Refused)read).Reason;
        if (rule.Figure.IsOfNow) return new Refusal.Conflict("no_preview", "This metric is a state of the moment, so that there is no preview.");
        if (await companies.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return new Refusal.NotFound();
        return await preview.RunAsync(company, rule, time.GetUtcNow(), cancellationToken) is { } points
            ? (rule, points)
            : new Refusal.Conflict("too_much_work", "The preview would take too much work. Choose fewer filters or a shorter window.");
    }
}
