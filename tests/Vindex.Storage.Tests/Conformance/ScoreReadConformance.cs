using System.Text;
using Vindex.Storage.Audit;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Create, read, delete.</summary>
public abstract class ScoreReadConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_score_is_read_back_as_it_was_stored()
    {
        var acme = await HasCompany("acme");
        var full = Some.Score(acme.Id, acme.DefaultCustomerId).Titled("ÆØ-1", "\"quoted\" 🙂 title\nof two lines") with
        {
            AcceptanceCriteria = "- one\n- two",
            Description = new string('x', 100_000),
            DurationMs = 0.1,
        };
        var bare = Some.Score(acme.Id, acme.DefaultCustomerId, 1) with { IssueType = null, Description = null, AcceptanceCriteria = "" };
        await HasScore(full);
        await HasScore(bare);

        (await Store.Scores.FindAsync(Of(acme), full.Item.Id, Stop)).ShouldBe(full);
        (await Store.Scores.FindAsync(ScoreAccess.All, bare.Item.Id, Stop)).ShouldBe(bare);
        (await Store.Scores.ListAsync(Of(acme), ScoreFilter.None, ScoreSort.CreatedAt, null, 0, 10, Stop)).Items.ShouldBe([bare.Item, full.Item]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("🙂 Grüße, 世界! ")]
    [InlineData("{\"a\":[1,2,3]}\r\n\t\u0001 ")]
    public async Task Texts_of_any_length_are_read_back_as_they_were_stored(string piece)
    {
        var acme = await HasCompany("acme");
        foreach (var times in (int[])[1, 20, 400, 20_000])
        {
            var text = string.Concat(Enumerable.Repeat(piece, times));
            var score = Some.Score(acme.Id, acme.DefaultCustomerId, times) with
            {
                Description = text,
                AcceptanceCriteria = text + "!",
                Detail = Encoding.UTF8.GetBytes(text),
                Inputs = text + "?",
            };
            await HasScore(score);

            (await Store.Scores.FindAsync(Of(acme), score.Item.Id, Stop)).ShouldBe(score);
        }
    }

    [Fact]
    public async Task A_score_for_a_customer_of_nobody_or_of_another_company_is_refused_and_not_counted()
    {
        var acme = await HasCompany("acme");
        var other = await HasCompany("other");

        (await Store.Scores.AddAsync(Some.Score(acme.Id, other.DefaultCustomerId), null, Stop)).ShouldBeFalse();
        (await Store.Scores.AddAsync(Some.Score(acme.Id, "nobody"), null, Stop)).ShouldBeFalse();
        (await Store.Scores.AddAsync(Some.Score("co_nobody", acme.DefaultCustomerId), null, Stop)).ShouldBeFalse();
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).ShouldBe(default);
        (await Walk(ScoreAccess.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task History_is_that_of_one_ticket_of_one_customer_newest_first()
    {
        var acme = await HasCompany("acme", "a1");
        for (var i = 0; i < 4; i++)
        {
            await HasScore(Some.Score(acme.Id, "a1", i, 10 * i).OfTicket("T"));
            await HasScore(Some.Score(acme.Id, acme.DefaultCustomerId, i).OfTicket("T"));
            await HasScore(Some.Score(acme.Id, "a1", i).OfTicket("U"));
        }

        var history = await Store.Scores.HistoryAsync("a1", "T", 3, Stop);
        history.ShouldAllBe(item => item.CompanyId == acme.Id && item.CustomerId == "a1" && item.TicketId == "T");
        history.Select(item => (item.OverallTenths, item.CreatedAt)).ShouldBe(
            [(30, Some.Noon.AddMinutes(3)), (20, Some.Noon.AddMinutes(2)), (10, Some.Noon.AddMinutes(1))]);
    }

    [Fact]
    public async Task A_deleted_score_is_gone_from_everything()
    {
        var acme = await HasCompany("acme");
        var score = await HasScore(acme);

        (await Store.Scores.DeleteAsync(Of(acme), score.Item.Id, Some.Audit(acme.Id, "score.deleted"), Stop)).ShouldBeTrue();

        (await Store.Scores.FindAsync(ScoreAccess.All, score.Item.Id, Stop)).ShouldBeNull();
        (await Walk(ScoreAccess.All)).ShouldBeEmpty();
        (await Store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).ShouldBe(default);
        (await Store.Scores.HistoryAsync(acme.DefaultCustomerId, score.Item.TicketId, 9, Stop)).ShouldBeEmpty();
        (await Store.Audit.ListAsync(new AuditFilter { CompanyId = acme.Id }, null, 10, Stop)).Items.ShouldContain(entry => entry.Action == "score.deleted");
        (await Store.Scores.DeleteAsync(Of(acme), score.Item.Id, Some.Audit(acme.Id), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Retention_deletes_what_is_older_and_only_of_its_company()
    {
        var acme = await HasCompany("acme", "a1");
        var other = await HasCompany("other");
        for (var i = 0; i < 1100; i++)
        {
            await HasScore(acme, i, 50, i % 2 == 0 ? "a1" : null);
        }

        await HasScore(other);
        (await Store.Scores.DeleteBeforeAsync(acme.Id, Some.Noon.AddMinutes(1090), Stop)).ShouldBe(1090);

        (await Store.Scores.TotalsAsync(Of(acme), null, Stop)).ShouldBe(new ScoreTotals(10, 500));
        (await Store.Scores.TotalsAsync(Of(acme), "a1", Stop)).ShouldBe(new ScoreTotals(5, 250));
        (await Store.Scores.TotalsAsync(Of(other), null, Stop)).Count.ShouldBe(1);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }
}
