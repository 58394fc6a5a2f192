using System.Net;
using Shouldly;
using Vindex.Server.Callbacks.Addresses;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Addresses;

public sealed class TargetUrlTests
{
    [Theory]
    [InlineData("https://hooks.example.com/vindex", "https://hooks.example.com/vindex")]
    [InlineData("HTTPS://Hooks.Example.COM/Vindex?a=B&c=%20", "https://hooks.example.com/Vindex?a=B&c=%20")]
    [InlineData("https://hooks.example.com", "https://hooks.example.com/")]
    [InlineData("https://hooks.example.com?x=1", "https://hooks.example.com/?x=1")]
    [InlineData("https://hooks.example.com.:8443/a", "https://hooks.example.com:8443/a")]
    [InlineData("https://hooks.example.com:443/a", "https://hooks.example.com/a")]
    [InlineData("https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a")]
    [InlineData("https://my_hooks.example.com/a", "https://my_hooks.example.com/a")]
    [InlineData("https://intranet/a", "https://intranet/a")]
    [InlineData("https://8.8.8.8/a", "https://8.8.8.8/a")]
    [InlineData("https://8.8.8.8.:8443/a", "https://8.8.8.8:8443/a")]
    [InlineData("https://[2606:4700::1111]:8443/a", "https://[2606:4700::1111]:8443/a")]
    [InlineData("https://[2606:4700:0:0::0:1111]/a", "https://[2606:4700::1111]/a")]
    [InlineData("https://hooks.example.com/a@b:c", "https://hooks.example.com/a@b:c")]
    public void Reads_well_formed_targets_in_one_form(string text, string expected) =>
        TargetUrl.Read(text, allowHttp: false).ShouldBeOfType<UrlReading.Read>().Url.AbsoluteUri.ShouldBe(expected);

    [Theory]
    [InlineData("", nameof(TargetRefusal.NotAUrl), "1 to 2048 characters")]
    [InlineData("hooks.example.com", nameof(TargetRefusal.NotAUrl), "must be absolute")]
    [InlineData("//hooks.example.com/", nameof(TargetRefusal.NotAUrl), "must be absolute")]
    [InlineData("https:hooks.example.com", nameof(TargetRefusal.NotAUrl), "must be absolute")]
    [InlineData("https:/hooks.example.com", nameof(TargetRefusal.NotAUrl), "must be absolute")]
    [InlineData("https:\\\\hooks.example.com", nameof(TargetRefusal.NotAUrl), "backslashes")]
    [InlineData("https://hooks.example.com\\@127.0.0.1/", nameof(TargetRefusal.NotAUrl), "backslashes")]
    [InlineData(" https://hooks.example.com/", nameof(TargetRefusal.NotAUrl), "spaces")]
    [InlineData("https://hooks.example.com/a b", nameof(TargetRefusal.NotAUrl), "spaces")]
    [InlineData("https://hooks.exa\tmple.com/", nameof(TargetRefusal.NotAUrl), "spaces")]
    [InlineData("https://hooks.example.com/\r\nHost: x", nameof(TargetRefusal.NotAUrl), "spaces")]
    [InlineData("http://hooks.example.com/", nameof(TargetRefusal.Scheme), "must begin with https://")]
    [InlineData("ftp://hooks.example.com/", nameof(TargetRefusal.Scheme), "must begin with https://")]
    [InlineData("file:///etc/passwd", nameof(TargetRefusal.Scheme), "must begin with https://")]
    [InlineData("gopher://127.0.0.1:70/", nameof(TargetRefusal.Scheme), "must begin with https://")]
    [InlineData("https://user:secret@hooks.example.com/", nameof(TargetRefusal.UserInfo), "user name or password")]
    [InlineData("https://@hooks.example.com/", nameof(TargetRefusal.UserInfo), "user name or password")]
    [InlineData("https://hooks.example.com@127.0.0.1/", nameof(TargetRefusal.UserInfo), "user name or password")]
    [InlineData("https://hooks.example.com/#part", nameof(TargetRefusal.Fragment), "fragment")]
    [InlineData("https://hooks.example.com#@127.0.0.1/", nameof(TargetRefusal.Fragment), "fragment")]
    [InlineData("https://hooks.example.com:0/", nameof(TargetRefusal.Port), "1 to 65535")]
    [InlineData("https://hooks.example.com:/", nameof(TargetRefusal.Port), "1 to 65535")]
    [InlineData("https://hooks.example.com:65536/", nameof(TargetRefusal.Port), "1 to 65535")]
    [InlineData("https://hooks.example.com:-1/", nameof(TargetRefusal.Port), "1 to 65535")]
    [InlineData("https://hooks.example.com:8x/", nameof(TargetRefusal.Port), "1 to 65535")]
    [InlineData("https://hooks.example.com:80:90/", nameof(TargetRefusal.Port), "1 to 65535")]
    [InlineData("https://hooks.example.com:25/", nameof(TargetRefusal.Port), "another protocol")]
    [InlineData("https://hooks.example.com:22/", nameof(TargetRefusal.Port), "another protocol")]
    [InlineData("https:///path", nameof(TargetRefusal.Host), "no host")]
    [InlineData("https://:8443/path", nameof(TargetRefusal.Host), "no host")]
    [InlineData("https://./", nameof(TargetRefusal.Host), "1 to 253 characters")]
    [InlineData("https://hooks..example.com/", nameof(TargetRefusal.Host), "label that is empty")]
    [InlineData("https://.example.com/", nameof(TargetRefusal.Host), "label that is empty")]
    [InlineData("https://example.com../", nameof(TargetRefusal.Host), "label that is empty")]
    [InlineData("https://exa%6dple.com/", nameof(TargetRefusal.Host), "percent escapes")]
    [InlineData("https://bücher.example/", nameof(TargetRefusal.Host), "xn--")]
    [InlineData("https://127。0。0。1/", nameof(TargetRefusal.Host), "xn--")]
    [InlineData("https://①②⑦.0.0.1/", nameof(TargetRefusal.Host), "xn--")]
    [InlineData("https://exa!mple.com/", nameof(TargetRefusal.Host), "not allowed in host names")]
    [InlineData("https://0x7f.1/", nameof(TargetRefusal.Host), "another way of writing 127.0.0.1")]
    [InlineData("https://2130706433/", nameof(TargetRefusal.Host), "another way of writing 127.0.0.1")]
    [InlineData("https://017700000001/", nameof(TargetRefusal.Host), "another way of writing 127.0.0.1")]
    [InlineData("https://0x7F000001./", nameof(TargetRefusal.Host), "another way of writing 127.0.0.1")]
    [InlineData("https://8.8.2056/", nameof(TargetRefusal.Host), "another way of writing 8.8.8.8")]
    [InlineData("https://010.8.8.8/", nameof(TargetRefusal.Host), "another way of writing 8.8.8.8")]
    [InlineData("https://256.0.0.1/", nameof(TargetRefusal.Host), "ends in a number")]
    [InlineData("https://1.2.3.4.5/", nameof(TargetRefusal.Host), "ends in a number")]
    [InlineData("https://08.8.8.8/", nameof(TargetRefusal.Host), "ends in a number")]
    [InlineData("https://example.0x/", nameof(TargetRefusal.Host), "ends in a number")]
    [InlineData("https://4294967296/", nameof(TargetRefusal.Host), "ends in a number")]
    [InlineData("https://[fe80::1%25eth0]/", nameof(TargetRefusal.Host), "zone id")]
    [InlineData("https://[fe80::1%eth0]/", nameof(TargetRefusal.Host), "zone id")]
    [InlineData("https://[::1/", nameof(TargetRefusal.Host), "must be in brackets")]
    [InlineData("https://[127.0.0.1]/", nameof(TargetRefusal.Host), "not an IPv6 address")]
    [InlineData("https://[v1.fe80::a]/", nameof(TargetRefusal.Host), "not an IPv6 address")]
    [InlineData("https://[[::1]]/", nameof(TargetRefusal.Host), "not an IPv6 address")]
    [InlineData("https://[::1]x:80/", nameof(TargetRefusal.Host), "must be in brackets")]
    [InlineData("https://::1/", nameof(TargetRefusal.Port), "1 to 65535")]
    public void Refuses_everything_else_and_says_why(string text, string kind, string reason)
    {
        var refused = TargetUrl.Read(text, allowHttp: false).ShouldBeOfType<UrlReading.Refused>();
        refused.Kind.ToString().ShouldBe(kind, refused.Reason);
        refused.Reason.ShouldContain(reason);
    }

