using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Operations.Retention;

/// <summary>Deletes scores and feedback past the retention period of their company.</summary>
internal sealed partial class RetentionRun(IStore store, TimeProvider time, Audit audit, IOptions<RetentionOptions> options, ILogger<RetentionRun> logger)
{
    private const int PageSize = 200;

    /// <summary>Whether the settings enable it.</summary>
    public bool IsOn => options.Value.Enabled;

    /// <summary>Goes through all companies with a retention period.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var page = await store.Companies.ListAsync(null, PageSize, cancellationToken);
        while (true)
        {
            foreach (var company in page.Items.Where(company => company.RetentionDays is not null)) await RetainAsync(company, cancellationToken);
            if (page.Next is null) return;
            page = await store.Companies.ListAsync(page.Next, PageSize, cancellationToken);
        }
    }

    private async Task RetainAsync(Company company, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-company.RetentionDays!.Value);
        // Scores first; what is left before that time is other feedback.
        await RetainedAsync("scores", await store.Scores.DeleteBeforeAsync(company.Id, before, cancellationToken), company, before, cancellationToken);
        await RetainedAsync("feedback", await store.Feedback.DeleteBeforeAsync(company.Id, before, cancellationToken), company, before, cancellationToken);
    }

    private async Task RetainedAsync(string what, long deleted, Company company, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (deleted == 0) return;
        LogDeleted(deleted, what, company.Id);
        await store.Audit.AddAsync(
            audit.Entry(Audit.System, $"{what}.retention", company.Id, null, ("deleted", deleted.ToString()), ("before", Web.Instants.Format(before))),
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} {What} of company {CompanyId} past its retention period")]
    private partial void LogDeleted(long count, string what, string companyId);
}
