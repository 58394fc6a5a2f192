using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Vindex.Trackers.Http;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.Http;

public sealed class TrackerHttpTests
{
    private static readonly TrackerAccess s_access = new(new Uri("https://tracker.example.com/jira"), new TrackerCredential.Token("secret"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_path_is_below_the_address_of_the_connection()
    {
        using var transport = new Script(Json("{\"a\":1}"));
        var response = await SendAsync(transport, HttpMethod.Get, "rest/api/2/myself?x=1");

        transport.Addresses.ShouldBe(["https://tracker.example.com/jira/rest/api/2/myself?x=1"]);
        response.Json.Member("a").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("https://elsewhere.example.com/rest")]
    [InlineData("http://tracker.example.com/jira/rest")]
    [InlineData("https://tracker.example.com:8443/jira/rest")]
    public async Task Credentials_go_to_no_other_host(string address)
    {
        using var transport = new Script(Json("{}"));
        (await Should.ThrowAsync<TrackerException>(() => SendAsync(transport, HttpMethod.Get, address))).Failure.ShouldBe(TrackerFailure.Unexpected);

        using var redirecting = new Script(Redirect(HttpStatusCode.Found, address), Json("{}"));
        (await Should.ThrowAsync<TrackerException>(() => SendAsync(redirecting, HttpMethod.Get, "rest"))).Failure.ShouldBe(TrackerFailure.Unexpected);
        transport.Addresses.ShouldBeEmpty();
        redirecting.Addresses.ShouldBe(["https://tracker.example.com/jira/rest"]);
    }

    [Fact]
    public async Task Redirects_on_the_same_host_are_followed()
    {
        using var transport = new Script(Redirect(HttpStatusCode.MovedPermanently, "/jira/moved"), Json("{}"));
        var response = await SendAsync(transport, HttpMethod.Get, "rest");

        response.Address.AbsoluteUri.ShouldBe("https://tracker.example.com/jira/moved");
        transport.Tokens.ShouldBe(["secret", "secret"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.TemporaryRedirect, true)]
    [InlineData(HttpStatusCode.PermanentRedirect, true)]
    [InlineData(HttpStatusCode.Found, false)]
    public async Task A_write_is_repeated_only_where_the_method_stays(HttpStatusCode status, bool isRepeated)
    {
        using var transport = new Script(Redirect(status, "/jira/moved"), Json("{}"));
        var sending = SendAsync(transport, HttpMethod.Post, "rest", JsonBody.Create(json => json.WriteStringValue("text")));

        if (isRepeated) await sending;
        else await Should.ThrowAsync<TrackerException>(() => sending);
        transport.Bodies.ShouldBe(isRepeated ? ["\"text\"", "\"text\""] : ["\"text\""]);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        using var transport = new Script([.. Enumerable.Range(0, 10).Select(_ => Redirect(HttpStatusCode.Found, "/jira/rest"))]);

        (await Should.ThrowAsync<TrackerException>(() => SendAsync(transport, HttpMethod.Get, "rest"))).Failure.ShouldBe(TrackerFailure.Unexpected);
        transport.Addresses.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_not_read()
    {
        using var transport = new Script(() => new HttpResponseMessage
        {
            Content = new ByteArrayContent(new byte[TrackerHttp.LargestResponse + 1]),
        });

        (await Should.ThrowAsync<TrackerException>(() => SendAsync(transport, HttpMethod.Get, "rest"))).Message.ShouldBe("A response of The tracker is larger than 32 MB.");
    }

    [Fact]
    public async Task An_address_that_is_refused_is_named()
    {
        var refusal = new TrackerException(TrackerFailure.AddressRefused, "The address is in a private network.");
        using var transport = new Script(() => throw new HttpRequestException("outer", refusal));

        (await Should.ThrowAsync<TrackerException>(() => SendAsync(transport, HttpMethod.Get, "rest"))).ShouldBeSameAs(refusal);
    }

    [Fact]
    public async Task A_product_explains_its_responses()
    {
        using var transport = new Script(() => new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new StringContent("{\"why\":\"locked\"}") });
        using var invoker = new HttpMessageInvoker(transport);
        var http = new TrackerHttp(invoker, TimeProvider.System)
            .For("Product", (status, _, json) => new TrackerException(TrackerFailure.Rejected, $"{(int)status} {json.Text("why")}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "rest");

        (await Should.ThrowAsync<TrackerException>(() => http.SendAsync(s_access, request, Cancel))).Message.ShouldBe("409 locked");
    }

    [Theory]
    [InlineData("Retry-After", "90", 90)]
    [InlineData("Retry-After", "Mon, 02 Mar 2026 09:31:00 GMT", 60)]
    [InlineData("X-RateLimit-Reset", "1772443860", 60)]
    [InlineData("X-RateLimit-Reset", "2026-03-02T09:31:00Z", 60)]
    [InlineData("RateLimit-Reset", "1772443860", 60)]
    [InlineData("X-RateLimit-Requests-Reset", "1772443860000", 60)]
    [InlineData("X-RateLimit-Reset", "45", 45)]
    [InlineData("X-RateLimit-Reset", "1772443000", 0)]
    [InlineData("X-RateLimit-Reset", "1999999999", 6 * 60 * 60)]
    [InlineData("X-RateLimit-Reset", "soon", null)]
    [InlineData("X-Other", "1", null)]
    public void The_end_of_a_limit_is_read(string name, string value, int? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation(name, value);
        var now = new StoppedTime().Now;

        TrackerStatus.RetryAt(response.Headers, now).ShouldBe(seconds is { } wait ? now.AddSeconds(wait) : null);
    }

    [Theory]
    [InlineData("Retry-After", "5", TrackerFailure.Limited)]
    [InlineData("X-RateLimit-Remaining", "0", TrackerFailure.Limited)]
    [InlineData("X-RateLimit-Remaining", "10", TrackerFailure.Forbidden)]
    public void Forbidden_can_mean_a_limit(string name, string value, TrackerFailure failure)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        response.Headers.TryAddWithoutValidation(name, value);

        TrackerStatus.Failure("GitHub", HttpStatusCode.Forbidden, response.Headers, new StoppedTime().Now).Failure.ShouldBe(failure);
    }

    private static async Task<TrackerResponse> SendAsync(Script transport, HttpMethod method, string address, HttpContent? content = null)
    {
        using var invoker = new HttpMessageInvoker(transport, disposeHandler: false);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        return await new TrackerHttp(invoker, TimeProvider.System).SendAsync(s_access, request, Cancel);
    }

    private static Func<HttpResponseMessage> Json(string text) => () => new HttpResponseMessage { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    private static Func<HttpResponseMessage> Redirect(HttpStatusCode status, string location) => () =>
    {
        var response = new HttpResponseMessage(status);
        response.Headers.Location = new Uri(location, UriKind.RelativeOrAbsolute);
        return response;
    };

    private sealed class Script(params Func<HttpResponseMessage>[] responses) : HttpMessageHandler
    {
        public List<string> Addresses { get; } = [];

        public List<string> Bodies { get; } = [];

        public List<string?> Tokens { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Addresses.Add(request.RequestUri!.AbsoluteUri);
            Tokens.Add(request.Headers.Authorization?.Parameter);
            if (request.Content is not null) Bodies.Add(await request.Content.ReadAsStringAsync(cancellationToken));
            return responses[Addresses.Count - 1]();
        }
    }
}
