using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Counters and rows agree however many write and read at once.</summary>
public abstract class ScoreConcurrencyConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task Concurrent_writes_deletes_and_reads_keep_counters_and_rows_in_step()
    {
        var acme = await HasCompany("acme", "a1");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var i = 0; i < 50; i++)
            {
                var score = await HasScore(acme, i, worker, worker % 2 == 0 ? "a1" : null);
                (await Store.Scores.FindAsync(Of(acme), score.Item.Id, Stop)).ShouldNotBeNull();
                if (i % 5 == 0)
                {
                    (await Store.Scores.DeleteAsync(Of(acme), score.Item.Id, Some.Audit(), Stop)).ShouldBeTrue();
                }

                await Store.Scores.ListAsync(Of(acme), ScoreFilter.None, ScoreSort.OverallScore, null, 0, 5, Stop);
            }
        }));

        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).ShouldBe(new ScoreTotals(16 * 40, 40 * Enumerable.Range(0, 16).Sum()));
        (await Walk(Of(acme), limit: 200)).Count.ShouldBe(16 * 40);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_deletes_of_one_score_one_succeeds()
    {
        var acme = await HasCompany("acme");
        var score = await HasScore(acme);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.Scores.DeleteAsync(Of(acme), score.Item.Id, Some.Audit(), Stop)));

        results.Count(deleted => deleted).ShouldBe(1);
        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).ShouldBe(default);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled_and_the_store_goes_on()
    {
        var acme = await HasCompany("acme");
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => Store.Scores.AddAsync(Some.Score(acme.Id, acme.DefaultCustomerId), null, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            Store.Scores.ListAsync(Of(acme), ScoreFilter.None, ScoreSort.CreatedAt, null, 0, 5, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Store.PingAsync(cancelled));

        await Store.PingAsync(Stop);
        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).ShouldBe(default);
    }
}
