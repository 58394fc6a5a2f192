using System.Text.Json;
using Shouldly;
using Vindex.Server.Judging;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests.Rescoring;

/// <summary>Runs in the background: callbacks, stops, restarts, stores that fail.</summary>
public sealed class RescoreRunTests
{
    private static readonly JudgeTicket s_judge = static (judge, reading, _) => ValueTask.FromResult(judge.Judge(reading));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callbacks_go_out_only_when_asked_for(bool callbacks)
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", $"http://127.0.0.1:{receiver.Port}/hook");
        await SeedAsync(acme, 1);

        await EndAsync(acme, await StartAsync(acme, callbacks));
        var score = (await acme.GetAsync("/portal/scores?limit=1")).GetProperty("items")[0].Text("_id");
        var deliveries = (await acme.GetAsync("/portal/deliveries")).GetProperty("items");
        deliveries.GetArrayLength().ShouldBe(callbacks ? 1 : 0);
        if (!callbacks) return;

        while ((await acme.GetAsync($"/portal/deliveries/{deliveries[0].Text("id")}")).GetProperty("delivery").Text("status") != "delivered")
            await Task.Delay(10, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(receiver.Requests.Single().Body);
        var stored = await acme.GetAsync($"/portal/scores/{score}");
        body.RootElement.Text("job_id").ShouldBe(stored.Text("job_id"));
        body.RootElement.GetProperty("ticket").Text("key").ShouldBe("T-0");
        body.RootElement.Number("overall_score").ShouldBe(stored.Number("overall_score"));
        stored.GetProperty("webhook").Text("status").ShouldBe("delivered");
    }

    [Fact]
    public async Task A_company_has_one_run_at_a_time_and_can_stop_it()
    {
        var judged = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        JudgeTicket blocked = async (judge, reading, cancellationToken) =>
        {
            judged.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return judge.Judge(reading);
        };
        await using var server = await QueueServer.StartAsync(null, blocked);
        var acme = await server.CompanyAsync("acme", null);
        await SeedAsync(acme, 3);

        var id = await StartAsync(acme);
        await judged.Task;
        await (await acme.Client.PostAsync("/portal/rescores", null)).ProblemAsync(409, "rescore_running");
        (await acme.GetAsync($"/portal/rescores/{id}")).GetProperty("total").GetInt32().ShouldBe(3);
        var cancelled = await (await acme.Client.DeleteAsync($"/portal/rescores/{id}")).JsonAsync(200);
        cancelled.Text("status").ShouldBe("cancelled");
        release.SetResult();

        await EndAsync(acme, await StartAsync(acme));
        (await acme.GetAsync("/portal/scores")).GetProperty("total").GetInt32().ShouldBe(6);
        (await acme.GetAsync($"/portal/rescores/{id}")).GetProperty("rescored").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_run_that_a_stop_interrupts_goes_on_after_the_next_start_without_judging_a_ticket_twice()
    {
        const int Tickets = 120;
        var count = 0;
        var reached = new TaskCompletionSource();
        JudgeTicket stopsHalfway = async (judge, reading, cancellationToken) =>
        {
            if (Interlocked.Increment(ref count) > 75)
            {
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return judge.Judge(reading);
        };
        string folder, id, companyId;
        await using (var first = await QueueServer.StartAsync(null, stopsHalfway))
        {
            first.KeepFolder = true;
            folder = first.Folder;
            var acme = await first.CompanyAsync("acme", null);
            companyId = acme.Installation.CompanyId;
            await SeedAsync(acme, Tickets);
            id = await StartAsync(acme);
            await reached.Task;
            (await acme.GetAsync($"/portal/rescores/{id}")).GetProperty("rescored").GetInt32().ShouldBe(50);
        }

        await using var second = await QueueServer.StartAsync(folder, s_judge);
        var path = $"/admin/companies/{companyId}/rescores/{id}";
        var run = await (await second.Admin.GetAsync(path)).JsonAsync(200);
        for (; run.Text(
            "status") == "running"; run = await (await second.Admin.GetAsync(path)).JsonAsync(200))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        (run.Text("status"), run.GetProperty("rescored").GetInt32(), run.GetProperty("done").GetInt32()).ShouldBe(("done", Tickets, Tickets));
        (await second.Store.Scores.CountAsync(ScoreAccess.All, ScoreFilter.None, CancellationToken.None)).ShouldBe(2 * Tickets);
        (await second.Store.CheckAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_no_judge_copes_with_is_skipped_and_a_store_that_fails_is_waited_for()
    {
        var failures = 3;
        JudgeTicket fails = (judge, reading, _) =>
            reading.Ticket!.Key == "T-1" ? throw new InvalidOperationException("a bug") : ValueTask.FromResult(judge.Judge(reading));
        await using var server = await QueueServer.StartAsync(
            null, fails, store => FaultyStore.Around(store, call => call == "Rescores.StoreAsync" && Interlocked.Decrement(ref failures) >= 0));
        var acme = await server.CompanyAsync("acme", null);
        await SeedAsync(acme, 3);

        var run = await EndAsync(acme, await StartAsync(acme));
        (run.GetProperty("rescored").GetInt32(), run.GetProperty("skipped").GetInt32()).ShouldBe((2, 1));
        failures.ShouldBeLessThan(0);
    }

    private static async Task<string> StartAsync(QueueCompany company, bool callbacks = false) =>
        (await (await company.Client.PostAsync("/portal/rescores", Json.Content(new { callbacks }))).JsonAsync(201)).Text("rescore_id");

    private static async Task<JsonElement> EndAsync(QueueCompany company, string id)
    {
        while (true)
        {
            var run = await company.GetAsync($"/portal/rescores/{id}");
            if (run.Text("status") != "running") return run;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task SeedAsync(QueueCompany company, int tickets)
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-1);
        for (var i = 0; i < tickets; i++)
        {
            var id = Guid.CreateVersion7(at.AddSeconds(i)).ToString("N");
            var item = new ScoreItem(
                id, company.Installation.CompanyId, company.Installation.CustomerId, $"T-{i}", $"T-{i}", $"Show bike {i}",
                new StoredDimensions(5, 5, 5, 5, 5, 5), 50, at.AddSeconds(i));
            var score = new StoredScore(
                item, id, "Story", at, "text", null, "api", "adam", "vindex", "rubric-1", at, at, 1.5,
                """{"recommendations":[],"context_used":{},"findings":[]}"""u8.ToArray());
            (await company.Server.Store.Scores.AddAsync(score, null, CancellationToken.None)).ShouldBeTrue();
        }
    }
}
