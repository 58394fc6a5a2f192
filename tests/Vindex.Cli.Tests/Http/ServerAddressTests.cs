using Shouldly;
using Vindex.Cli.Http;
using Xunit;

namespace Vindex.Cli.Tests.Http;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("https://vindex.example.com", "https://vindex.example.com/")]
    [InlineData("https://example.com:8443/vindex", "https://example.com:8443/vindex/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://127.9.9.9", "http://127.9.9.9/")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    public void Https_and_http_on_this_machine_will_do(string url, string address) =>
        ServerAddress.Read(url, plainHttp: false).Base!.AbsoluteUri.ShouldBe(address);

    [Theory]
    [InlineData("http://vindex.example.com")]
    [InlineData("http://10.0.0.7:8080")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    public void The_key_goes_unencrypted_only_to_who_asks_for_it(string url)
    {
        var refused = ServerAddress.Read(url, plainHttp: false);
        refused.Base.ShouldBeNull();
        refused.Reason!.ShouldContain("--plain-http");
        ServerAddress.Read(url, plainHttp: true).Base.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("vindex.example.com")]
    [InlineData("ftp://vindex.example.com")]
    [InlineData("/v1/score")]
    [InlineData("https://user:secret@example.com")]
    [InlineData("https://example.com/?key=1")]
    [InlineData("")]
    public void What_is_no_address_of_a_server_is_refused(string url) => ServerAddress.Read(url, plainHttp: true).Reason!.ShouldStartWith("--url ");
}
