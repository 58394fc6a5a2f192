using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

/// <summary>Browsers that have signed in before are recognized, so that others cannot lock an owner out.</summary>
public sealed class KnownBrowserTests
{
    private const string Email = "owner@example.com";
    private const string Browser = "vindex-browser";

    [Fact]
    public async Task Wrong_tries_of_others_do_not_lock_a_known_browser_out()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "3"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        for (var i = 0; i < 3; i++) await (await new Person(server).SignInAsync(Email, "not the password")).ProblemAsync(401);
        await (await new Person(server).SignInAsync(Email)).ProblemAsync(429);

        var again = WithBrowserOf(server, owner);
        await (await again.SignInAsync(Email)).JsonAsync(200);
        var form = await WithBrowserOf(server, owner).FormAsync("/login", ("email", "OWNER@example.com"), ("password", Person.Password));
        ((int)form.StatusCode).ShouldBe(303);
    }

    [Fact]
    public async Task A_known_browser_is_not_affected_by_its_neighbors_behind_the_same_address()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerAddress:Requests", "2"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        while ((int)(await new Person(server).SignInAsync("someone@example.com", "not the password")).StatusCode != 429)
        {
        }

        await (await WithBrowserOf(server, owner).SignInAsync(Email)).JsonAsync(200);
    }

    [Fact]
    public async Task A_known_browser_has_a_limit_of_its_own()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerBrowser:Requests", "2"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        for (var i = 0; i < 2; i++) await (await WithBrowserOf(server, owner).SignInAsync(Email, "not the password")).ProblemAsync(401);

        var refused = await WithBrowserOf(server, owner).SignInAsync(Email);
        await refused.ProblemAsync(429, "rate_limited");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(900));

        // Without the cookie, it is a new browser like any other.
        var elsewhere = await Person.SignedInAsync(server, Email);
        elsewhere.OtherCookies[Browser].ShouldNotBe(owner.OtherCookies[Browser]);
    }

    [Fact]
    public async Task The_cookie_of_one_account_does_not_help_with_another()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "2"));
        var acme = await server.CompanyAsync("Acme");
        await acme.PersonAsync("owner");
        var viewer = await acme.PersonAsync("viewer");
        for (var i = 0; i < 2; i++) await (await WithBrowserOf(server, viewer).SignInAsync(Email, "not the password")).ProblemAsync(401);
        await (await WithBrowserOf(server, viewer).SignInAsync(Email)).ProblemAsync(429);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_cookie_that_the_server_did_not_make_is_ignored(string cookie)
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "1"));
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        await (await new Person(server) { OtherCookies = { [Browser] = cookie } }.SignInAsync(Email, "not the password")).ProblemAsync(401);
        await (await new Person(server) { OtherCookies = { [Browser] = cookie } }.SignInAsync(Email)).ProblemAsync(429);
    }

    [Fact]
    public async Task A_session_s_token_or_a_changed_cookie_is_not_a_known_browser()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "1"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        await (await new Person(server).SignInAsync(Email, "not the password")).ProblemAsync(401);
        var cookie = owner.OtherCookies[Browser];
        foreach (var forged in new[] { owner.SessionToken, cookie[..^4] + "AAAA", cookie[4..] })
            await (await new Person(server) { OtherCookies = { [Browser] = forged } }.SignInAsync(Email)).ProblemAsync(429);
    }

    [Fact]
    public async Task A_browser_is_known_for_the_last_five_accounts_and_for_a_year()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "1"));
        var acme = await server.CompanyAsync("Acme");
        var shared = new Person(server);
        for (var i = 0; i < 6; i++)
        {
            await acme.PersonAsync("viewer", $"p{i}@example.com");
            await (await new Person(server).SignInAsync($"p{i}@example.com", "not the password")).ProblemAsync(401);
            server.Time.Advance(TimeSpan.FromMinutes(16));
            shared.Cookie = null;
            await (await shared.SignInAsync($"p{i}@example.com")).JsonAsync(200);
        }

        await ShouldBeKnownAsync("p0@example.com", false);
        await ShouldBeKnownAsync("p1@example.com", true);
        server.Time.Advance(TimeSpan.FromDays(366));
        await ShouldBeKnownAsync("p2@example.com", false);

        async Task ShouldBeKnownAsync(string email, bool known)
        {
            await new Person(server).SignInAsync(email, "not the password");
            ((int)(await WithBrowserOf(server, shared).SignInAsync(email)).StatusCode).ShouldBe(known ? 200 : 429, email);
        }
    }

    [Fact]
    public async Task Guesses_from_many_addresses_are_limited_together()
    {
        await using var server = await TestServer.StartAsync(
            settings: [("Limits:SignInNewBrowsers:Requests", "3"), ("Server:TrustedProxies", "127.0.0.1/32")]);
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        foreach (var email in new[] { Email, "nobody@example.com" })
        {
            for (var i = 1; i <= 3; i++) await (await From($"203.0.113.{i}").SignInAsync(email, "not the password")).ProblemAsync(401);
            await (await From("203.0.113.4").SignInAsync(email)).ProblemAsync(429, "rate_limited");
        }

        await (await WithBrowserOf(server, owner).SignInAsync(Email)).JsonAsync(200);

        Person From(string address) => new(server) { Headers = { ["X-Forwarded-For"] = address } };
    }

    [Fact]
    public async Task The_cookie_is_for_the_server_only_and_tells_no_e_mail_address()
    {
        await using var server = await TestServer.StartAsync();
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var response = await new Person(server).SignInAsync(Email);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(header => header.StartsWith(Browser, StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldContain("path=/");
        cookie.ShouldContain("max-age=31536000");
        cookie.ShouldNotContain("owner");
    }

    private static Person WithBrowserOf(TestServer server, Person person) => new(server) { OtherCookies = { [Browser] = person.OtherCookies[Browser] } };
}
