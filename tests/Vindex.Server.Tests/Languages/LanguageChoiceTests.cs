using System.Net;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>The language of a page: the reader's choice, then the browser's, then English.</summary>
public sealed class LanguageChoiceTests
{
    [Theory]
    [InlineData(null, null, "en")]
    [InlineData("de", null, "de")]
    [InlineData("de-AT,en;q=0.5", null, "de")]
    [InlineData("fr,en;q=0.5,de;q=0.7", null, "de")]
    [InlineData("de;q=0,en", null, "en")]
    [InlineData("fr", null, "en")]
    [InlineData("not a header;;", null, "en")]
    [InlineData("de", "en", "en")]
    [InlineData("en", "de", "de")]
    [InlineData("de", "xx", "de")]
    public async Task A_page_is_in_the_language_that_was_chosen_or_that_the_browser_prefers(string? accepted, string? chosen, string expected)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await GetAsync(server, accepted, chosen);
        response.Headers.Vary.ShouldContain("Accept-Language");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain($"<html lang=\"{expected}\">");
    }

    [Fact]
    public async Task A_choice_is_kept_and_leads_back_to_the_page()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await ChooseAsync(server, "de", new Uri(server.Address, "/docs?x=1").ToString());
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("/docs?x=1");
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("vindex-language=de; ");
        cookie.ShouldContain("httponly");
    }

    [Theory, InlineData("https://example.com/docs"), InlineData("not a url"), InlineData(null)]
    public async Task A_page_of_another_site_is_not_returned_to(string? referrer)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await ChooseAsync(server, "de", referrer);
        response.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task An_unknown_language_is_refused_with_those_that_there_are()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await ChooseAsync(server, "xx", null);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("must be one of en, de");
    }

    [Fact]
    public async Task Another_site_does_not_choose()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await ChooseAsync(server, "de", null, origin: "https://example.com");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    private static async Task<HttpResponseMessage> GetAsync(TestServer server, string? accepted, string? chosen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        if (chosen is not null) request.Headers.TryAddWithoutValidation("Cookie", $"vindex-language={chosen}");
        return await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> ChooseAsync(TestServer server, string language, string? referrer, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/language");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("language", language)]);
        if (referrer is not null) request.Headers.TryAddWithoutValidation("Referer", referrer);
        if (origin is not null) request.Headers.Add("Origin", origin);
        return await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
