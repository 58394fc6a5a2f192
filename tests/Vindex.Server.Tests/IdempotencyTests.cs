using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class IdempotencyTests
{
    private const string Body = """{"ticket_data":{"summary":"Export user activity"}}""";

    [Fact]
    public async Task The_same_key_and_body_get_the_same_bytes_and_one_score()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var first = await Send(client, "k-1");
        var second = await Send(client, "k-1");

        (await second.Content.ReadAsByteArrayAsync()).ShouldBe(await first.Content.ReadAsByteArrayAsync());
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await Send(client, "k-1")).JsonAsync(200);

        await (await Send(client, "k-1", """{"ticket_data":{"summary":"Import"}}""")).ProblemAsync(422, "idempotency_other_body");
    }

    [Fact]
    public async Task The_same_key_of_another_api_key_is_another_key()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var one = await company.ClientAsync();

        var first = await (await Send(one, "k-1")).JsonAsync(200);
        var second = await (await Send(await company.ClientAsync(), "k-1")).JsonAsync(200);

        second.Text("job_id").ShouldNotBe(first.Text("job_id"));
    }

    [Fact]
    public async Task While_the_first_is_running_the_second_is_told_so_until_the_first_is_given_up()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var key = await company.NewKeyAsync(["scores:write"]);
        var client = server.WithKey(key.Text("api_key"));
        var now = server.Time.GetUtcNow();
        await server.Store.Idempotency.BeginAsync(
            key.Text("key_id"), "k-1", SHA256.HashData(Encoding.UTF8.GetBytes(Body)), now, now.AddDays(-1), now.AddMinutes(-1), CancellationToken.None);

        await (await Send(client, "k-1")).ProblemAsync(409, "idempotency_running");
        server.Time.Advance(TimeSpan.FromSeconds(61));

        await (await Send(client, "k-1")).JsonAsync(200);
    }

    [Fact]
    public async Task After_24_hours_a_key_is_new_again()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var first = await (await Send(client, "k-1")).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        (await (await Send(client, "k-1")).JsonAsync(200)).Text("job_id").ShouldNotBe(first.Text("job_id"));
    }

    [Fact]
    public async Task A_refused_request_leaves_the_key_free()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await Send(client, "k-1", """{"customer_id":"nobody","ticket_data":{"summary":"Export"}}""")).ProblemAsync(404);

        await (await Send(client, "k-1")).JsonAsync(200);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_one_is_carried_out()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Send(client, "k-1")));

        responses.ShouldAllBe(response => (int)response.StatusCode == 200 || (int)response.StatusCode == 409);
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    public async Task A_key_that_is_no_key_is_refused(string key)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        (await (await Send(client, key)).ProblemAsync(422)).GetProperty("errors").TryGetProperty("Idempotency-Key", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_is_no_key_is_named_even_if_the_body_is_not_an_object()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var errors = (await (await Send(client, "with blank", "[]")).ProblemAsync(422)).GetProperty("errors");

        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["body", "Idempotency-Key"]);
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string key, string body = Body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score") { Content = Json.Text(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}
