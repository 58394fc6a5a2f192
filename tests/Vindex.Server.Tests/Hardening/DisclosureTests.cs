using System.Net;
using System.Net.Sockets;
using Shouldly;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary>What responses must not reveal, and must not take from the sender.</summary>
public sealed class DisclosureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("https://vindex.example.com/")]
    public async Task Links_in_invitations_never_take_the_host_header(string publicUrl)
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:PublicUrl", publicUrl));
        var company = await server.CompanyAsync("Acme");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/companies/{company.Id}/users")
        {
            Content = Json.Content(new { email = "ada@example.com", role = "owner" }),
            Headers = { Host = "evil.example.com" },
        };

        var link = (await (await server.Admin.SendAsync(request, Stop)).JsonAsync(201)).Text("invitation_link");

        link.ShouldStartWith((publicUrl.Length > 0 ? publicUrl : server.Address.ToString()) + "invitation/");
    }

    [Fact]
    public async Task Refused_names_cannot_be_told_apart()
    {
        var target = new CallbackTarget(new AddressGuard(new AddressPolicy([]), LookUp, TimeProvider.System), allowHttp: false);

        var refusals = new List<TargetVerdict>();
        foreach (var name in (string[])["private", "loopback", "missing", "empty", "mixed"])
            refusals.Add(await target.CheckAsync($"https://{name}.example.com/", Stop));

        refusals.Select(refusal => refusal.ShouldBeOfType<TargetVerdict.Refused>())
            .Select(refusal => (refusal.Kind, Text(refusal.Reason)))
            .Distinct()
            .Count()
            .ShouldBe(1);
    }

    private static string Text(string reason) => reason[..reason.IndexOf('\'', StringComparison.Ordinal)] + reason[(reason.LastIndexOf('\'') + 1)..];

    private static Task<IPAddress[]> LookUp(string name, CancellationToken cancellationToken) => name.Split('.')[0] switch
    {
        "private" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.7")]),
        "loopback" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        "mixed" => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34"), IPAddress.Parse("192.168.0.1")]),
        "empty" => Task.FromResult<IPAddress[]>([]),
        _ => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)),
    };
}
