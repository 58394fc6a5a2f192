using Shouldly;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class ForgeryTests
{
    [Fact]
    public async Task A_write_with_the_cookie_takes_the_sessions_own_token()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var other = await acme.PersonAsync("owner", "other@example.com");
        var right = owner.Token;
        var body = new { name = "Jira" };

        foreach (var wrong in new[] { null, "", "nonsense", other.Token, owner.SessionToken, right![..^1], right + "A", new string('A', right.Length) })
        {
            owner.Token = wrong is { Length: 0 } ? null : wrong;
            await (await owner.PostAsync("/portal/customers", body)).ProblemAsync(403, "antiforgery_failed");
        }

        owner.Token = right;
        await (await owner.PostAsync("/portal/customers", body)).JsonAsync(201);
        await (await owner.WithTokenAsync()).PostAsync("/portal/customers", body);
        owner.Token.ShouldNotBe(right, "each showing is masked anew");
        await (await owner.PostAsync("/portal/customers", body)).JsonAsync(201);
        (await (await server.Admin.GetAsync($"/admin/companies/{acme.Id}/customers")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(4);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task What_a_browser_sends_from_another_site_is_refused_before_and_after_signing_in(string header, string value)
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        owner.Headers[header] = value;
        var nobody = new Person(server) { Headers = { [header] = value } };

        await (await owner.PostAsync("/portal/customers", new { name = "Jira" })).ProblemAsync(403, "antiforgery_failed");
        await (await nobody.SignInAsync("owner@example.com")).ProblemAsync(403, "cross_site");
        (await (await nobody.FormAsync("/login", ("email", "owner@example.com"), ("password", Person.Password))).PageAsync(403)).ShouldContain("another site");
        nobody.SetCookie.ShouldBeNull();
        await (await owner.GetAsync("/portal/customers")).JsonAsync(200);
    }

    [Fact]
    public async Task What_a_browser_sends_from_here_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "same-origin"), ("Origin", server.Address.GetLeftPart(UriPartial.Authority)) })
            await (await new Person(server) { Headers = { [header] = value } }.SignInAsync("owner@example.com")).JsonAsync(200);
    }

    [Fact]
    public async Task The_form_of_another_session_signs_nobody_out()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var page = await (await owner.GetAsync("/account")).PageAsync();

        (await owner.FormAsync("/logout")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await owner.FormAsync("/logout", ("__token", "wrong"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        await (await owner.GetAsync("/session")).JsonAsync(200);
        var answer = await owner.FormAsync("/logout", ("__token", People.TokenIn(page)));

        ((int)answer.StatusCode).ShouldBe(303);
        answer.Headers.Location!.ToString().ShouldBe("/login");
        owner.Cookie.ShouldBeNull();
    }

    [Theory]
    [InlineData("/app/tickets?band=at_risk&q=a%20b")]
    [InlineData("/app")]
    [InlineData("/")]
    public async Task Signing_in_goes_on_to_a_place_here(string place) => (await WhereToAsync(place)).ShouldBe(place);

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("/a\r\nSet-Cookie: x=y")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("")]
    public async Task Signing_in_never_goes_on_to_another_place(string place) => (await WhereToAsync(place)).ShouldBe("/app");

    [Fact]
    public void A_place_that_is_very_long_is_none() => LocalPath.OrHome("/" + new string('a', 2000)).ShouldBe("/app");

    private static async Task<string> WhereToAsync(string place)
    {
        await using var server = await TestServer.StartAsync();
        await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        var person = new Person(server);

        var answer = await person.FormAsync("/login", ("email", "owner@example.com"), ("password", Person.Password), ("return", place));
        ((int)answer.StatusCode).ShouldBe(303);
        var again = await person.GetAsync("/login?return=" + Uri.EscapeDataString(place));
        ((int)again.StatusCode).ShouldBe(303);
        again.Headers.Location!.OriginalString.ShouldBe(answer.Headers.Location!.OriginalString);
        return answer.Headers.Location!.OriginalString;
    }
}
