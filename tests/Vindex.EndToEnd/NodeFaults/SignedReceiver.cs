using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>A receiver of callbacks that checks both signatures of each, and treats some badly: errors, 503, late responses, broken connections.</summary>
internal sealed class SignedReceiver : IAsyncDisposable
{
    private const int RoughPercent = 10;

    private readonly WebApplication _app;
    private readonly Random _random;
    private readonly Func<TimeSpan> _now;
    private readonly ConcurrentDictionary<string, string> _secrets = new();
    private readonly ConcurrentQueue<Reception> _receptions = new();

    private SignedReceiver(WebApplication app, int seed, Func<TimeSpan> now) => (_app, _random, _now) = (app, new Random(seed), now);

    /// <summary>What arrived, in order.</summary>
    public IReadOnlyList<Reception> Receptions => [.. _receptions];

    public static async Task<SignedReceiver> StartAsync(int seed, Func<TimeSpan> now)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new SignedReceiver(app, seed, now);
        app.MapPost("/hook/{company}", receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The callback URL of a company.</summary>
    public string UrlOf(string company) => $"{_app.Urls.Single()}/hook/{company}";

    /// <summary>The secret that a company's callbacks must be signed with.</summary>
    public void Expect(string company, string secret) => _secrets[company] = secret;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context, string company)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        var body = memory.ToArray();
        int rough, kind;
        lock (_random) (rough, kind) = (_random.Next(100), _random.Next(4));
        var headers = context.Request.Headers;
        var ticket = JsonElement.Parse(body).GetProperty("ticket").GetProperty("key").GetString()!;
        // Before the response: the server may be gone by then, and the callback has arrived all the same.
        _receptions.Enqueue(new Reception(
            _now(), company, ticket, headers["X-Vindex-Job-Id"].ToString(), headers["webhook-id"].ToString(), Convert.ToHexString(SHA256.HashData(body))[..16],
            IsSigned(_secrets[company], headers, body), rough >= RoughPercent));
        if (rough >= RoughPercent) return;
        context.Response.StatusCode = kind == 0 ? 500 : 503;
        if (kind == 2) await Task.Delay(TimeSpan.FromSeconds(3), context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        if (kind == 3) context.Abort();
    }

    private static bool IsSigned(string secret, IHeaderDictionary headers, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(headers["X-Vindex-Timestamp"] + "."), .. body];
        var own = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
        byte[] standard = [.. Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}."), .. body];
        var webhook = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), standard));
        return headers["X-Vindex-Signature"].ToString() == own && headers["webhook-signature"].ToString() == webhook;
    }
}
