using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>
/// An OpenID Connect provider on the loopback interface. It checks clients as the standards require (redirect URI, client secret, PKCE, codes that work once),
/// and can be told to answer in ways that it should not.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "vindex test";
    public const string ClientSecret = "s3cret: of the+client";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri, string Nonce)> _codes = new();
    private readonly ConcurrentQueue<string> _requests = new();

    private TestProvider(WebApplication app) => _app = app;

    /// <summary>Its clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public string Issuer => _app.Urls.Single();

    /// <summary>The keys; the first one signs.</summary>
    public List<SigningKey> Keys { get; } = [SigningKey.Rsa("key-1")];

    /// <summary>Who signs in, beside what every token has.</summary>
    public Dictionary<string, object> Person { get; set; } = PersonOf("ada");

    /// <summary>What UserInfo says.</summary>
    public Dictionary<string, object> UserInfo { get; set; } = [];

    /// <summary>Changes the claims of a token before it is signed; null values remove claims.</summary>
    public Action<Dictionary<string, object?>> Change { get; set; } = _ => { };

    /// <summary>Makes the token of claims.</summary>
    public Func<Dictionary<string, object?>, string>? Token { get; set; }

    /// <summary>Changes the discovery document.</summary>
    public Action<Dictionary<string, object?>> ChangeDocument { get; set; } = _ => { };

    /// <summary>Answers requests to a path instead of the provider.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Instead { get; } = new();

    /// <summary>The authorization header of the last request for a token.</summary>
    public string? Authorization { get; private set; }

    /// <summary>The fields of the last request for a token.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>();

    public static Dictionary<string, object> PersonOf(string name, params string[] groups) => new()
    {
        ["sub"] = $"subject-of-{name}",
        ["email"] = $"{name}@example.com",
        ["name"] = $"{name} of the provider",
        ["groups"] = groups.Length == 0 ? ["everyone"] : groups,
    };

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var provider = new TestProvider(builder.Build());
        provider._app.Run(provider.AnswerAsync);
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Signs in at the provider's page as a browser does; returns where the provider sends it back to.</summary>
    public string Authorize(Uri page)
    {
        var query = QueryHelpers.ParseQuery(page.Query);
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (query["code_challenge"].ToString(), query["redirect_uri"].ToString(), query["nonce"].ToString());
        var answer = new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"], ["iss"] = Issuer, ["session_state"] = "ignored" };
        return QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), answer);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        foreach (var key in Keys) key.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _requests.Enqueue(path);
        if (Instead.TryGetValue(path, out var instead)) return instead(context);
        return path switch
        {
            "/.well-known/openid-configuration" => WriteAsync(context, Document()),
            "/keys" => WriteAsync(context, new { keys = Keys.Select(key => key.Published) }),
            "/token" => TokenAsync(context),
            "/userinfo" => WriteAsync(context, UserInfo),
            _ => WriteAsync(context, new { error = "not_found" }, 404),
        };
    }

    private Dictionary<string, object?> Document()
    {
        var document = new Dictionary<string, object?>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize?tenant=a%20b",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["end_session_endpoint"] = Issuer + "/end",
            ["jwks_uri"] = Issuer + "/keys",
            ["authorization_response_iss_parameter_supported"] = true,
        };
        ChangeDocument(document);
        return document;
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Fields = form.ToDictionary(field => field.Key, field => field.Value.ToString());
        Authorization = context.Request.Headers.Authorization;
        if (!IsClient(form)) await WriteAsync(context, new { error = "invalid_client" }, 401);
        else if (!_codes.TryRemove(form["code"].ToString(), out var code)) await WriteAsync(context, new { error = "invalid_grant" }, 400);
        else if (form["redirect_uri"] != code.RedirectUri || Challenge(form["code_verifier"].ToString()) != code.Challenge)
            await WriteAsync(context, new { error = "invalid_grant" }, 400);
        else
            await WriteAsync(context, new { access_token = "an-access-token", token_type = "Bearer", expires_in = 300, id_token = TokenOf(code.Nonce) });
    }

    private string TokenOf(string nonce)
    {
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["azp"] = ClientId,
            ["exp"] = now + 300,
            ["iat"] = now,
            ["nbf"] = now,
            ["nonce"] = nonce,
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData("an-access-token"u8).AsSpan(0, 16)),
        };
        foreach (var (name, value) in Person) claims[name] = value;
        Change(claims);
        foreach (var name in claims.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList()) claims.Remove(name);
        return Token is null ? Keys[0].Sign(claims) : Token(claims);
    }

    // With a secret: HTTP Basic (RFC 6749, 2.3.1), or the fields if the document asks for them.
    private bool IsClient(IFormCollection form)
    {
        if (form.ContainsKey("client_id")) return form["client_id"] == ClientId && (form["client_secret"].ToString() is "" or ClientSecret);
        if (Authorization?.Split(' ') is not ["Basic", var text]) return false;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(text)).Split(':');
        return pair.Length == 2 && WebUtility.UrlDecode(pair[0]) == ClientId && WebUtility.UrlDecode(pair[1]) == ClientSecret;
    }

    private static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static async Task WriteAsync(HttpContext context, object body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body));
    }
}
