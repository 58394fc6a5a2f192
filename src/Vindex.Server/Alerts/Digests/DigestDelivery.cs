using Vindex.Server.Alerts.Sending;
using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Digests that are written outside of their weeks: previews and tests.</summary>
internal sealed class DigestDelivery(
    IDigestStore store, DigestReports reports, DigestSender sender, MailSender mail, CompanyDirectory companies, Ids ids)
{
    /// <summary>Whether e-mail can be sent.</summary>
    public bool HasMail => mail.IsOn;

    /// <summary>What a digest would say about the seven days up to now; null if the company does not exist any more.</summary>
    public async Task<(Company Company, DigestContent Content)?> ReadAsync(
        string companyId, DigestPlan plan, DateTimeOffset now, CancellationToken cancellationToken) =>
        await companies.FindCompanyAsync(companyId, cancellationToken) is { } company
            ? (company, await reports.ReadAsync(company, plan.WeekUntil(now), cancellationToken) with { IsTest = true })
            : null;

    /// <summary>Sends a digest of the seven days up to now, once; null if the digest does not exist any more.</summary>
    public async Task<SendOutcome?> SendNowAsync(Digest digest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await ReadAsync(digest.CompanyId, DigestDocuments.Plan(digest), now, cancellationToken) is not (_, { } content)) return null;
        var issue = new DigestIssue(ids.TimeOrdered(), digest.Id, digest.CompanyId, now, DigestDocuments.Write(content));
        return await store.AddIssueAsync(issue, cancellationToken) ? await sender.SendAsync(digest, issue, cancellationToken) : null;
    }
}
