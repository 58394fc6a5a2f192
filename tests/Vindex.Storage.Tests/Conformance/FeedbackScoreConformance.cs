using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Jobs;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>A score and its row of feedback come and go together, and nobody else touches the row.</summary>
public abstract class FeedbackScoreConformance<TDriver> : FeedbackConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_score_is_a_row_of_its_company_s_project_of_scores()
    {
        var acme = await HasCompany("acme");
        var score = await HasScore(acme, 7, 83);

        var row = (await Read(Scores(acme))).Single();
        (row.Id, row.CreatedAt, row.FeedbackType, row.WeaveRef).ShouldBe((score.Item.Id, score.Item.CreatedAt, "vindex.score", "acme/acme_default/KEY-7"));
        Text(row).ShouldBe("""{"overall":83,"duration_ms":7}""");
        (await Store.Feedback.CountAsync(Scores(acme), Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task A_score_of_the_queue_has_its_row_too()
    {
        var installation = await HasInstallation("acme");
        await HasJob(installation, "1");
        var leased = (await Lease(1)).Single();
        var score = Some.Score(installation.CompanyId, installation.CustomerId);
        (await Store.Jobs.CompleteAsync(leased.Job.Id, leased.Job.Taken, score, null, Some.Noon, Stop)).ShouldBe(LeaseEnd.Stored);

        (await Ids(new ProjectKey(installation.CompanyId, "scores"))).ShouldBe([score.Item.Id]);
    }

    [Fact]
    public async Task A_score_that_is_deleted_takes_its_row_along()
    {
        var acme = await HasCompany("acme");
        var first = await HasScore(acme, 1);
        var second = await HasScore(acme, 2);
        var third = await HasScore(acme, 900);

        (await Store.Scores.DeleteAsync(Of(acme), first.Item.Id, Some.Audit(), Stop)).ShouldBeTrue();
        (await Ids(Scores(acme))).ShouldBe([second.Item.Id, third.Item.Id]);
        (await Store.Scores.DeleteBeforeAsync(acme.Id, Some.Noon.AddMinutes(500), Stop)).ShouldBe(1);
        (await Ids(Scores(acme))).ShouldBe([third.Item.Id]);

        (await Changes(Scores(acme))).Select(change => (change.Sequence, change.RowSequence)).ShouldBe([(3, 3), (4, 1), (5, 2)]);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_score_s_row_can_be_neither_written_nor_replaced_nor_purged_nor_retained_away()
    {
        var acme = await HasCompany("acme");
        var score = await HasScore(acme, 1);
        var project = Scores(acme);

        (await Write(project, Some.Feedback(score.Item.Id))).Single().ShouldBeOfType<FeedbackWritten.Reserved>();
        (await Store.Feedback.PurgeAsync(project, [score.Item.Id], Stop)).ShouldBe(0);
        (await Store.Feedback.WriteAsync([new(project, Some.Feedback("agreement", 1))], [score.Item.Id], allOrNothing: true, Stop))
            .Single().ShouldBeOfType<FeedbackWritten.Kept>();
        (await Store.Feedback.DeleteBeforeAsync(acme.Id, Some.Noon.AddDays(1), Stop)).ShouldBe(1);

        var row = (await Read(project)).Single();
        (row.Id, row.FeedbackType).ShouldBe((score.Item.Id, FeedbackRow.ScoreType));
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_score_whose_id_somebody_guessed_gets_its_row_all_the_same()
    {
        var acme = await HasCompany("acme");
        var score = Some.Score(acme.Id, acme.DefaultCustomerId, 3);
        await Write(Scores(acme), Some.Feedback(score.Item.Id, 0));

        await HasScore(score);

        var row = (await Read(Scores(acme))).Single();
        (row.FeedbackType, row.CreatedAt).ShouldBe((FeedbackRow.ScoreType, score.Item.CreatedAt));
        (await Store.Feedback.CountAsync(Scores(acme), Stop)).ShouldBe(1);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_score_that_is_not_stored_has_no_row()
    {
        var (acme, globex) = (await HasCompany("acme"), await HasCompany("globex"));

        (await Store.Scores.AddAsync(Some.Score(acme.Id, globex.DefaultCustomerId), null, Stop)).ShouldBeFalse();

        (await Ids(Scores(acme))).ShouldBeEmpty();
        (await Ids(Scores(globex))).ShouldBeEmpty();
    }

    private static ProjectKey Scores(Company company) => new(company.Id, FeedbackRow.ScoreProject);
}
