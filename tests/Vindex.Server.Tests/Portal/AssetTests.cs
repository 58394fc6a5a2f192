using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed partial class AssetTests
{
    [Fact]
    public async Task What_a_page_loads_may_be_kept_for_ever_and_comes_compressed_as_the_browser_takes_it()
    {
        await using var server = await TestServer.StartAsync();
        var page = await server.Anonymous.GetAsync("/app/nothing-here-at-all");
        var addresses = AssetAddress().Matches(await page.Content.ReadAsStringAsync()).Select(match => match.Value).Distinct().ToList();
        addresses.Count.ShouldBeGreaterThan(2);

        foreach (var address in addresses)
        {
            var plain = await GetAsync(server, address, "");
            plain.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            plain.Headers.Vary.ShouldContain("Accept-Encoding");
            plain.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            var bytes = await plain.Content.ReadAsByteArrayAsync();
            foreach (var coding in (string[])["br", "gzip"])
            {
                var packed = await GetAsync(server, address, coding);
                packed.Content.Headers.ContentEncoding.ShouldBe([coding]);
                var body = await packed.Content.ReadAsStreamAsync();
                using Stream unpacked = coding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
                using var copy = new MemoryStream();
                await unpacked.CopyToAsync(copy);
                copy.ToArray().ShouldBe(bytes);
            }
        }
    }

    [Fact]
    public async Task A_name_that_is_no_asset_is_not_found()
    {
        await using var server = await TestServer.StartAsync();
        (await server.Anonymous.GetAsync("/assets/..%2f..%2fetc%2fpasswd")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await server.Anonymous.GetAsync("/assets/assets.json")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [GeneratedRegex("/assets/[A-Za-z0-9.-]+", RegexOptions.NonBacktracking)]
    private static partial Regex AssetAddress();

    private static async Task<HttpResponseMessage> GetAsync(TestServer server, string address, string coding)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (coding.Length > 0) request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
        var response = await server.Anonymous.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return response;
    }
}
