using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Requests;

public sealed class CrossOriginTests
{
    private const string App = "https://app.example.com";

    [Fact]
    public async Task By_default_no_other_site_is_let_in()
    {
        await using var server = await TestServer.StartAsync();

        (await PreflightAsync(server, App)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task An_allowed_site_may_call_with_a_key_and_sees_the_headers_of_answers()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:AllowedOrigins", $"{App}, http://localhost:3000"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var preflight = await PreflightAsync(server, App);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/portal/scores");
        request.Headers.Add("Origin", App);
        var answer = await client.SendAsync(request);

        ((int)preflight.StatusCode).ShouldBe(204);
        Header(preflight, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(preflight, "Access-Control-Allow-Headers").ShouldContain("Authorization");
        preflight.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        ((int)answer.StatusCode).ShouldBe(200);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(answer, "Access-Control-Expose-Headers").ShouldContain("ETag");
        answer.Headers.Vary.ShouldContain("Origin");
    }

    [Theory]
    [InlineData("https://evil.example.com")]
    [InlineData("https://app.example.com.evil.test")]
    [InlineData("http://app.example.com")]
    [InlineData("null")]
    public async Task Other_sites_are_not(string origin)
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:AllowedOrigins", App));

        (await PreflightAsync(server, origin)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task All_sites_can_be_allowed()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:AllowedOrigins", "*"));

        Header(await PreflightAsync(server, "https://any.example.com"), "Access-Control-Allow-Origin").ShouldBe("*");
    }

    [Theory]
    [InlineData("app.example.com", "'app.example.com' is not an origin; expected a scheme and a host such as https://app.example.com, without a path")]
    [InlineData("https://app.example.com/", "'https://app.example.com/' is not an origin; expected a scheme and a host such as https://app.example.com, without a path")]
    [InlineData("* https://app.example.com", "must be * alone, or a list of origins without it")]
    public async Task What_is_not_an_origin_is_refused_at_the_start(string setting, string message)
    {
        var problem = await Should.ThrowAsync<BadSettingsException>(() => TestServer.StartAsync(settings: ("Server:AllowedOrigins", setting)));

        problem.Message.ShouldContain(message);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(TestServer server, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/score");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await server.Anonymous.SendAsync(request);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(",", response.Headers.GetValues(name));
}
