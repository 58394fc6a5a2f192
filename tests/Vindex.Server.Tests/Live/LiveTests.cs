using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Live;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Live;

/// <summary>Open pages are told of new scores and deliveries.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task A_score_that_is_stored_reaches_a_page_that_was_made_before_and_one_that_comes_back()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var person = await company.PersonAsync("viewer");
        var address = await EventStream.AddressAsync(person, "/app/tickets");

        await ScoreAsync(client, "T-1");
        await using var stream = await EventStream.OpenAsync(server, person, address);
        (await stream.NextAsync()).ShouldBe((1, 0));
        await ScoreAsync(client, "T-2");
        await ScoreAsync(client, "T-3");
        var more = 0;
        while (more < 2) more += (await stream.NextAsync())!.Value.Scores;
        more.ShouldBe(2);
        await stream.DisposeAsync();
        await ScoreAsync(client, "T-4");
        await using var again = await EventStream.OpenAsync(server, person, address, stream.LastId);
        (await again.NextAsync()).ShouldBe((1, 0));
        await using var other = await EventStream.OpenAsync(server, person, address, "another-1-2");
        (await other.NextAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_batch_counts_each_of_its_scores_and_a_repeated_request_counts_none()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var changes = server.Services.GetRequiredService<LiveChanges>();
        await (await client.PostAsync(
            "/v1/score/batch", Json.Content(new { tickets = Enumerable.Range(0, 7).Select(i => new { ticket_data = new { summary = $"Ticket {i}" } }) })))
            .Content.ReadAsStringAsync();
        changes.Now(company.Id).Scores.ShouldBe(7);

        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        await ScoreAsync(client, "T-1");
        await ScoreAsync(client, "T-1");
        changes.Now(company.Id).Scores.ShouldBe(8);
        changes.Now("another").Scores.ShouldBe(0);
    }

    [Fact]
    public async Task Other_companies_hear_nothing_and_nobody_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var person = await other.PersonAsync("owner", "other@example.com");
        var address = await EventStream.AddressAsync(person);
        await using var stream = await EventStream.OpenAsync(server, person, address);
        await ScoreAsync(await acme.ClientAsync(), "T-1");
        await ScoreAsync(await other.ClientAsync(), "T-1");

        (await stream.NextAsync()).ShouldBe((1, 0));
        (await EventStream.SendAsync(server, new Person(server), address)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Streams_are_limited_for_each_user_and_given_back_when_they_end()
    {
        await using var server = await TestServer.StartAsync(settings: [("Live:StreamsPerUser", "2"), ("Live:Streams", "3")]);
        var company = await server.CompanyAsync("Acme");
        var (ada, bo) = (await company.PersonAsync("viewer", "ada@example.com"), await company.PersonAsync("viewer", "bo@example.com"));
        var address = await EventStream.AddressAsync(ada);
        var first = await EventStream.OpenAsync(server, ada, address);
        await using var second = await EventStream.OpenAsync(server, ada, address);
        (await EventStream.SendAsync(server, ada, address)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await using var third = await EventStream.OpenAsync(server, bo, address);
        (await EventStream.SendAsync(server, bo, address)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        await first.DisposeAsync();
        var changes = server.Services.GetRequiredService<LiveChanges>();
        while (changes.Streams > 2) await Task.Delay(20, TestContext.Current.CancellationToken);
        await using var fourth = await EventStream.OpenAsync(server, bo, address);
        changes.Streams.ShouldBe(3);
    }

    [Fact]
    public async Task A_stream_ends_after_its_lifetime_and_with_the_session()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var person = await company.PersonAsync("viewer");
        var address = await EventStream.AddressAsync(person);
        await using var old = await EventStream.OpenAsync(server, person, address);
        await using var signedOut = await EventStream.OpenAsync(server, person, address);
        (await signedOut.LineAsync()).ShouldBe("");
        (await signedOut.LineAsync()).ShouldBe(":");
        (await person.DeleteAsync("/session")).IsSuccessStatusCode.ShouldBeTrue();
        await ScoreAsync(await company.ClientAsync(), "T-1");
        (await signedOut.NextAsync()).ShouldBeNull();

        server.Time.Advance(TimeSpan.FromMinutes(6));
        while (await old.LineAsync() is not null)
        {
        }
    }

    [Fact]
    public async Task The_server_stops_while_pages_listen()
    {
        await using var server = await TestServer.StartAsync();
        var person = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");
        await using var stream = await EventStream.OpenAsync(server, person, await EventStream.AddressAsync(person));

        await server.DisposeAsync();

        while (await stream.LineAsync() is not null)
        {
        }
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_one_signal_however_much_happens()
    {
        await using var server = await TestServer.StartAsync();
        var changes = server.Services.GetRequiredService<LiveChanges>();
        using var subscription = changes.Subscribe("co", "user:1").ShouldNotBeNull();
        for (var i = 0; i < 100_000; i++) changes.ScoreStored("co");

        await subscription.WaitAsync(TestContext.Current.CancellationToken);
        var second = subscription.WaitAsync(TestContext.Current.CancellationToken);
        second.IsCompleted.ShouldBeFalse();
        changes.DeliveryChanged("co");
        await second;
        changes.Now("co").Scores.ShouldBe(100_000);
        subscription.Dispose();
        subscription.Dispose();
        changes.Streams.ShouldBe(0);
    }

    [Fact]
    public async Task A_list_gives_the_rows_that_are_newer_than_those_it_shows()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow().AddMinutes(-9), [3, 3, 3, 3, 3, 3], key: "K-1");
        var person = await company.PersonAsync("viewer");
        var page = WebUtility.HtmlDecode(await person.ReadAsync("/app/tickets?band=at_risk"));
        var fresh = page.Split("data-fresh=\"")[1].Split('"')[0];
        TicketListTests.Rows(await person.ReadAsync(fresh)).ShouldBeEmpty();

        var one = await company.SeedAsync(server.Time.GetUtcNow().AddMinutes(-5), [2, 2, 2, 2, 2, 2], key: "K-2");
        await company.SeedAsync(server.Time.GetUtcNow().AddMinutes(-4), [9, 9, 9, 9, 9, 9], key: "K-3");
        var two = await company.SeedAsync(server.Time.GetUtcNow().AddMinutes(-3), [1, 1, 1, 1, 1, 1], key: "K-1");
        var rows = await person.ReadAsync(fresh);
        rows.ShouldNotContain("<html");
        TicketListTests.Rows(rows).ShouldBe([two, one]);
        (await person.ReadAsync("/app/tickets?sort=worst_first")).ShouldNotContain("data-fresh=");
    }

    private static async Task ScoreAsync(HttpClient client, string key) =>
        await (await client.PostAsync("/v1/score", Json.Ticket("As a rider I want to pay by card", key))).JsonAsync(200);
}
