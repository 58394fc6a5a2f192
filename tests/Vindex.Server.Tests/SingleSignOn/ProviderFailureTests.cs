using System.Text;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>Providers that do not answer, or not as they should.</summary>
public sealed class ProviderFailureTests
{
    [Fact]
    public async Task A_discovery_document_of_another_issuer_is_refused()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.ChangeDocument = document => document["issuer"] = "https://other.example.com";

        (await (await new Person(world.Server).GetAsync("/login/default")).PageAsync(502)).ShouldContain("Example ID did not answer");
    }

    [Theory]
    [InlineData("authorization_endpoint", null)]
    [InlineData("token_endpoint", null)]
    [InlineData("jwks_uri", null)]
    [InlineData("jwks_uri", "ftp://127.0.0.1/keys")]
    [InlineData("jwks_uri", "not a URL")]
    public async Task A_discovery_document_without_what_is_needed_is_refused(string name, string? value)
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.ChangeDocument = document => document[name] = value;

        await (await new Person(world.Server).GetAsync("/login/default")).PageAsync(502);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/keys")]
    [InlineData("/token")]
    public async Task An_answer_that_is_huge_broken_redirected_or_an_error_is_refused_and_the_next_one_can_be_right(string path)
    {
        await using var world = await ProviderWorld.StartAsync();
        foreach (var answer in BadAnswers(world.Provider.Issuer + "/elsewhere"))
        {
            world.Provider.Instead[path] = answer;
            var person = new Person(world.Server);
            if (path == "/token") await (await person.GetAsync(await world.CallbackAsync(person))).PageAsync(502);
            else await (await person.GetAsync("/login/default")).PageAsync(502);
            person.Cookie.ShouldBeNull();
            world.Provider.Instead.Clear();
            world.Server.Time.Advance(TimeSpan.FromSeconds(5));
        }

        world.Provider.Requests.ShouldNotContain("/elsewhere");
        await world.SignedInAsync();
    }

    [Fact]
    public async Task While_a_provider_is_down_it_is_not_asked_for_every_visitor()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.Instead["/.well-known/openid-configuration"] = Says(500, "");

        for (var i = 0; i < 5; i++) await (await new Person(world.Server).GetAsync("/login/default")).PageAsync(502);

        world.Provider.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_that_were_read_before_are_good_for_a_day_if_the_provider_no_longer_publishes_them()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.SignedInAsync();
        world.Provider.Instead["/.well-known/openid-configuration"] = Says(500, "");

        world.Server.Time.Advance(TimeSpan.FromHours(23));
        await world.SignedInAsync();
        world.Server.Time.Advance(TimeSpan.FromHours(1));
        await (await new Person(world.Server).GetAsync("/login/default")).PageAsync(502);
    }

    [Fact]
    public async Task A_provider_in_a_network_that_is_not_allowed_is_not_asked()
    {
        await using var world = await ProviderWorld.StartAsync((ProviderWorld.Section + "AllowedNetworks", "10.0.0.0/8"));

        await (await new Person(world.Server).GetAsync("/login/default")).PageAsync(502);

        world.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_client_secret_is_sent_as_the_provider_supports_it()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.ChangeDocument = document => document["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post" };
        await world.SignedInAsync();

        world.Provider.Authorization.ShouldBeNull();
        world.Provider.Fields["client_secret"].ShouldBe(TestProvider.ClientSecret);
    }

    [Fact]
    public async Task A_public_client_sends_its_id_and_no_secret()
    {
        await using var world = await ProviderWorld.StartAsync((ProviderWorld.Section + "ClientSecret", ""));
        await world.SignedInAsync();

        world.Provider.Authorization.ShouldBeNull();
        world.Provider.Fields["client_id"].ShouldBe(TestProvider.ClientId);
        world.Provider.Fields.Keys.ShouldNotContain("client_secret");
    }

    [Fact]
    public async Task Claims_that_the_token_lacks_come_from_UserInfo_of_the_same_subject()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.UserInfo = TestProvider.PersonOf("ada", "leads");
        world.Provider.Person = new() { ["sub"] = "subject-of-ada" };

        var person = await world.SignedInAsync();

        var session = await (await person.GetAsync("/session")).JsonAsync(200);
        session.Text("email").ShouldBe("ada@example.com");
        session.GetProperty("company").Text("role").ShouldBe("owner");
    }

    [Fact]
    public async Task UserInfo_of_another_subject_is_refused()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.UserInfo = TestProvider.PersonOf("eve", "leads");
        world.Provider.Person = new() { ["sub"] = "subject-of-ada" };

        await (await world.SignInAsync()).Answer.PageAsync(502);
    }

    private static IEnumerable<RequestDelegate> BadAnswers(string elsewhere) =>
    [
        Says(500, "{}"),
        Says(200, "not JSON"),
        Says(200, "[]"),
        Says(200, "{}"),
        Says(200, ""),
        Says(400, "{\"error\":\"invalid_grant\",\"error_description\":\"<b>\"}"),
        Says(200, "{\"padding\":\"" + new string('x', 600 * 1024) + "\"}"),
        context =>
        {
            context.Response.Redirect(elsewhere);
            return Task.CompletedTask;
        },
        context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
    ];

    private static RequestDelegate Says(int status, string body) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    };
}
