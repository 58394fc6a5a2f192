using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>A step in the life of a project; what its numbers mean depends on its kind.</summary>
public sealed record FeedbackModelStep(byte Kind, byte A, byte B, byte C);

/// <summary>Random lives of a project against a plain dictionary; changes from any point on, applied to what was live then, give what is live now.</summary>
public abstract class FeedbackModelConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly string[] s_ids = ["a", "b", "c", "d\U0001F600", "d\uE000", "d", "e", "f"];

    [Fact]
    public void Reads_counters_and_changes_agree_with_a_plain_dictionary() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40 / TDriver.Shortening).WithEndSize(60),
            Prop.ForAll(ArbMap.Default.ArbFor<FeedbackModelStep[]>(), steps => LiveAsync(steps)));

    private static async Task LiveAsync(FeedbackModelStep[] steps)
    {
        await using var driver = new TDriver();
        await using var store = await driver.OpenAsync(default);
        var company = Some.Company("acme");
        await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), default);
        var project = new ProjectKey(company.Id, "stories");
        var model = new Dictionary<string, FeedbackRow>(StringComparer.Ordinal);
        var copies = new List<FeedbackCopy> { new() };
        foreach (var step in steps)
        {
            await TakeAsync(store.Feedback, project, model, step);
            if (step.Kind % 3 == 0)
            {
                // From here on this one sleeps, until the end.
                var copy = new FeedbackCopy();
                await copy.CatchUpAsync(store.Feedback, project, default);
                copies.Add(copy);
            }
        }

        var expected = model.Values.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id, StringComparer.Ordinal).Select(Describe).ToList();
        (await store.Feedback.ReadAsync(project, FeedbackSelection.All, default).Select(Describe).ToListAsync()).ShouldBe(expected);
        expected.Reverse();
        (await store.Feedback.ReadAsync(project, new() { Descending = true }, default).Select(Describe).ToListAsync()).ShouldBe(expected);
        (await store.Feedback.CountAsync(project, default)).ShouldBe(model.Count);
        var live = await FeedbackCopy.LiveRowsAsync(store.Feedback, project, default);
        live.Count.ShouldBe(model.Count);
        foreach (var copy in copies)
        {
            await copy.CatchUpAsync(store.Feedback, project, default);
            copy.Live.ShouldBe(live);
        }

        (await store.CheckAsync(default)).ShouldBeEmpty();
    }

    private static async Task TakeAsync(IFeedbackStore store, ProjectKey project, Dictionary<string, FeedbackRow> model, FeedbackModelStep step)
    {
        switch (step.Kind % 6)
        {
            case 0:
                string[] purged = [Id(step.A), Id(step.B)];
                (await store.PurgeAsync(project, purged, default)).ShouldBe(purged.Distinct().Count(model.Remove));
                break;
            case 1 when step.C % 3 == 0:
                var before = Some.Noon.AddMinutes(step.B % 10);
                var old = model.Values.Where(row => row.CreatedAt < before).Select(row => row.Id).ToList();
                (await store.DeleteBeforeAsync(project.CompanyId, before, default)).ShouldBe(old.Count(model.Remove));
                break;
            case 2:
                model.Remove(Id(step.C));
                await WriteAsync(store, project, model, [Row(step.A, step.B)], [Id(step.C)]);
                break;
            default:
                await WriteAsync(store, project, model, [Row(step.A, step.B), Row(step.B, step.C), Row(step.C, step.A)], replaced: null);
                break;
        }
    }

    private static async Task WriteAsync(
        IFeedbackStore store, ProjectKey project, Dictionary<string, FeedbackRow> model, FeedbackRow[] rows, string[]? replaced)
    {
        var outcomes = await store.WriteAsync([.. rows.Select(row => new FeedbackEntry(project, row))], replaced, allOrNothing: false, default);
        for (var i = 0; i < rows.Length; i++)
        {
            var kept = model.TryGetValue(rows[i].Id, out var earlier) ? earlier.CreatedAt : rows[i].CreatedAt;
            model[rows[i].Id] = rows[i] with { CreatedAt = kept };
            outcomes[i].ShouldBe(new FeedbackWritten.Kept(kept));
        }
    }

    private static string Id(byte number) => s_ids[number % s_ids.Length];

    private static FeedbackRow Row(byte id, byte rest) =>
        Some.Feedback(Id(id), rest % 10, $"t{rest % 2}", rest % 3 == 0 ? null : $"m{rest % 3}", $"{{\"n\":{rest}}}");

    private static string Describe(FeedbackRow row) =>
        $"{row.CreatedAt:O} {row.Id} {row.FeedbackType} {row.TriggerRef ?? "-"} {Encoding.UTF8.GetString(row.Payload.Span)}";
}
