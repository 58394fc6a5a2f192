using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Order, cursors, skip, filters, export.</summary>
public abstract class ScorePaginationConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task Ties_are_broken_by_id_descending_in_both_sorts()
    {
        var acme = await HasCompany("acme");
        string[] ids = [new('3', 32), new('1', 32), new('f', 32), new('2', 32)];
        foreach (var id in ids)
        {
            await HasScore(Some.Score(acme.Id, acme.DefaultCustomerId, 0, 50, id));
        }

        var expected = ids.OrderDescending(StringComparer.Ordinal);
        (await Walk(Of(acme), limit: 1)).ShouldBe(expected);
        (await Walk(Of(acme), sort: ScoreSort.OverallScore, limit: 1)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_walk_by_cursor_neither_repeats_nor_misses_a_row_while_rows_come_in()
    {
        var acme = await HasCompany("acme", "a1");
        var before = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            before.Add((await HasScore(acme, i, i % 3, i % 2 == 0 ? "a1" : null)).Item.Id);
        }

        foreach (var sort in Enum.GetValues<ScoreSort>())
        {
            var seen = new List<string>();
            PagePosition? after = null;
            do
            {
                var page = await Store.Scores.ListAsync(Of(acme), ScoreFilter.None, sort, after, 0, 3, Stop);
                seen.AddRange(page.Items.Select(item => item.Id));
                after = page.Next;
                await HasScore(acme, 10, 1);
                await HasScore(acme, 100, 2);
            }
            while (after is not null);
            seen.ShouldBeUnique();
            before.ShouldBeSubsetOf(seen);
        }
    }

    [Fact]
    public async Task Skip_and_limit_cut_the_same_list_that_the_cursor_walks()
    {
        var acme = await HasCompany("acme", "a1", "a2");
        for (var i = 0; i < 12; i++)
        {
            await HasScore(acme, i, i % 4, i % 2 == 0 ? "a1" : "a2");
        }

        foreach (var access in (ScoreAccess[])[ScoreAccess.All, Of(acme), Of(acme, "a1"), Of(acme, "a1", "a2")])
        {
            foreach (var sort in Enum.GetValues<ScoreSort>())
            {
                var whole = await Walk(access, sort: sort);
                for (var skip = 0; skip <= whole.Count; skip++)
                {
                    var page = await Store.Scores.ListAsync(access, ScoreFilter.None, sort, null, skip, 4, Stop);
                    page.Items.Select(item => item.Id).ShouldBe(whole.Skip(skip).Take(4));
                    (page.Next is null).ShouldBe(skip + 4 >= whole.Count);
                }
            }
        }
    }

    [Theory]
    [InlineData("straße", true)]
    [InlineData("STRAßE", true)]
    [InlineData("ÅNGSTRÖM", true)]
    [InlineData("ъЖик", true)]
    [InlineData("σοφόσ", true)]
    [InlineData("100%", true)]
    [InlineData("a_b", true)]
    [InlineData(@"c:\x", true)]
    [InlineData("key-7", true)]
    [InlineData("0%x", false)]
    [InlineData("axb", false)]
    [InlineData("key-7 straße", false)]
    public async Task Words_are_found_in_key_or_title_in_any_case_of_any_script(string word, bool found)
    {
        var acme = await HasCompany("acme");
        await HasScore(Some.Score(acme.Id, acme.DefaultCustomerId).Titled("KEY-7", @"Straße Ångström ЪЖИК σοφός 100% a_b C:\X"));

        (await Walk(Of(acme), new() { Words = [word] })).Count.ShouldBe(found ? 1 : 0);
        (await Walk(Of(acme), new() { Words = ["title-is-not-this", word] })).ShouldBeEmpty();
        (await Store.Scores.CountAsync(Of(acme), new() { Words = ["KEY", word] }, Stop)).ShouldBe(found ? 1 : 0);
    }

    [Fact]
    public async Task Many_customers_are_one_list()
    {
        var names = Enumerable.Range(0, 120).Select(i => $"a{i}").ToArray();
        var acme = await HasCompany("acme", names);
        for (var i = 0; i < names.Length; i++)
        {
            await HasScore(acme, i, i % 7, names[i]);
        }

        foreach (var count in (int[])[2, 99, 100, 101, 120])
        {
            (await Walk(Of(acme, names[..count]), limit: 50)).Count.ShouldBe(count);
            (await Walk(new ScoreAccess(null, names[..count]), sort: ScoreSort.OverallScore, limit: 50)).Count.ShouldBe(count);
        }
    }

    [Fact]
    public async Task An_export_streams_one_moments_state_in_the_order_of_the_list()
    {
        var acme = await HasCompany("acme");
        for (var i = 0; i < 450; i++)
        {
            await HasScore(acme, i, i % 11);
        }

        foreach (var sort in Enum.GetValues<ScoreSort>())
        {
            var expected = await Walk(Of(acme), sort: sort, limit: 200);
            var seen = new List<string>();
            await foreach (var score in Store.Scores.ExportAsync(Of(acme), ScoreFilter.None, sort, Stop))
            {
                if (seen.Count == 10)
                {
                    // Written, acknowledged and counted while the export is open, and not part of it.
                    await HasScore(acme, 5, 5);
                    await Store.Scores.DeleteAsync(Of(acme), expected[^1], Some.Audit(), Stop);
                }

                score.Description.ShouldBe("As text");
                seen.Add(score.Item.Id);
            }

            seen.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task An_export_that_is_left_early_frees_its_place()
    {
        var acme = await HasCompany("acme");
        for (var i = 0; i < 5; i++)
        {
            await HasScore(acme, i);
        }

        for (var i = 0; i < 20; i++)
        {
            await foreach (var _ in Store.Scores.ExportAsync(Of(acme), ScoreFilter.None, ScoreSort.CreatedAt, Stop))
            {
                break;
            }
        }

        (await Walk(Of(acme))).Count.ShouldBe(5);
    }
}
