using NodaTime;
using Shouldly;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Scores;
using Vindex.Storage;
using Vindex.Storage.Alerts;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Sqlite;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>
/// Weeks of two servers over a real store, with changes of the clock in the rules' zones, interruptions, servers that die between deciding and storing, and
/// wall clocks that jump. Every instant of a rule's schedule is evaluated, none twice, and the events are the walk of the level.
/// </summary>
public sealed class AlertSimulationTests
{
    private const int Steps = 400;

    private static readonly string[] s_zones = ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "America/Santiago"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "2026-03-20T00:00:00Z")]
    [InlineData(2, "2026-10-18T00:00:00Z")]
    [InlineData(3, "2026-04-01T00:00:00Z")]
    public async Task No_instant_is_missed_and_none_is_evaluated_twice(int seed, string start)
    {
        var folder = Directory.CreateTempSubdirectory("vindex-alerts-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row }, Stop);
            var (random, begin) = (new Random(seed), DateTimeOffset.Parse(start));
            var rules = await AddAsync(store, random, begin);
            var evaluated = rules.Keys.ToDictionary(id => id, _ => new List<DateTimeOffset>(), StringComparer.Ordinal);
            var present = begin;
            for (var step = 0; step < Steps; step++)
            {
                // An hour and a bit, at times an interruption of a day, and a wall clock that is wrong by up to half an hour.
                present += TimeSpan.FromMinutes(random.Next(10) == 0 ? random.Next(1440) : random.Next(90));
                var now = random.Next(4) == 0 ? present.AddMinutes(random.Next(-30, 1)) : present;
                while (await TurnAsync(store, now, random, evaluated) > 0)
                {
                    // Until nothing is due by this clock.
                }
            }

            while (await TurnAsync(store, present, random, evaluated) > 0)
            {
                // The last word is that of a right clock.
            }

            foreach (var (id, rule) in rules)
            {
                evaluated[id].ShouldBe(Expected(rule.Schedule, begin, present), $"{rule.Schedule}");
                var walk = (await EventsAsync(store, id)).Select(AlertDocuments.Notice).ToList();
                walk.Zip(walk.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From && pair.First.At < pair.Second.At);
                if (walk.Count > 0) walk[0].From.ShouldBe(AlertLevel.Ok);
                AlertDocuments.State((await store.Alerts.FindAsync("co_acme", id, Stop))!).Level.ShouldBe(walk.Count > 0 ? walk[^1].To : AlertLevel.Ok);
            }

            evaluated.Values.Sum(list => list.Count).ShouldBeGreaterThan(1000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What AlertEvaluation does, on two servers at once; some die before they store, and what they decided is lost.
    private static async Task<int> TurnAsync(SqliteStore store, DateTimeOffset now, Random random, Dictionary<string, List<DateTimeOffset>> evaluated)
    {
        var due = await store.Alerts.DueAsync(now, 100, Stop);
        for (var server = 0; server < 2; server++)
        {
            if (random.Next(5) == 0) continue;
            List<AlertStep> steps = [.. due.Select(alert => Step(alert, now))];
            foreach (var id in await store.Alerts.StoreAsync(steps, now, Stop)) evaluated[id].Add(At(due.Single(alert => alert.Id == id), now));
        }

        return due.Count;
    }

    private static DateTimeOffset At(Alert alert, DateTimeOffset now) => AlertDocuments.Rule(alert).Schedule.Earliest(alert.DueAt!.Value, now);

    private static AlertStep Step(Alert alert, DateTimeOffset now)
    {
        var (rule, at) = (AlertDocuments.Rule(alert), At(alert, now));
        // The figure depends on the instant alone, as the statistics of a window do.
        var measure = AlertMeasure.Of(at.ToUnixTimeSeconds() / 21_600 * 7919 % 11 is var figure && figure == 10 ? null : figure);
        var (state, change) = AlertDecision.Decide(rule, AlertDocuments.State(alert), at, measure);
        var step = new AlertStep(alert, AlertDocuments.Write(state), rule.Schedule.Next(at));
        if (change is null) return step;
        var notice = new AlertNotice("e", alert.Id, alert.Name, change.From, change.To, rule, measure, null, at, []);
        return step with { Event = new AlertEvent(Guid.CreateVersion7(at).ToString("N"), alert.Id, alert.CompanyId, at, AlertDocuments.Write(notice)) };
    }

    private static async Task<Dictionary<string, AlertRule>> AddAsync(SqliteStore store, Random random, DateTimeOffset now)
    {
        var company = new Company("co_acme", "acme", "Acme", "acme_default", 70, null, null, now);
        await store.Companies.AddAsync(company, new Customer("acme_default", company.Id, "Default", now), Entry(now), Stop);
        var rules = new Dictionary<string, AlertRule>(StringComparer.Ordinal);
        foreach (var (i, zone) in s_zones.Index())
        {
            foreach (var every in (int[])[30, 60, AlertSchedule.Daily])
            {
                var schedule = new AlertSchedule(every, random.Next(every == AlertSchedule.Daily ? 300 : 60), zone);
                var figure = new AlertFigure(AlertMetric.Average, "overall", null, null, null, null, null, null, null, null, null, null, null);
                var rule = new AlertRule(
                    figure, 24, AlertDirection.Below, 5, 2, random.Next(3) * 60, (NoDataLevel)random.Next(3), true, 0, schedule, [], false, true);
                var alert = new Alert(
                    $"alert-{i}-{every}", company.Id, "test", $"{i} {every}", AlertDocuments.Write(rule), AlertDocuments.Write(AlertState.New), schedule.Next(now), 1, now, now);
                await store.Alerts.AddAsync(alert, Entry(now), Stop);
                rules[alert.Id] = rule;
            }
        }

        return rules;
    }

    private static AuditEntry Entry(DateTimeOffset at) => new(Guid.CreateVersion7(at).ToString("N"), at, "co_acme", "test", "test.done", null, null);

    // Found minute by minute, not by the schedule's own arithmetic.
    private static IEnumerable<DateTimeOffset> Expected(AlertSchedule schedule, DateTimeOffset begin, DateTimeOffset end)
    {
        var zone = DateTimeZoneProviders.Tzdb[schedule.Zone];
        var days = new HashSet<LocalDate>();
        for (var at = begin.AddDays(-1); at <= end; at = at.AddMinutes(1))
        {
            var local = Instant.FromDateTimeOffset(at).InZone(zone);
            var minute = (local.Hour * 60) + local.Minute;
            var isDue = schedule.EveryMinutes switch
            {
                AlertSchedule.Daily => minute >= schedule.AtMinute && days.Add(local.Date),
                AlertSchedule.Hourly => local.Minute == schedule.AtMinute % 60,
                _ => minute % schedule.EveryMinutes == 0,
            };
            if (isDue && at > begin) yield return at;
        }
    }

    private static async Task<IReadOnlyList<AlertEvent>> EventsAsync(SqliteStore store, string id)
    {
        var events = new List<AlertEvent>();
        PagePosition? after = null;
        do
        {
            var page = await store.Alerts.EventsAsync("co_acme", id, after, 200, Stop);
            events.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        events.Reverse();
        return events;
    }
}
