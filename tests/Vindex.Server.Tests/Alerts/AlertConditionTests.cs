using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Alerts.Figures;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Scores;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Judging;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Judging;
using Vindex.Storage.Sqlite;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>Alerts about the operation of a company.</summary>
public sealed class AlertConditionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_endpoint_is_measured_by_the_time_until_it_is_disabled()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        (await FigureAsync(acme, AlertMetric.EndpointFailing)).ShouldBeNull("there is no endpoint");
        foreach (var (hours, expected) in ((double, double)[])[(0, 0), (60, 50), (84, 70), (108, 90), (240, 100)])
        {
            await EndpointAsync(await server.CompanyAsync($"Of {hours}"), server.Time.GetUtcNow().AddHours(-hours), null, expected);
        }

        await EndpointAsync(await server.CompanyAsync("Disabled"), server.Time.GetUtcNow(), DisabledReason.Gone, 100);
        await EndpointAsync(await server.CompanyAsync("Manual"), server.Time.GetUtcNow(), DisabledReason.Manual, null);
    }

    [Fact]
    public async Task The_queue_is_measured_by_its_oldest_ticket()
    {
        // A store without a server, whose worker would take the ticket at once.
        var folder = Directory.CreateTempSubdirectory("vindex-alerts-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row }, Stop);
            var time = new FakeTime(new DateTimeOffset(2026, 4, 16, 12, 0, 0, TimeSpan.Zero));
            var company = new Company("co_acme", "acme", "Acme", "acme_default", 70, null, null, time.GetUtcNow());
            var entry = new AuditEntry(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time.GetUtcNow(), company.Id, "system", "test", null, null);
            await store.Companies.AddAsync(company, new Customer("acme_default", company.Id, "Default", time.GetUtcNow()), entry, Stop);
            var secrets = new SealedSecrets([1, 2, 3], null, null);
            var installation = new Installation(
                "acme_default", company.Id, "generic", "acme", null, null, "{}", secrets, EndpointState.Clean, time.GetUtcNow());
            await store.Installations.AddAsync(installation, null, entry with { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N") }, Stop);
            var conditions = new AlertConditions(store.Installations, store.Jobs, store.Judging, null!, null!, time);
            (await conditions.MeasureAsync(company.Id, AlertMetric.QueueAge, Stop)).ShouldBe(0);

            await store.Jobs.EnqueueAsync(new NewJob("job_1", company.Id, "acme_default", "T-1", "T-1", "A ticket", time.GetUtcNow(), [7]), Stop);
            time.Advance(TimeSpan.FromMinutes(30));
            (await conditions.MeasureAsync(company.Id, AlertMetric.QueueAge, Stop)).ShouldBe(30);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_budget_is_measured_by_what_is_used_more()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await server.Store.Judging.AddUseAsync(acme.Id, new MonthlyUse("2026-04", 1, 300, 100, 2_000_000_000), Stop);
        (await FigureAsync(acme, AlertMetric.ModelBudget)).ShouldBeNull("there is no budget");

        await JudgedCompany.PutAsync(acme, new { judge = "rules", monthly_tokens = 1000, monthly_cost = 10 });
        (await FigureAsync(acme, AlertMetric.ModelBudget)).ShouldBe(40, "tokens");
        await JudgedCompany.PutAsync(acme, new { judge = "rules", monthly_tokens = 1000, monthly_cost = 4 });
        (await FigureAsync(acme, AlertMetric.ModelBudget)).ShouldBe(50, "cost");
    }

    [Fact]
    public async Task A_rule_on_a_condition_fires_without_tickets()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync();
        await EndpointAsync(acme, server.Time.GetUtcNow().AddHours(-100), null, null);
        await (await client.PostAsync("/portal/alerts", Json.Content(new { name = "Endpoint", metric = "endpoint_failing", warning = 50, alert = 90, every = "1h" }))).JsonAsync(201);

        await server.AdvanceAsync(TimeSpan.FromHours(1));
        await server.AdvanceAsync(TimeSpan.FromHours(9));

        var events = (await (await client.GetAsync("/portal/alerts/events")).JsonAsync(200)).GetProperty("items").EnumerateArray().ToList();
        events.Select(change => change.Text("to")).ShouldBe(["alert", "warning"]);
        events[0].GetProperty("tickets").GetArrayLength().ShouldBe(0);
        events[0].Text("text").ShouldStartWith("Failing endpoint: time until it is disabled: 9");
    }

    [Fact]
    public async Task One_rule_reports_a_failing_endpoint_at_several_steps()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync();
        await EndpointAsync(acme, server.Time.GetUtcNow().AddHours(-58), null, null);
        var rule = await (await client.PostAsync(
            "/portal/alerts", Json.Content(new { name = "Endpoint", metric = "endpoint_failing", steps = (int[])[50, 70, 90], every = "1h" }))).JsonAsync(201);
        rule.GetProperty("rule").GetProperty("steps").EnumerateArray().Select(step => step.GetInt32()).ShouldBe([50, 70, 90]);

        for (var hours = 0; hours < 56; hours += 4) await server.AdvanceAsync(TimeSpan.FromHours(4));

        var events = (await (await client.GetAsync("/portal/alerts/events")).JsonAsync(200)).GetProperty("items").EnumerateArray().Reverse().ToList();
        events.Select(change => (change.Text("from"), change.Text("to"), change.GetProperty("step").GetInt32()))
            .ShouldBe([("ok", "warning", 50), ("warning", "warning", 70), ("warning", "alert", 90)]);
    }

    private static Task<double?> FigureAsync(TestCompany company, AlertMetric metric) =>
        company.Server.Services.GetRequiredService<AlertConditions>().MeasureAsync(company.Id, metric, Stop);

    private static async Task EndpointAsync(TestCompany company, DateTimeOffset failingSince, DisabledReason? disabled, double? expected)
    {
        var now = company.Server.Time.GetUtcNow();
        var endpoint = new EndpointState(failingSince, disabled is null ? null : now, disabled);
        var installation = new Installation(
            company.DefaultCustomerId, company.Id, "generic", company.Id, "https://hooks.example.com/vindex", null, "{}", new SealedSecrets([1, 2, 3], null, null), endpoint, now);
        var entry = new AuditEntry(Guid.CreateVersion7(now).ToString("N"), now, company.Id, "system", "test", null, null);
        await company.Server.Store.Installations.AddAsync(installation, null, entry, Stop);
        if (expected is not null || disabled is not null) (await FigureAsync(company, AlertMetric.EndpointFailing)).ShouldBe(expected);
    }
}
