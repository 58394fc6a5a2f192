using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Accounts;

/// <summary>Somebody with a browser: keeps cookies, sends the antiforgery token with writes unless told otherwise.</summary>
public sealed class Person(TestServer server)
{
    public const string Password = "a long enough one";

    /// <summary>The session's cookie as <c>name=value</c>; null when there is none.</summary>
    public string? Cookie { get; set; }

    public string? Token { get; set; }

    /// <summary>Headers that every request carries beside.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Cookies beside the session's, as pages of the portal set them.</summary>
    public Dictionary<string, string> OtherCookies { get; } = [];

    /// <summary>The whole <c>Set-Cookie</c> header of the last answer that had one.</summary>
    public string? SetCookie { get; private set; }

    public string SessionToken => Cookie!.Split('=', 2)[1];

    public static async Task<Person> SignedInAsync(TestServer server, string email, string password = Password)
    {
        var person = new Person(server);
        await (await person.SignInAsync(email, password)).JsonAsync(200);
        return person;
    }

    public async Task<HttpResponseMessage> SignInAsync(string email, string password = Password)
    {
        var response = await SendAsync(HttpMethod.Post, "/session", Json.Content(new { email, password }));
        if (response.StatusCode == HttpStatusCode.OK) Token = JsonElement.Parse(await response.Content.ReadAsStringAsync()).Text("antiforgery_token");
        return response;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body is null ? null : Json.Content(body));

    public Task<HttpResponseMessage> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, Json.Content(body));

    public Task<HttpResponseMessage> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, Json.Content(body));

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Sends a form as a page without script does.</summary>
    public Task<HttpResponseMessage> FormAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), header: false);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, bool header = true)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        var cookies = OtherCookies.Select(cookie => $"{cookie.Key}={cookie.Value}").Append(Cookie).OfType<string>().ToList();
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies));
        if (header && Token is not null) request.Headers.Add("X-CSRF-Token", Token);
        foreach (var (name, value) in Headers) request.Headers.Add(name, value);
        var response = await server.Anonymous.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set) Keep(cookie);
        }

        return response;
    }

    // The portal's own cookies go by their names; what is left is the session's.
    private void Keep(string cookie)
    {
        SetCookie = cookie;
        var pair = cookie.Split(';')[0];
        var (name, value) = (pair.Split('=', 2)[0], pair.Split('=', 2)[1]);
        if (name is not ("vindex-flash" or "vindex-zone" or "vindex-browser" or "vindex-once" or "vindex-draft" or "vindex-sign-in" or "vindex-second-step")) Cookie = value.Length == 0 ? null : pair;
        else if (value.Length == 0) OtherCookies.Remove(name);
        else OtherCookies[name] = value;
    }

    /// <summary>Reads the antiforgery token of the present session.</summary>
    public async Task<Person> WithTokenAsync()
    {
        Token = (await (await GetAsync("/session")).JsonAsync(200)).Text("antiforgery_token");
        return this;
    }
}

/// <summary>People of a company in tests.</summary>
public static partial class People
{
    /// <summary>Invites; the path of the link.</summary>
    public static async Task<string> InviteAsync(this TestCompany company, string email, string role) =>
        new Uri((await (await company.Server.Admin.PostAsync($"/admin/companies/{company.Id}/users", Json.Content(new { email, role }))).JsonAsync(201)).Text(
            "invitation_link")).AbsolutePath;

    /// <summary>Somebody who was invited, has accepted, and is signed in.</summary>
    public static async Task<Person> PersonAsync(this TestCompany company, string role, string? email = null)
    {
        var person = new Person(company.Server);
        var link = await company.InviteAsync(email ?? $"{role}@example.com", role);
        (await person.FormAsync(link, ("password", Person.Password))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return await person.WithTokenAsync();
    }

    public static async Task<string> UserIdAsync(this TestCompany company, string email) =>
        (await (await company.Server.Admin.GetAsync($"/admin/companies/{company.Id}/users")).JsonAsync(200)).GetProperty("items")
            .EnumerateArray()
            .Single(user => user.Text("email") == email)
            .Text("user_id");

    /// <summary>The answer's text, which must be a page with this status.</summary>
    public static async Task<string> PageAsync(this HttpResponseMessage response, int status = 200)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
        return text;
    }

    /// <summary>The antiforgery token in a page's form.</summary>
    public static string TokenIn(string page) => TokenField().Match(page).Groups["token"].Value;

    [GeneratedRegex("name=\"__token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenField();
}
