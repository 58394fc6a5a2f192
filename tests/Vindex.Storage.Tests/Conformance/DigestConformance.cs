using Vindex.Storage.Alerts;
using Vindex.Storage.Companies;
using Vindex.Storage.Digests;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

public abstract class DigestConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    private static readonly DateTimeOffset s_nextWeek = Some.Noon.AddDays(7);

    [Fact]
    public async Task A_reader_of_a_company_has_one_digest_which_keeps_its_id()
    {
        var (company, ada, channel) = await HasReaders("acme");
        var (other, _, foreign) = await HasReaders("other", "bo");
        DigestReader[] readers = [new(ada.Id, null), new(null, channel.Id), DigestReader.Webhooks];
        foreach (var reader in readers)
        {
            var digest = Digest(company.Id, reader);
            (await Store.Digests.SetAsync(digest, Some.Audit(company.Id), Stop)).ShouldBeTrue();
            (await Store.Digests.FindAsync(company.Id, reader, Stop)).ShouldBe(digest);
            (await Store.Digests.FindAsync(other.Id, reader, Stop)).ShouldBeNull();

            var changed = digest with { Id = Some.Id(), Plan = """{"day":3}""", DueAt = s_nextWeek, ChangedAt = Some.Noon.AddHours(1) };
            (await Store.Digests.SetAsync(changed, Some.Audit(company.Id), Stop)).ShouldBeTrue();
            (await Store.Digests.FindAsync(digest.Id, Stop)).ShouldBe(changed with { Id = digest.Id, Version = 2 });
        }

        (await Store.Digests.ListAsync(company.Id, Stop)).Select(digest => digest.Reader).ShouldBe(readers, ignoreOrder: true);
        (await Store.Digests.SetAsync(Digest(company.Id, new DigestReader("us_bo", null)), Some.Audit(company.Id), Stop)).ShouldBeFalse();
        (await Store.Digests.SetAsync(Digest(company.Id, new DigestReader(null, foreign.Id)), Some.Audit(company.Id), Stop)).ShouldBeFalse();
        (await Store.Digests.SetAsync(Digest("co_nobody", DigestReader.Webhooks), Some.Audit("co_nobody"), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_digest_that_is_due_gets_its_issue_and_message_once()
    {
        var (company, ada, _) = await HasReaders("acme");
        await Store.Digests.SetAsync(Digest(company.Id, new DigestReader(ada.Id, null)), Some.Audit(company.Id), Stop);
        (await Store.Digests.DueAsync(Some.Noon.AddMilliseconds(-1), 10, Stop)).ShouldBeEmpty();
        (await Store.Digests.NextDueAsync(Stop)).ShouldBe(Some.Noon);
        var due = (await Store.Digests.DueAsync(Some.Noon, 10, Stop)).ShouldHaveSingleItem();

        var steps = Enumerable.Range(0, 8).Select(_ => Step(due)).ToList();
        var stored = await Task.WhenAll(steps.Select(step => Store.Digests.StoreAsync([step], Some.Noon, Stop)));

        stored.Sum(ids => ids.Count).ShouldBe(1);
        var winner = steps[stored.ToList().FindIndex(ids => ids.Count > 0)];
        foreach (var step in steps)
        {
            var issue = await Store.Digests.FindIssueAsync(company.Id, step.Issue!.Id, Stop);
            var messages = await Store.AlertMessages.ListAsync(company.Id, step.Issue.Id, Stop);
            issue.ShouldBe(step == winner ? step.Issue : null);
            messages.Select(message => (message.Id, message.IssueId, message.EventId, message.ChannelId, message.Status))
                .ShouldBe(step == winner ? [(step.MessageId!, step.Issue.Id, null, null, AlertMessageStatus.Pending)] : []);
        }

        (await Store.Digests.FindIssueAsync("co_other", winner.Issue!.Id, Stop)).ShouldBeNull();
        (await Store.Digests.DueAsync(Some.Noon, 10, Stop)).ShouldBeEmpty();
        (await Store.Digests.NextDueAsync(Stop)).ShouldBe(s_nextWeek);
        var taken = (await Store.AlertMessages.TakeAsync(Some.Noon, Some.Noon.AddMinutes(1), 10, Stop)).ShouldHaveSingleItem();
        (await Store.AlertMessages.EndAsync(taken with { Status = AlertMessageStatus.Sent, FinishedAt = Some.Noon }, Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deleted_digest_is_gone_with_its_issues_and_messages_and_others_stay()
    {
        var (company, ada, channel) = await HasReaders("acme");
        var (other, _, _) = await HasReaders("other", "bo");
        DigestReader own = new(ada.Id, null);
        var digest = Digest(company.Id, own);
        var (kept, elsewhere) = (Digest(company.Id, new DigestReader(null, channel.Id)), Digest(other.Id, DigestReader.Webhooks));
        foreach (var one in (Digest[])[digest, kept, elsewhere]) (await Store.Digests.SetAsync(one, Some.Audit(one.CompanyId), Stop)).ShouldBeTrue();
        var step = Step(digest);
        (await Store.Digests.StoreAsync([step], Some.Noon, Stop)).ShouldBe([digest.Id]);

        (await Store.Digests.DeleteAsync(other.Id, own, Some.Audit(other.Id), Stop)).ShouldBeFalse();
        (await Store.Digests.DeleteAsync(company.Id, own, Some.Audit(company.Id), Stop)).ShouldBeTrue();

        (await Store.Digests.FindAsync(company.Id, own, Stop)).ShouldBeNull();
        (await Store.Digests.FindIssueAsync(company.Id, step.Issue!.Id, Stop)).ShouldBeNull();
        (await Store.AlertMessages.ListAsync(company.Id, step.Issue.Id, Stop)).ShouldBeEmpty();
        (await Store.Digests.FindAsync(kept.Id, Stop)).ShouldBe(kept);
        (await Store.Digests.FindAsync(elsewhere.Id, Stop)).ShouldBe(elsewhere);
        (await Store.Digests.DeleteAsync(company.Id, own, Some.Audit(company.Id), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_week_without_an_issue_only_moves_the_due_time()
    {
        var (company, _, channel) = await HasReaders("acme");
        var digest = Digest(company.Id, new DigestReader(null, channel.Id));
        await Store.Digests.SetAsync(digest, Some.Audit(company.Id), Stop);

        (await Store.Digests.StoreAsync([new DigestStep(digest, s_nextWeek)], Some.Noon, Stop)).ShouldBe([digest.Id]);

        (await Store.Digests.FindAsync(digest.Id, Stop)).ShouldBe(digest with { DueAt = s_nextWeek, Version = 2 });
        (await Store.AlertMessages.NextDueAsync(Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Switching_off_is_done_once_and_wins_over_a_digest_that_is_being_written()
    {
        var (company, ada, _) = await HasReaders("acme");
        var digest = Digest(company.Id, new DigestReader(ada.Id, null));
        await Store.Digests.SetAsync(digest, Some.Audit(company.Id), Stop);

        (await Store.Digests.SwitchOffAsync(digest.Id, Some.Audit(company.Id), Stop)).ShouldBeTrue();

        (await Store.Digests.SwitchOffAsync(digest.Id, Some.Audit(company.Id), Stop)).ShouldBeFalse();
        (await Store.Digests.SwitchOffAsync("nothing", Some.Audit(company.Id), Stop)).ShouldBeFalse();
        (await Store.Digests.StoreAsync([Step(digest)], Some.Noon, Stop)).ShouldBeEmpty();
        (await Store.Digests.DueAsync(s_nextWeek, 10, Stop)).ShouldBeEmpty();
        (await Store.Digests.ListAsync(company.Id, Stop)).ShouldBeEmpty();
        (await Store.Digests.FindAsync(digest.Id, Stop)).ShouldNotBeNull().DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_latest_issues_are_kept()
    {
        var (company, _, _) = await HasReaders("acme");
        var digest = Digest(company.Id, DigestReader.Webhooks);
        await Store.Digests.SetAsync(digest, Some.Audit(company.Id), Stop);
        var issues = Enumerable.Range(0, IDigestStore.KeptIssues + 2)
            .Select(week => new DigestIssue(Some.Id(), digest.Id, company.Id, Some.Noon.AddDays(7 * week), "{}")).ToList();
        foreach (var issue in issues) (await Store.Digests.AddIssueAsync(issue, Stop)).ShouldBeTrue();

        (await Store.Digests.LastIssueAsync(digest.Id, Stop)).ShouldBe(issues[^1].Id);
        (await Store.Digests.LastIssueAsync("gone", Stop)).ShouldBeNull();
        (await Store.Digests.FindIssueAsync(company.Id, issues[1].Id, Stop)).ShouldBeNull();
        (await Store.Digests.FindIssueAsync(company.Id, issues[2].Id, Stop)).ShouldBe(issues[2]);
        (await Store.Digests.AddIssueAsync(issues[0] with { Id = Some.Id(), DigestId = "gone" }, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_digest_goes_with_its_reader_and_its_messages_with_it()
    {
        var (company, ada, channel) = await HasReaders("acme");
        await HasUser(company, "owner", Role.Owner);
        List<Digest> digests = [Digest(company.Id, new DigestReader(ada.Id, null)), Digest(company.Id, new DigestReader(null, channel.Id))];
        foreach (var digest in digests) await Store.Digests.SetAsync(digest, Some.Audit(company.Id), Stop);
        (await Store.Digests.StoreAsync([.. digests.Select(Step)], Some.Noon, Stop)).Count.ShouldBe(2);
        await Store.Users.ChangeRoleAsync(company.Id, ada.Id, Role.Viewer, Some.Audit(company.Id), Stop);
        (await Store.Digests.ListAsync(company.Id, Stop)).Count.ShouldBe(2);

        (await Store.Users.RemoveAsync(company.Id, ada.Id, Some.Audit(company.Id), Stop)).ShouldBe(MemberChange.Done);
        (await Store.Digests.ListAsync(company.Id, Stop)).Select(digest => digest.Id).ShouldBe([digests[1].Id]);
        (await Store.AlertMessages.DeleteChannelAsync(company.Id, channel.Id, Some.Audit(company.Id), Stop)).ShouldBeTrue();

        (await Store.Digests.ListAsync(company.Id, Stop)).ShouldBeEmpty();
        (await Store.AlertMessages.TakeAsync(s_nextWeek, s_nextWeek, 10, Stop)).ShouldBeEmpty();
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static Digest Digest(string companyId, DigestReader reader) => new(Some.Id(), companyId, reader, "{}", Some.Noon, 1, Some.Noon);

    private static DigestStep Step(Digest digest) => new(digest, s_nextWeek)
    {
        Issue = new DigestIssue(Some.Id(), digest.Id, digest.CompanyId, Some.Noon, """{"tickets":1}"""),
        MessageId = Some.Id(),
    };

    private async Task<(Company Company, User User, AlertChannel Channel)> HasReaders(string name, string user = "ada")
    {
        var company = await HasCompany(name);
        var channel = new AlertChannel(Some.Id(), company.Id, "Chat", "slack", [1, 2, 3], "https://***", true, Some.Noon) { Language = "de" };
        (await Store.AlertMessages.AddChannelAsync(channel, Some.Audit(company.Id), Stop)).ShouldBeTrue();
        (await Store.AlertMessages.FindChannelAsync(company.Id, channel.Id, Stop)).ShouldNotBeNull().Language.ShouldBe("de");
        return (company, await HasUser(company, user, Role.Member), channel);
    }
}
