using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>A server whose people sign in with a provider, and that provider.</summary>
internal sealed class ProviderWorld : IAsyncDisposable
{
    public const string Section = "SignIn:Providers:Default:";

    private ProviderWorld(TestServer server, TestProvider provider, TestCompany acme) => (Server, Provider, Acme) = (server, provider, acme);

    public TestServer Server { get; }

    public TestProvider Provider { get; }

    /// <summary>The company in which <c>leads</c> are owners and <c>everyone</c> is a viewer.</summary>
    public TestCompany Acme { get; }

    public static async Task<ProviderWorld> StartAsync(params (string Key, string Value)[] settings)
    {
        var provider = await TestProvider.StartAsync();
        var server = await TestServer.StartAsync(settings: [.. settings, .. Settings(provider)]);
        provider.Time = server.Time;
        return new ProviderWorld(server, provider, await server.CompanyAsync("Acme"));
    }

    public static (string Key, string Value)[] Settings(TestProvider provider) =>
    [
        (Section + "Issuer", provider.Issuer),
        (Section + "Name", "Example ID"),
        (Section + "ClientId", TestProvider.ClientId),
        (Section + "ClientSecret", TestProvider.ClientSecret),
        (Section + "Groups", "leads=acme/owner; everyone=acme/viewer"),
        (Section + "AllowHttp", "true"),
        (Section + "AllowedNetworks", "127.0.0.0/8"),
    ];

    /// <summary>A browser that has gone to the provider and back.</summary>
    public async Task<(Person Person, HttpResponseMessage Answer)> SignInAsync(string place = "/app/tickets", Person? person = null)
    {
        person ??= new Person(Server);
        return (person, await person.GetAsync(await CallbackAsync(person, place)));
    }

    /// <summary>A person who has signed in with the provider.</summary>
    public async Task<Person> SignedInAsync()
    {
        var (person, answer) = await SignInAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return await person.WithTokenAsync();
    }

    /// <summary>The address that the provider sends a browser back to, which has started at the sign-in page.</summary>
    public async Task<string> CallbackAsync(Person person, string place = "/app/tickets") =>
        new Uri(Provider.Authorize(await StartAsync(person, place))).PathAndQuery;

    /// <summary>The provider's page that a browser is sent to.</summary>
    public static async Task<Uri> StartAsync(Person person, string place = "/app/tickets")
    {
        var start = await person.GetAsync($"/login/default?return={Uri.EscapeDataString(place)}");
        start.StatusCode.ShouldBe(HttpStatusCode.Redirect, await start.Content.ReadAsStringAsync());
        return start.Headers.Location!;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
