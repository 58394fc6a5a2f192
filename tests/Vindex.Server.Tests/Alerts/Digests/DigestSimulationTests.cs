using Shouldly;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Scores;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Digests;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Users;
using Xunit;

namespace Vindex.Server.Tests.Alerts.Digests;

/// <summary>
/// Months of two servers over a real store, with changes of the clock in the readers' zones, interruptions, servers that die between writing and storing, and
/// wall clocks that jump. No reader gets a week twice; none is missed unless another one has passed since; and the weeks follow each other.
/// </summary>
public sealed class DigestSimulationTests
{
    private static readonly string[] s_zones = ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "America/Santiago"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "2026-02-20T00:00:00Z", 2)]
    [InlineData(2, "2026-09-10T00:00:00Z", 2)]
    [InlineData(3, "2026-02-20T00:00:00Z", 20)]
    public async Task No_week_is_doubled_and_none_is_missed_but_for_a_later_one(int seed, string start, int mostDays)
    {
        var folder = Directory.CreateTempSubdirectory("vindex-digests-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row }, Stop);
            var (random, begin) = (new Random(seed), DateTimeOffset.Parse(start));
            var plans = await AddAsync(store, random, begin);
            var written = plans.Keys.ToDictionary(id => id, _ => new List<DateTimeOffset>(), StringComparer.Ordinal);
            var (present, turns) = (begin, new List<DateTimeOffset> { begin });
            while (present < begin.AddDays(120))
            {
                present += TimeSpan.FromMinutes(random.Next(10) == 0 ? random.Next(mostDays * 1440) : random.Next(600));
                var now = random.Next(4) == 0 ? present.AddMinutes(random.Next(-30, 1)) : present;
                await TurnAsync(store, now, random, written);
                await TurnAsync(store, present, null, written);
                turns.Add(present);
            }

            foreach (var (id, plan) in plans) Check(plan, written[id], begin, present, turns, isWhole: mostDays < 7);
            written.Values.Sum(list => list.Count).ShouldBeGreaterThan(100);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Check(
        DigestPlan plan, List<DateTimeOffset> written, DateTimeOffset begin, DateTimeOffset end, List<DateTimeOffset> turns, bool isWhole)
    {
        List<DateTimeOffset> due = [];
        for (var at = plan.Next(begin); at <= end; at = plan.Next(at)) due.Add(at);
        written.ShouldBe([.. written.Distinct().Order()], $"{plan}");
        written.ShouldBeSubsetOf(due);

        // A week is left out only if no one looked between its time and that of the next one.
        foreach (var missed in due.Except(written)) turns.ShouldNotContain(turn => turn >= missed && turn < plan.Next(missed), $"{plan} {missed}");
        if (isWhole) written.ShouldBe(due, $"{plan}");
    }

    // What DigestEvaluation does, on two servers at once; some die before they store, and what they wrote is lost.
    private static async Task TurnAsync(SqliteStore store, DateTimeOffset now, Random? random, Dictionary<string, List<DateTimeOffset>> written)
    {
        var due = await store.Digests.DueAsync(now, 100, Stop);
        for (var server = 0; server < 2; server++)
        {
            if (random?.Next(3) == 0) continue;
            List<DigestStep> steps = [.. due.Select(digest => Step(digest, now))];
            foreach (var id in await store.Digests.StoreAsync(steps, now, Stop)) written[id].Add(steps.Single(step => step.Before.Id == id).Issue!.At);
        }
    }

    private static DigestStep Step(Digest digest, DateTimeOffset now)
    {
        var plan = DigestDocuments.Plan(digest);
        var at = plan.Latest(digest.DueAt!.Value, now);
        return new DigestStep(digest, plan.Next(at))
        {
            Issue = new DigestIssue(Guid.CreateVersion7(at).ToString("N"), digest.Id, digest.CompanyId, at, "{}"),
            MessageId = Guid.CreateVersion7(at).ToString("N"),
        };
    }

    private static async Task<Dictionary<string, DigestPlan>> AddAsync(SqliteStore store, Random random, DateTimeOffset now)
    {
        var company = new Company("co_acme", "acme", "Acme", "acme_default", 70, null, null, now);
        await store.Companies.AddAsync(company, new Customer("acme_default", company.Id, "Default", now), Entry(now), Stop);
        var plans = new Dictionary<string, DigestPlan>(StringComparer.Ordinal);
        foreach (var (i, zone) in s_zones.Index())
        {
            for (var day = 1; day <= 7; day += 2)
            {
                var user = new User($"us_{i}_{day}", $"{i}-{day}@example.com", null, "hash", false, now);
                await store.Users.AddAsync(user, new Grant(company.Id, Role.Member, false), Entry(now), Stop);
                var plan = new DigestPlan(day, random.Next(300), zone, "en", SkipsEmpty: false);
                var digest = new Digest($"digest-{i}-{day}", company.Id, new DigestReader(user.Id, null), DigestDocuments.Write(plan), plan.Next(now), 1, now);
                (await store.Digests.SetAsync(digest, Entry(now), Stop)).ShouldBeTrue();
                plans[digest.Id] = plan;
            }
        }

        return plans;
    }

    private static AuditEntry Entry(DateTimeOffset at) => new(Guid.CreateVersion7(at).ToString("N"), at, "co_acme", "test", "test.done", null, null);
}
