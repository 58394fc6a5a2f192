using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Companies and projects do not touch each other; what a company had goes with it.</summary>
public abstract class FeedbackIsolationConformance<TDriver> : FeedbackConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task The_same_id_and_project_name_of_two_companies_are_two_rows()
    {
        var (acme, globex) = (Project(await HasCompany("acme")), Project(await HasCompany("globex")));
        await Write(acme, Some.Feedback("a", payload: "{\"of\":\"acme\"}"));
        await Write(globex, Some.Feedback("a", payload: "{\"of\":\"globex\"}"), Some.Feedback("b"));

        Text((await Read(acme)).Single()).ShouldBe("{\"of\":\"acme\"}");
        (await Store.Feedback.PurgeAsync(acme, ["a", "b"], Stop)).ShouldBe(1);
        (await Ids(globex)).ShouldBe(["a", "b"]);
        (await Head(globex)).Sequence.ShouldBe(2);
        (await Changes(acme)).Single().IsRemoval.ShouldBeTrue();
    }

    [Fact]
    public async Task A_company_made_again_under_its_name_starts_with_nothing_and_another_numbering()
    {
        var company = await HasCompany("acme");
        var project = Project(company);
        await Write(project, [.. Enumerable.Range(0, 1200).Select(i => Some.Feedback($"{i:D4}"))]);
        await Store.Feedback.PurgeAsync(project, ["0001"], Stop);
        await HasScore(company);
        var before = await Head(project);

        (await DeletesCompany(company.Id, Some.Audit())).ShouldBeTrue();
        (await Ids(project)).ShouldBeEmpty();
        (await Head(project)).Sequence.ShouldBe(0);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
        await HasCompany("acme");
        (await Store.Feedback.ProjectsAsync(company.Id, Stop)).ShouldBeEmpty();
        (await Store.Feedback.CountAsync(project, Stop)).ShouldBe(0);

        await Write(project, Some.Feedback("new"));
        var after = await Head(project);
        after.Incarnation.ShouldNotBe(before.Incarnation);
        (await Changes(project)).Single().Sequence.ShouldBe(1);
        (await Ids(Project(company, FeedbackRow.ScoreProject))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Retention_deletes_what_one_company_had_before_an_instant_and_says_what_went()
    {
        var (acme, globex) = (await HasCompany("acme"), await HasCompany("globex"));
        await Write(Project(acme), [.. Enumerable.Range(0, 1100).Select(i => Some.Feedback($"{i:D4}", i))]);
        await Write(Project(acme, "other"), Some.Feedback("x", 5), Some.Feedback("y", 2000));
        await Write(Project(globex), Some.Feedback("g", 0));

        (await Store.Feedback.DeleteBeforeAsync(acme.Id, Some.Noon.AddMinutes(1050), Stop)).ShouldBe(1051);

        (await Ids(Project(acme))).Count.ShouldBe(50);
        (await Ids(Project(acme, "other"))).ShouldBe(["y"]);
        (await Ids(Project(globex))).ShouldBe(["g"]);
        (await Changes(Project(acme), 1100)).Count(change => change.IsRemoval).ShouldBe(1050);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }
}
