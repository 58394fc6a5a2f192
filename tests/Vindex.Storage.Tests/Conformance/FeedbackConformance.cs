using System.Text;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>What the suites of feedback share.</summary>
public abstract class FeedbackConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    protected static ProjectKey Project(Company company, string name = "stories") => new(company.Id, name);

    protected async Task<IReadOnlyList<FeedbackWritten>> Write(ProjectKey project, params FeedbackRow[] rows) =>
        await Store.Feedback.WriteAsync([.. rows.Select(row => new FeedbackEntry(project, row))], replaced: null, allOrNothing: false, Stop);

    protected async Task<List<FeedbackRow>> Read(ProjectKey project, FeedbackSelection? selection = null) =>
        await Store.Feedback.ReadAsync(project, selection ?? FeedbackSelection.All, Stop).ToListAsync(Stop);

    protected async Task<List<string>> Ids(
        ProjectKey project, FeedbackSelection? selection = null) => [.. (await Read(project, selection)).Select(row => row.Id)];

    protected async Task<List<FeedbackChange>> Changes(ProjectKey project, long after = 0) =>
        await Store.Feedback.ChangesAfterAsync(project, after, Stop).SelectMany(chunk => chunk).ToListAsync(Stop);

    protected Task<ProjectHead> Head(ProjectKey project) => Store.Feedback.HeadAsync(project, Stop);

    protected static string Text(FeedbackRow row) => Encoding.UTF8.GetString(row.Payload.Span);
}
