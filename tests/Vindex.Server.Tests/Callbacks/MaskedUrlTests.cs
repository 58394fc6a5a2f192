using Shouldly;
using Vindex.Server.Callbacks;
using Xunit;

namespace Vindex.Server.Tests.Callbacks;

public sealed class MaskedUrlTests
{
    [Theory]
    [InlineData("https://hooks.example.com/vindex", "https://hooks.example.com/vindex")]
    [InlineData("https://hooks.example.com", "https://hooks.example.com")]
    [InlineData("https://user:pass@hooks.example.com:8443/a", "https://***@hooks.example.com:8443/a")]
    [InlineData("https://token@hooks.example.com", "https://***@hooks.example.com")]
    [InlineData("https://a.example.com/x?key=1&secret&b=2#top", "https://a.example.com/x?key=***&***&b=***#***")]
    [InlineData("https://a.example.com/x?", "https://a.example.com/x?")]
    [InlineData("https://a.example.com/mail@me", "https://a.example.com/mail@me")]
    [InlineData("https://a.example.com/services/T0/XyZ9abcdefghijklmnop", "https://a.example.com/services/T0/XyZ9***")]
    [InlineData("https://a.example.com/a-long-name-without-any-digit", "https://a.example.com/a-long-name-without-any-digit")]
    [InlineData("https://a.example.com/12345678901234567890", "https://a.example.com/12345678901234567890")]
    [InlineData("/login?next=secret", "/login?next=***")]
    [InlineData("", "")]
    public void What_can_be_a_credential_is_masked(string url, string shown) => MaskedUrl.Of(url).ShouldBe(shown);
}
