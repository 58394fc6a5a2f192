using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Requests;

public sealed class CachingTests
{
    [Fact]
    public async Task A_read_that_has_not_changed_is_304_without_a_body()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        foreach (var path in (string[])["/portal/scores", "/portal/scores/summary", "/portal/scores/chart", $"/portal/scores/{id}", "/openapi/v1.json"])
        {
            var first = await client.GetAsync(path);
            var tag = first.Headers.ETag.ShouldNotBeNull(path);
            var again = await GetAsync(client, path, $"\"other\", {tag}");

            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, path);
            again.Headers.ETag.ShouldBe(tag);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            (await GetAsync(client, path, "\"other\"")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await GetAsync(client, path, "*")).StatusCode.ShouldBe(HttpStatusCode.NotModified);
            first.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        }
    }

    [Fact]
    public async Task A_read_that_has_changed_has_another_tag()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var before = (await client.GetAsync("/portal/scores/summary")).Headers.ETag!;
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);

        var after = await GetAsync(client, "/portal/scores/summary", before.ToString());

        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Headers.ETag.ShouldNotBe(before);
    }

    [Fact]
    public async Task A_tag_is_no_credential()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var tag = (await (await company.ClientAsync()).GetAsync("/portal/scores/summary")).Headers.ETag!;

        (await GetAsync(server.Anonymous, "/portal/scores/summary", tag.ToString())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_holds_a_secret_or_is_an_error_has_no_tag_and_is_not_stored()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var owner = await company.PersonAsync("owner");
        foreach (var response in (HttpResponseMessage[])
            [
                await owner.GetAsync("/session"), await client.GetAsync("/portal/scores/none"), await server.Anonymous.GetAsync("/health"),
                await server.Admin.PostAsync($"/admin/companies/{company.Id}/keys", Json.Text("""{"name":"x","scopes":["scores:read"]}""")),
            ])
        {
            var what = response.RequestMessage!.RequestUri!.AbsolutePath;
            response.Headers.ETag.ShouldBeNull(what);
            response.Headers.CacheControl!.NoStore.ShouldBeTrue(what);
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Reads_and_exports_are_compressed_for_those_who_accept_it(string coding)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        for (var i = 0; i < 50; i++) await company.SeedAsync(server.Time.GetUtcNow().AddSeconds(-i), [5, 5, 5, 5, 5, 5], key: $"K-{i}");
        foreach (var path in (string[])["/portal/scores?limit=50", "/portal/scores/export?format=csv", "/portal/scores/export?format=ndjson"])
        {
            var plain = await (await client.GetAsync(path)).Content.ReadAsByteArrayAsync();
            var packed = await GetAsync(client, path, accept: coding);

            packed.Content.Headers.ContentEncoding.ShouldBe([coding], path);
            packed.Headers.Vary.ShouldContain("Accept-Encoding");
            (await packed.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(plain.Length / 3, path);
            (await UnpackedAsync(packed, coding)).ShouldBe(plain, path);
        }
    }

    [Fact]
    public async Task What_holds_a_secret_is_not_compressed()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var owner = await company.PersonAsync("owner");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/companies/{company.Id}/keys");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        request.Content = Json.Text("""{"name":"x","scopes":["scores:read"]}""");

        (await server.Admin.SendAsync(request)).Content.Headers.ContentEncoding.ShouldBeEmpty();
        owner.Headers["Accept-Encoding"] = "gzip";
        (await owner.GetAsync("/session")).Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await owner.GetAsync("/portal/scores")).Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
    }

    [Fact]
    public async Task Compression_can_be_turned_off()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:Compression", "false"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        (await GetAsync(client, "/portal/scores", accept: "gzip")).Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    private static async Task<byte[]> UnpackedAsync(HttpResponseMessage response, string coding)
    {
        await using var packed = await response.Content.ReadAsStreamAsync();
        await using Stream plain = coding == "br"
            ? new BrotliStream(packed, CompressionMode.Decompress)
            : new GZipStream(packed, CompressionMode.Decompress);
        using var all = new MemoryStream();
        await plain.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? known = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
        if (accept is not null) request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(accept));
        return await client.SendAsync(request);
    }
}
