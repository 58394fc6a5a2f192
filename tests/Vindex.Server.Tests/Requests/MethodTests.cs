using System.Net;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Requests;

public sealed class MethodTests
{
    [Theory]
    [InlineData("/v1/score", "OPTIONS, POST")]
    [InlineData("/portal/scores", "DELETE, GET, HEAD, OPTIONS")]
    [InlineData("/portal/scores/some-id", "DELETE, GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/evaluate/generic", "OPTIONS, POST")]
    [InlineData("/health", "GET, HEAD, OPTIONS")]
    [InlineData("/feedback/query", "OPTIONS, POST")]
    public async Task OPTIONS_and_a_refused_method_list_exactly_the_methods_of_an_address(string path, string methods)
    {
        await using var server = await TestServer.StartAsync();

        var options = await server.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));
        var refused = await server.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Trace, path));

        options.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await options.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        string.Join(", ", options.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(methods);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", refused.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(methods);
    }

    [Fact]
    public async Task OPTIONS_of_an_unknown_address_is_not_found()
    {
        await using var server = await TestServer.StartAsync();

        await (await server.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/v1/scores"))).ProblemAsync(404, "not_found");
    }
}
