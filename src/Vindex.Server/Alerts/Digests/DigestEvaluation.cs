using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Companies;
using Vindex.Storage.Digests;
using Vindex.Storage.Users;

namespace Vindex.Server.Alerts.Digests;

/// <summary>
/// Writes the digests that are due. An issue, its message and the next due time are one transaction that only happens if no one has changed or sent the digest
/// in between: each reader gets each week once. Of several weeks that were missed, the last one is made up for.
/// </summary>
internal sealed class DigestEvaluation(
    IDigestStore store, ISessionStore sessions, DigestReports reports, CompanyDirectory companies, AlertOutboxSignal outbox, Ids ids, TimeProvider time)
{
    private const int MostAtOnce = 1000;

    /// <summary>Writes what is due; returns how many digests were due.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await store.DueAsync(now, MostAtOnce, cancellationToken);
        var failure = await CompanyByCompany.RunAsync(due, digest => digest.CompanyId, async (company, digests) =>
        {
            var steps = await StepsAsync(company, digests, now, cancellationToken);
            await store.StoreAsync(steps, now, cancellationToken);
            if (steps.Any(step => step.Issue is not null)) outbox.Announce();
        });
        failure?.Throw();
        return due.Count;
    }

    // Readers of the same week share its figures.
    private async Task<IReadOnlyList<DigestStep>> StepsAsync(
        string companyId, IReadOnlyList<Digest> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<DigestWeek, DigestContent>();
        var company = await companies.FindCompanyAsync(companyId, cancellationToken);
        List<DigestStep> steps = [];
        foreach (var digest in due)
        {
            var plan = DigestDocuments.Plan(digest);
            var at = plan.Latest(digest.DueAt!.Value, now);
            var step = new DigestStep(digest, plan.Next(at));
            if (company is not null && await SeesAllAsync(digest, cancellationToken)
                && await ContentAsync(company, plan.WeekOf(at), contents, cancellationToken) is var content
                && !(content.IsEmpty() && plan.SkipsEmpty))
            {
                var issue = new DigestIssue(ids.TimeOrdered(), digest.Id, companyId, at, DigestDocuments.Write(content));
                step = step with { Issue = issue, MessageId = ids.TimeOrdered() };
            }

            steps.Add(step);
        }

        return steps;
    }

    // A person who is limited to some customers by now, and was not when the digest was switched on.
    private async Task<bool> SeesAllAsync(Digest digest, CancellationToken cancellationToken) =>
        digest.Reader.UserId is not { } userId
        || (await sessions.CompaniesOfAsync(userId, cancellationToken))
            .Any(place => place.CompanyId == digest.CompanyId && PlaceRights.IsWhole(place, Scopes.ScoresRead));

    private async Task<DigestContent> ContentAsync(
        Company company, DigestWeek week, Dictionary<DigestWeek, DigestContent> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(week, out var content)) known[week] = content = await reports.ReadAsync(company, week, cancellationToken);
        return content;
    }
}
