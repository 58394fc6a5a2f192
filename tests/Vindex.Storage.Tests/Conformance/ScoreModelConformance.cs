using FsCheck;
using FsCheck.Fluent;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>A step in the life of a store; what its numbers mean depends on its kind.</summary>
public sealed record ScoreModelStep(byte Kind, byte A, byte B, byte C, byte D);

/// <summary>Random lives of a store against a plain list in memory: lists, counts, totals, buckets and exports agree after each.</summary>
public abstract class ScoreModelConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public void Lists_counts_totals_and_buckets_agree_with_a_plain_list() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40 / TDriver.Shortening).WithEndSize(60),
            Prop.ForAll(ArbMap.Default.ArbFor<ScoreModelStep[]>(), steps => LiveAsync(steps)));

    private static async Task LiveAsync(ScoreModelStep[] steps)
    {
        await using var driver = new TDriver();
        await using var store = await driver.OpenAsync(CancellationToken.None);
        var model = new ScoreModel();
        foreach (var name in ScoreModel.Companies)
        {
            var company = Some.Company(name);
            await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), default);
            foreach (var customer in ScoreModel.CustomersOf(company.Id).Skip(1))
            {
                await store.Companies.AddCustomerAsync(new(customer, company.Id, customer, Some.Noon), Some.Audit(), default);
            }
        }

        foreach (var step in steps)
        {
            await TakeAsync(store, model, step);
        }

        for (var i = 0; i < 12; i++)
        {
            var numbers = new ScoreModelStep((byte)(i * 37), (byte)(i * 11), (byte)(i * 53), (byte)(i * 7), (byte)(i * 29));
            await CompareAsync(store, model, steps.Length > i ? steps[i] with { Kind = numbers.Kind } : numbers);
        }

        (await store.CheckAsync(default)).ShouldBeEmpty();
    }

    private static async Task TakeAsync(IStore store, ScoreModel model, ScoreModelStep step)
    {
        switch (step.Kind % 12)
        {
            case 0 when model.Scores.Count > 0:
                var victim = model.Scores[step.A % model.Scores.Count];
                var access = ScoreModel.Access(step);
                (await store.Scores.DeleteAsync(access, victim.Item.Id, Some.Audit(), default)).ShouldBe(model.Delete(access, victim));
                break;
            case 1 when step.A % 4 == 0:
                var company = ScoreModel.CompanyId(step.B);
                var before = Some.Noon.AddMinutes(step.C % 40);
                (await store.Scores.DeleteBeforeAsync(company, before, default)).ShouldBe(model.DeleteBefore(company, before));
                break;
            case 2:
                await CompareAsync(store, model, step);
                break;
            default:
                var score = model.Next(step);
                (await store.Scores.AddAsync(score, null, default)).ShouldBeTrue();
                model.Scores.Add(score);
                break;
        }
    }

    private static async Task CompareAsync(IStore store, ScoreModel model, ScoreModelStep step)
    {
        var access = ScoreModel.Access(step);
        var filter = ScoreModel.Filter(step);
        var sort = (ScoreSort)(step.D % 3);
        var expected = model.List(access, filter, sort);

        var walked = new List<ScoreItem>();
        PagePosition? after = null;
        do
        {
            var page = await store.Scores.ListAsync(access, filter, sort, after, 0, 1 + (step.B % 7), default);
            walked.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        walked.ShouldBe(expected.Select(score => score.Item));

        var skip = step.A % 9;
        (await store.Scores.ListAsync(access, filter, sort, null, skip, 4, default)).Items.ShouldBe(expected.Skip(skip).Take(4).Select(score => score.Item));
        (await store.Scores.CountAsync(access, filter, default)).ShouldBe(expected.Count);
        (await store.Scores.CountAsync(access, ScoreFilter.None, default)).ShouldBe(model.List(access, ScoreFilter.None, sort).Count);

        var tickets = new ScoreFilter { CustomerId = filter.CustomerId, LatestOnly = true };
        (await store.Scores.CountAsync(access, tickets, default)).ShouldBe(model.List(access, tickets, sort).Count);

        var exported = new List<StoredScore>();
        await foreach (var score in store.Scores.ExportAsync(access, filter, sort, default))
        {
            exported.Add(score);
        }

        exported.ShouldBe(expected);

        IReadOnlyList<DateTimeOffset> edges = [.. Enumerable.Range(0, 4).Select(i => Some.Noon.AddMinutes(i * (1 + (step.A % 15))))];
        var question = ScoreModel.Question(step, edges) with { CustomerId = filter.CustomerId };
        (await store.Scores.SumAsync(access, question, default)).Select(ScoreModel.Shown).ShouldBe(model.Sum(access, question), ignoreOrder: true);

        (await store.Scores.TotalsAsync(access, filter.CustomerId, default)).ShouldBe(model.Totals(access, filter.CustomerId));
    }
}
