using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.GitHub;

// Tokens, and the app with its installation.
public sealed partial class GitHubFake
{
    private const string AppSlug = "vindex-app";
    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));
    private readonly Dictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly FakeAccount _app = new("app", AppSlug, "", "");

    /// <summary>The app's id.</summary>
    public string AppId => "91728";

    /// <summary>The id of the app's installation.</summary>
    public string InstallationId => "2410376";

    /// <summary>The app's private key, PEM.</summary>
    public string PrivateKey => _key.Value.ExportRSAPrivateKeyPem();

    /// <summary>The user that stands for the app where its changes are shown.</summary>
    public FakeAccount AppUser { get; } = new("41898282", AppSlug + "[bot]", "", "");

    /// <summary>Whether the installation is suspended.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Revokes all tokens of the app's installation.</summary>
    public void RevokeTokens()
    {
        lock (Gate) _tokens.Clear();
    }

    protected override FakeAccount? Authenticate(FakeRequest request)
    {
        const string scheme = "Bearer ";
        if (request.Header("Authorization") is not { } header || !header.StartsWith(scheme, StringComparison.Ordinal)) return null;
        if (request.Header("User-Agent") is not { Length: > 0 }) return null;
        var token = header[scheme.Length..];
        if (token == Account.Token) return Account;
        if (token == Person.Token) return Person;
        lock (Gate)
        {
            if (_tokens.TryGetValue(token, out var expiresAt)) return expiresAt > _time.GetUtcNow() ? AppUser : null;
        }

        return IsSignedByApp(token) ? _app : null;
    }

    private FakeResponse AnswerApp(FakeRequest request, string installation)
    {
        if (request.Account != _app) return Error(401, "A JSON web token could not be decoded");
        if (installation != InstallationId) return Error(404, "Not Found");
        var permissions = new JsonObject { ["metadata"] = "read", ["issues"] = AppUser.Lacks.Contains("issues: write") ? "read" : "write", ["repository_hooks"] = "write" };
        if (AppUser.Lacks.Contains("issues: read")) permissions.Remove("issues");
        switch (request.Method, request.Parts)
        {
            case ("GET", { Length: 3 }):
                return new FakeResponse(200, new JsonObject
                {
                    ["id"] = long.Parse(InstallationId, CultureInfo.InvariantCulture),
                    ["account"] = new JsonObject { ["login"] = "acme", ["id"] = 1, ["type"] = "Organization" },
                    ["repository_selection"] = "all",
                    ["app_id"] = long.Parse(AppId, CultureInfo.InvariantCulture),
                    ["app_slug"] = AppSlug,
                    ["target_type"] = "Organization",
                    ["permissions"] = permissions,
                    ["events"] = new JsonArray("issues"),
                    ["suspended_at"] = IsSuspended ? Time(_time.GetUtcNow()) : null,
                });
            case ("POST", [.., "access_tokens"]) when IsSuspended:
                return Error(403, "This installation has been suspended");
            case ("POST", [.., "access_tokens"]):
                var token = $"ghs_{NewId()}";
                var expiresAt = Seconds(_time.GetUtcNow().AddHours(1));
                _tokens[token] = expiresAt;
                return new FakeResponse(201, new JsonObject
                {
                    ["token"] = token,
                    ["expires_at"] = Time(expiresAt),
                    ["permissions"] = permissions,
                    ["repository_selection"] = "all",
                });
            default:
                return Error(404, "Not Found");
        }
    }

    private FakeResponse Me(FakeRequest request)
    {
        if (request.Account == AppUser || request.Account == _app) return Error(403, "Resource not accessible by integration");
        var scopes = new[] { "admin:repo_hook", "repo" }.Except(request.Account!.Lacks);
        return new FakeResponse(200, UserShape(request.Account)) { Headers = [("X-OAuth-Scopes", string.Join(", ", scopes))] };
    }

    private FakeResponse User(string login) =>
        new[] { Account, Person, AppUser }.FirstOrDefault(account => account.Name == login) is { } found
            ? new FakeResponse(200, UserShape(found))
            : Error(404, "Not Found");

    private FakeResponse ListInstalled(FakeRequest request)
    {
        if (request.Account != AppUser) return Error(403, "You must authenticate with an installation access token in order to list repositories for an installation.");
        var (shown, links) = PageOf<FakeProject>(request, [.. Projects], null);
        var body = new JsonObject { ["total_count"] = Projects.Count, ["repositories"] = new JsonArray([.. shown.Select(RepositoryShape)]) };
        return new FakeResponse(200, body) { Headers = links };
    }

    // RS256 with the app's key, by the app, for at most ten minutes, and valid now.
    private bool IsSignedByApp(string token)
    {
        if (token.Split('.') is not [var head, var payload, var signature] || !_key.IsValueCreated) return false;
        try
        {
            var isSigned = _key.Value.VerifyData(
                Encoding.ASCII.GetBytes($"{head}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            if (!isSigned) return false;
            var algorithm = JsonNode.Parse(Base64Url.DecodeFromChars(head))?["alg"]?.GetValue<string>();
            var claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload));
            var from = claims?["iat"]?.GetValue<long>() ?? 0;
            var until = claims?["exp"]?.GetValue<long>() ?? 0;
            var now = _time.GetUtcNow().ToUnixTimeSeconds();
            return algorithm == "RS256" && claims?["iss"]?.GetValue<string>() == AppId && from <= now && until > now && until - now <= 600;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
