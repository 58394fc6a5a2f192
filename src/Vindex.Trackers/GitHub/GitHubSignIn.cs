using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.GitHub;

/// <summary>
/// The header that signs a request in. A token is sent as it is. An app signs a short-lived assertion with its private key and exchanges it for a token of its
/// installation, which is kept until shortly before it expires (https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app).
/// </summary>
internal sealed class GitHubSignIn(TrackerHttp http, TimeProvider time)
{
    private const int MaxTokens = 1_000;
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<TokenKey, InstallationToken> _tokens = new();

    /// <summary>The header for a request of the connection.</summary>
    public async Task<AuthenticationHeaderValue> HeaderAsync(TrackerAccess access, CancellationToken cancellationToken) => new("Bearer", access.Credential switch
    {
        TrackerCredential.Token token => token.Value,
        TrackerCredential.UserToken user => user.Value,
        TrackerCredential.App app => await InstallationTokenAsync(access, app, cancellationToken),
        _ => throw new TrackerException(TrackerFailure.Unauthorized, "GitHub signs in with a token or an app."),
    });

    /// <summary>The header for a request of the app itself.</summary>
    public AuthenticationHeaderValue AppHeader(TrackerCredential.App app) => new("Bearer", Assertion(app));

    /// <summary>Forgets the token of an app's installation, which GitHub revokes when its permissions change or it is suspended.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Forget(TrackerAccess access) => access.Credential is TrackerCredential.App app && _tokens.TryRemove(KeyOf(access, app), out _);

    private async Task<string> InstallationTokenAsync(TrackerAccess access, TrackerCredential.App app, CancellationToken cancellationToken)
    {
        var key = KeyOf(access, app);
        if (_tokens.TryGetValue(key, out var known) && known.ExpiresAt - s_early > time.GetUtcNow()) return known.Value;

        using var request = new HttpRequestMessage(HttpMethod.Post, $"app/installations/{Uri.EscapeDataString(app.InstallationId)}/access_tokens");
        request.Headers.Authorization = AppHeader(app);
        GitHubTracker.AddVersion(request);
        var created = (await http.SendAsync(access, request, cancellationToken)).Json;
        if (created.Text("token") is not { Length: > 0 } value || created.Time("expires_at") is not { } expiresAt)
        {
            throw new TrackerException(TrackerFailure.Unexpected, "GitHub created no token for the installation of the app.");
        }

        if (_tokens.Count >= MaxTokens) _tokens.Clear();
        _tokens[key] = new InstallationToken(value, expiresAt);
        return value;
    }

    private string Assertion(TrackerCredential.App app)
    {
        // A minute in the past against clocks that differ; GitHub accepts at most ten minutes.
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = JsonBody.Element(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("iat", now - 60);
            writer.WriteNumber("exp", now + 540);
            writer.WriteString("iss", app.AppId);
            writer.WriteEndObject();
        });
        var text = $"{Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.GetRawText()))}";
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(app.PrivateKey);
            return $"{text}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new TrackerException(TrackerFailure.Unauthorized, "The app's private key cannot be read. It must be the whole PEM file that GitHub created.");
        }
    }

    private static TokenKey KeyOf(TrackerAccess access, TrackerCredential.App app) => new(
        access.BaseAddress, app.AppId, app.InstallationId, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app.PrivateKey))));

    private sealed record TokenKey(Uri BaseAddress, string AppId, string InstallationId, string KeyHash);

    private sealed record InstallationToken(string Value, DateTimeOffset ExpiresAt)
    {
        public override string ToString() => "installation token";
    }
}
