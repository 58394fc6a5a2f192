using Vindex.Storage.Audit;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Another's scores are indistinguishable from none.</summary>
public abstract class ScoreIsolationConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task Every_read_and_delete_is_limited_to_what_the_caller_may_see()
    {
        var acme = await HasCompany("acme", "a1", "a2");
        var other = await HasCompany("other", "b1");
        var score = await HasScore(acme, 0, 60, "a1");
        var hidden = (ScoreAccess[])[Of(other), Of(other, "a1"), Of(acme, "a2"), Of(acme, "a2", "b1"), new(null, ["b1"]), new(acme.Id, []), new(null, [])];
        var visible = (ScoreAccess[])[
            ScoreAccess.All, Of(acme), Of(acme, "a1"), Of(acme, "a2", "a1"), Of(acme, "a1", "a1"), new(null, ["a1"]), new(null, ["a1", "b1"])
        ];

        foreach (var (access, count) in hidden.Select(access => (access, 0)).Concat(visible.Select(access => (access, 1))))
        {
            (await Store.Scores.FindAsync(access, score.Item.Id, Stop) is null).ShouldBe(count == 0);
            foreach (var sort in Enum.GetValues<ScoreSort>())
            {
                (await Walk(access, sort: sort)).Count.ShouldBe(count);
                (await Export(access, sort)).Count.ShouldBe(count);
            }

            (await Walk(access, new() { Key = "KEY-0" })).Count.ShouldBe(count);
            (await Walk(access, new() { CustomerId = "a1" })).Count.ShouldBe(count);
            (await Walk(access, new() { CustomerId = "a2" })).ShouldBeEmpty();
            (await Store.Scores.CountAsync(access, ScoreFilter.None, Stop)).ShouldBe(count);
            (await Store.Scores.CountAsync(access, new() { MinTenths = 0 }, Stop)).ShouldBe(count);
            (await Store.Scores.CountAsync(access, new() { CustomerId = "a1" }, Stop)).ShouldBe(count);
            (await Store.Scores.TotalsAsync(access, null, Stop)).Count.ShouldBe(count);
            (await Store.Scores.TotalsAsync(access, "a2", Stop)).Count.ShouldBe(0);
        }

        foreach (var access in hidden)
        {
            (await Store.Scores.DeleteAsync(access, score.Item.Id, Some.Audit(), Stop)).ShouldBeFalse();
        }

        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
        (await Store.Audit.ListAsync(new AuditFilter(), null, 100, Stop)).Items.Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_same_id_in_two_companies_is_two_scores()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");
        var id = Some.Id();
        var mine = await HasScore(Some.Score(acme.Id, acme.DefaultCustomerId, 0, 10, id));
        var theirs = await HasScore(Some.Score(other.Id, other.DefaultCustomerId, 0, 20, id));

        (await Store.Scores.FindAsync(Of(acme), id, Stop)).ShouldBe(mine);
        (await Store.Scores.FindAsync(Of(other), id, Stop)).ShouldBe(theirs);
        (await Store.Scores.DeleteAsync(Of(acme), id, Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.Scores.FindAsync(Of(other), id, Stop)).ShouldBe(theirs);
    }

    private async Task<List<StoredScore>> Export(ScoreAccess access, ScoreSort sort)
    {
        var all = new List<StoredScore>();
        await foreach (var score in Store.Scores.ExportAsync(access, ScoreFilter.None, sort, Stop))
        {
            all.Add(score);
        }

        return all;
    }
}
