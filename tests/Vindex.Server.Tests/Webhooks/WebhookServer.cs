using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Webhooks;

/// <summary>A company with a webhook and a key for everything that causes events.</summary>
/// <param name="Company">The company, which has an installation.</param>
/// <param name="Client">Its key.</param>
internal sealed record HookedCompany(QueueCompany Company, HttpClient Client)
{
    public static async Task<HookedCompany> CreateAsync(QueueServer server, string name)
    {
        var company = await server.CompanyAsync(name, null);
        string[] scopes = ["scores:read", "scores:write", "feedback:read", "feedback:write", "installations:write"];
        var key = await (await server.Admin.PostAsync(
            $"/admin/companies/{company.Installation.CompanyId}/keys", Json.Content(new { name = "hooks", scopes }))).JsonAsync(201);
        return new HookedCompany(company, server.WithKey(key.Text("api_key")));
    }

    /// <summary>Creates a webhook.</summary>
    public async Task<JsonElement> HookAsync(object body) => await (await Client.PostAsync("/portal/webhooks", Json.Content(body))).JsonAsync(201);

    /// <summary>Creates a webhook that sends to a receiver.</summary>
    public Task<JsonElement> HookAsync(LoopbackReceiver receiver) => HookAsync(new { url = $"http://127.0.0.1:{receiver.Port}/hook" });

    public async Task<JsonElement> GetAsync(string path) => await (await Client.GetAsync(path)).JsonAsync(200);

    public async Task<JsonElement> ScoreAsync(string key) =>
        await (await Client.PostAsync("/v1/score", Json.Ticket($"As a reader I want {key} so that I can go on", key))).JsonAsync(200);

    public async Task<JsonElement> FeedbackAsync(string project, string type = "wandb.note.1") => await (await Client.PostAsync(
        "/feedback/create",
        Json.Content(new { project_id = project, weave_ref = "weave:///acme/stories/call/1", feedback_type = type, payload = new { note = "fine" } })))
        .JsonAsync(200);

    /// <summary>The deliveries of a webhook when all of so many have ended.</summary>
    public Task<JsonElement> EndedAsync(JsonElement hook, int count) => Eventually.Async(
        () => GetAsync($"/portal/webhooks/{hook.Text("webhook_id")}/deliveries"),
        list => list.GetProperty("items").EnumerateArray().Count(item => item.Text("status") is not ("pending" or "delivering")) == count);

    /// <summary>A delivery with its attempts.</summary>
    public Task<JsonElement> DeliveryAsync(JsonElement hook, string eventId) => GetAsync($"/portal/webhooks/{hook.Text("webhook_id")}/deliveries/{eventId}");
}

/// <summary>The receiver's side of Standard Webhooks, written against the documentation and apart from the code that signs.</summary>
internal static class StandardReceiver
{
    /// <summary>Whether a request has a valid <c>v1</c> signature of a secret.</summary>
    public static bool HasV1(ReceivedRequest request, string secret)
    {
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Signed(request));
        return Signatures(request, "v1,").Any(given => CryptographicOperations.FixedTimeEquals(given, expected));
    }

    /// <summary>Whether a request has a valid <c>v1a</c> signature of a public key.</summary>
    public static bool HasV1a(ReceivedRequest request, string publicKey)
    {
        var (key, signed) = (Convert.FromBase64String(publicKey["whpk_".Length..]), Signed(request));
        return Signatures(request, "v1a,").Any(given => Ed25519.Verify(given, 0, key, 0, signed, 0, signed.Length));
    }

    /// <summary>The signatures of a kind.</summary>
    public static IReadOnlyList<byte[]> Signatures(ReceivedRequest request, string prefix) =>
        [.. request.Headers["webhook-signature"].Split(' ')
            .Where(part => part.StartsWith(prefix, StringComparison.Ordinal))
            .Select(part => Convert.FromBase64String(part[prefix.Length..]))];

    private static byte[] Signed(ReceivedRequest request) =>
        [.. Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}."), .. request.Body];
}
