using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.SingleSignOn;

public sealed class ProviderSignInTests
{
    [Fact]
    public async Task A_person_signs_in_with_a_provider_and_arrives_where_they_wanted_to_go()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);
        var page = await (await person.GetAsync("/login?return=/app/tickets")).PageAsync();
        page.ShouldContain("href=\"/login/default?return=%2Fapp%2Ftickets\"");
        page.ShouldContain("Continue with Example ID");

        var (_, answer) = await world.SignInAsync("/app/tickets", person);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/app/tickets");
        var session = await (await person.GetAsync("/session")).JsonAsync(200);
        session.Text("email").ShouldBe("ada@example.com");
        session.Text("name").ShouldBe("ada of the provider");
        session.GetProperty("company").Text("role").ShouldBe("viewer");
        (await (await person.GetAsync("/account")).PageAsync()).ShouldContain("Example ID");
        person.OtherCookies.ShouldNotContainKey("vindex-sign-in");
    }

    [Fact]
    public async Task The_provider_is_asked_with_code_state_nonce_and_the_S256_challenge_of_a_verifier_that_only_the_token_endpoint_sees()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);

        var page = await ProviderWorld.StartAsync(person);

        var query = QueryHelpers.ParseQuery(page.Query);
        page.AbsolutePath.ShouldBe("/authorize");
        query["tenant"].ToString().ShouldBe("a b");
        query["response_type"].ToString().ShouldBe("code");
        query["client_id"].ToString().ShouldBe(TestProvider.ClientId);
        query["redirect_uri"].ToString().ShouldBe(new Uri(world.Server.Address, "/login/default/callback").ToString());
        query["scope"].ToString().ShouldBe("openid profile email");
        query["code_challenge_method"].ToString().ShouldBe("S256");
        foreach (var name in new[] { "state", "nonce", "code_challenge" }) query[name].ToString().Length.ShouldBe(43, name);
        new[] { "state", "nonce", "code_challenge" }.Select(name => query[name].ToString()).Distinct().Count().ShouldBe(3);
        (await person.GetAsync(new Uri(world.Provider.Authorize(page)).PathAndQuery)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        world.Provider.Fields["code_verifier"].Length.ShouldBe(43);
        world.Provider.Fields.Keys.ShouldNotContain("client_secret");
        page.Query.ShouldNotContain(world.Provider.Fields["code_verifier"]);
    }

    [Fact]
    public async Task The_cookie_of_a_sign_in_is_hidden_from_scripts_encrypted_and_short_lived()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);

        var page = await ProviderWorld.StartAsync(person);

        person.SetCookie.ShouldNotBeNull().ShouldContain("httponly");
        person.SetCookie.ShouldContain("samesite=lax");
        person.SetCookie.ShouldContain("max-age=600");
        person.SetCookie.ShouldNotContain(QueryHelpers.ParseQuery(page.Query)["state"].ToString());
    }

    [Fact]
    public async Task A_callback_completes_a_sign_in_only_in_the_browser_that_has_started_it()
    {
        await using var world = await ProviderWorld.StartAsync();
        var victim = new Person(world.Server);
        var attacker = new Person(world.Server);
        await ProviderWorld.StartAsync(victim);

        var callback = await world.CallbackAsync(attacker);

        (await (await victim.GetAsync(callback)).PageAsync(400)).ShouldContain("started in another browser");
        victim.Cookie.ShouldBeNull();
        (await (await new Person(world.Server).GetAsync(callback)).PageAsync(400)).ShouldContain("Start again");
        world.Provider.Requests.ShouldNotContain("/token");
    }

    [Fact]
    public async Task A_callback_works_once_even_with_the_cookie_of_before()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);
        var callback = await world.CallbackAsync(person);
        var cookie = person.OtherCookies["vindex-sign-in"];
        (await person.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var again = new Person(world.Server) { OtherCookies = { ["vindex-sign-in"] = cookie } };

        await (await again.GetAsync(callback)).PageAsync(400);
        again.Cookie.ShouldBeNull();
        world.Provider.Requests.Count(path => path == "/token").ShouldBe(1);
    }

    [Fact]
    public async Task A_sign_in_that_took_longer_than_ten_minutes_is_refused()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);
        var callback = await world.CallbackAsync(person);

        world.Server.Time.Advance(TimeSpan.FromMinutes(10));

        await (await person.GetAsync(callback)).PageAsync(400);
    }

    [Theory]
    [InlineData("state", "")]
    [InlineData("state", "0000000000000000000000000000000000000000000")]
    [InlineData("iss", "https://other.example.com")]
    [InlineData("iss", "")]
    [InlineData("code", "")]
    [InlineData("code", "made-up")]
    public async Task A_callback_with_a_wrong_parameter_signs_no_one_in(string name, string value)
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);
        var callback = new Uri(world.Server.Address, await world.CallbackAsync(person));
        var query = QueryHelpers.ParseQuery(callback.Query).ToDictionary(one => one.Key, one => (string?)one.Value.ToString());
        query.Remove(name);
        if (value.Length > 0) query[name] = value;

        var answer = await person.GetAsync(QueryHelpers.AddQueryString(callback.AbsolutePath, query));

        ((int)answer.StatusCode).ShouldBe(name == "state" ? 400 : 502);
        person.Cookie.ShouldBeNull();
    }

    [Fact]
    public async Task A_parameter_that_is_sent_twice_counts_as_none()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);

        await (await person.GetAsync(await world.CallbackAsync(person) + "&state=another")).PageAsync(400);
    }

    [Fact]
    public async Task An_error_of_the_provider_is_a_page_without_its_text()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server);
        var state = QueryHelpers.ParseQuery((await ProviderWorld.StartAsync(person)).Query)["state"].ToString();
        var issuer = Uri.EscapeDataString(world.Provider.Issuer);

        var answer = await person.GetAsync($"/login/default/callback?state={state}&iss={issuer}&error=access_denied&error_description=%3Cb%3Ecall+0800%3C%2Fb%3E");

        var page = await answer.PageAsync(403);
        page.ShouldContain("did not let you in, or you canceled");
        page.ShouldNotContain("0800");
    }

    [Fact]
    public async Task Another_site_cannot_start_a_sign_in()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = new Person(world.Server) { Headers = { ["Sec-Fetch-Site"] = "cross-site" } };

        var answer = await person.GetAsync("/login/default?return=/app/tickets");

        answer.Headers.Location!.OriginalString.ShouldBe("/login?return=%2Fapp%2Ftickets");
        person.OtherCookies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_to_go_is_a_path_on_this_server()
    {
        await using var world = await ProviderWorld.StartAsync();

        var (_, answer) = await world.SignInAsync("https://evil.example.com/");

        answer.Headers.Location!.OriginalString.ShouldBe("/app");
    }

    [Fact]
    public async Task An_unknown_provider_is_not_found()
    {
        await using var world = await ProviderWorld.StartAsync();

        foreach (var path in new[] { "/login/nothing", "/login/nothing/callback", "/login/nothing/sign-out" })
            await (await new Person(world.Server).GetAsync(path)).PageAsync(404);
    }

    [Fact]
    public async Task Callbacks_count_as_attempts_to_sign_in()
    {
        await using var world = await ProviderWorld.StartAsync(("Limits:SignInPerAddress:Requests", "1"));
        var person = new Person(world.Server);
        await (await person.GetAsync("/login/default/callback?state=x&code=y")).PageAsync(400);

        await (await person.GetAsync(await world.CallbackAsync(person))).PageAsync(429);

        world.Provider.Requests.ShouldNotContain("/token");
    }

    [Fact]
    public async Task Signing_out_offers_to_sign_out_of_the_provider_too()
    {
        await using var world = await ProviderWorld.StartAsync();
        var person = await world.SignedInAsync();

        var signedOut = await person.FormAsync("/logout", ("__token", person.Token!));

        signedOut.Headers.Location!.OriginalString.ShouldBe("/login?signed_out=default");
        (await (await person.GetAsync("/login?signed_out=default")).PageAsync()).ShouldContain("href=\"/login/default/sign-out\"");
        var away = (await person.GetAsync("/login/default/sign-out")).Headers.Location!;
        away.GetLeftPart(UriPartial.Path).ShouldBe(world.Provider.Issuer + "/end");
        var query = QueryHelpers.ParseQuery(away.Query);
        query["client_id"].ToString().ShouldBe(TestProvider.ClientId);
        query["post_logout_redirect_uri"].ToString().ShouldBe(new Uri(world.Server.Address, "/login").ToString());
    }

    [Fact]
    public async Task A_sign_in_is_completed_by_another_server_over_the_same_store()
    {
        await using var provider = await TestProvider.StartAsync();
        var folder = Directory.CreateTempSubdirectory("vindex-provider-");
        (string, string)[] settings = [.. ProviderWorld.Settings(provider), ("Server:PublicUrl", "http://vindex.example.com")];
        string callback, cookie;
        await using (var first = await TestServer.StartAsync(folder.FullName, settings: settings))
        {
            provider.Time = first.Time;
            await first.CompanyAsync("Acme");
            var person = new Person(first);
            callback = new Uri(provider.Authorize(await ProviderWorld.StartAsync(person))).PathAndQuery;
            cookie = person.OtherCookies["vindex-sign-in"];
        }

        await using (var second = await TestServer.StartAsync(folder.FullName, settings: settings))
        {
            var elsewhere = new Person(second) { OtherCookies = { ["vindex-sign-in"] = cookie } };
            (await elsewhere.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            (await (await elsewhere.GetAsync("/session")).JsonAsync(200)).Text("email").ShouldBe("ada@example.com");
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Audit_entries_say_who_signed_in_with_which_provider_and_who_was_refused()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.SignedInAsync();
        world.Provider.Person = TestProvider.PersonOf("eve", "strangers");
        await (await world.SignInAsync()).Answer.PageAsync(403);

        var audit = (await (await world.Server.Admin.GetAsync("/admin/audit")).JsonAsync(200)).GetRawText();

        audit.ShouldContain("\"session.started\"");
        audit.ShouldContain("subject-of-ada");
        audit.ShouldContain("\"session.refused\"");
        audit.ShouldContain("subject-of-eve");
        audit.ShouldNotContain("an-access-token");
    }

    [Fact]
    public async Task Pages_of_a_sign_in_send_no_referrer()
    {
        await using var world = await ProviderWorld.StartAsync();

        var refused = await new Person(world.Server).GetAsync("/login/default/callback?state=x&code=y");

        refused.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        refused.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Neither_codes_tokens_nor_secrets_are_logged()
    {
        await using var world = await ProviderWorld.StartAsync(("Logging:Level", "information"));
        var (server, provider) = (world.Server, world.Provider);
        var log = new CapturedLog();
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var secrets = new List<string> { TestProvider.ClientSecret, "an-access-token" };
        foreach (var isValid in new[] { true, false })
        {
            provider.Change = claims => claims["nonce"] = isValid ? claims["nonce"] : "another";
            provider.Token = claims => Kept(secrets, provider.Keys[0].Sign(claims));
            var person = new Person(server);
            var callback = new Uri(provider.Authorize(await ProviderWorld.StartAsync(person)));
            secrets.AddRange(QueryHelpers.ParseQuery(callback.Query).Where(one => one.Key is "code" or "state").Select(one => one.Value.ToString()));
            await person.GetAsync(callback.PathAndQuery);
        }

        await server.DisposeAsync();

        log.Lines.ShouldContain(line => line.Contains("another nonce", StringComparison.Ordinal));
        foreach (var secret in secrets) log.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
    }

    private static string Kept(List<string> secrets, string token)
    {
        secrets.Add(token);
        return token;
    }
}