    [Fact]
    public void A_URL_of_more_than_2048_characters_is_refused() =>
        TargetUrl.Read($"https://hooks.example.com/{new string('a', 2048)}", allowHttp: false).ShouldBeOfType<UrlReading.Refused>().Kind.ShouldBe(
            TargetRefusal.NotAUrl);

    [Fact]
    public void Http_is_read_where_it_is_allowed() =>
        TargetUrl.Read("http://hooks.example.com:8080/a", allowHttp: true).ShouldBeOfType<UrlReading.Read>().Url.AbsoluteUri.ShouldBe(
            "http://hooks.example.com:8080/a");

    [Fact]
    public void Whatever_mutation_of_a_URL_is_read_has_a_host_that_is_a_plain_name_or_address()
    {
        var random = new Random(7);
        const string Alphabet = "a1.:/@#?%[]\\-_x0f\t é。";
        var read = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var characters = "https://ab.c1.de:8443/x?y".ToCharArray().ToList();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(characters.Count);
                if (random.Next(3) == 0)
                    characters.RemoveAt(at);
                else if (random.Next(2) == 0)
                    characters.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                else
                    characters[at] = Alphabet[random.Next(Alphabet.Length)];
            }

            if (TargetUrl.Read(new string([.. characters]), allowHttp: true) is not UrlReading.Read { Url: var url })
                continue;
            read++;
            (url.UserInfo + url.Fragment).ShouldBeEmpty();
            if (IPAddress.TryParse(url.Host, out var address))
                url.IdnHost.ShouldBe(address.ToString());
            else
                url.IdnHost.ShouldBe(url.Host);
            TargetUrl.Read(url.AbsoluteUri, allowHttp: true).ShouldBe(new UrlReading.Read(url));
        }

        read.ShouldBeGreaterThan(1000);
    }
}
