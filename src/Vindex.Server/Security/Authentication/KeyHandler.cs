using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Web;
using Vindex.Storage.Keys;

namespace Vindex.Server.Security.Authentication;

/// <summary>Secrets other than API keys. Only hashes are kept; they all have the same length, so comparing them does not reveal that of the secret.</summary>
internal sealed class KnownSecrets(AdminKey adminKey, LocalToken localToken)
{
    private readonly byte[]? _adminKey = adminKey.Text is null ? null : Hash(adminKey.Text);
    private readonly byte[] _localToken = Hash(localToken.Value);

    /// <summary>The holder of a secret; null if unknown.</summary>
    public Caller? Find(string secret)
    {
        var hash = Hash(secret);
        if (CryptographicOperations.FixedTimeEquals(hash, _localToken)) return Caller.LocalCommand;
        return _adminKey is not null && CryptographicOperations.FixedTimeEquals(hash, _adminKey) ? Caller.AdminKey : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>Authenticates by the <c>Authorization</c> header.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyDirectory keys, KnownSecrets secrets,
    TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The supported forms of the header, for messages.</summary>
    public const string Forms = "Authorization: Bearer <api key>, or Basic with the user name api and the key as password";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (secret, fault) = Credential.Read(Request);
        if (secret is not { } credential)
        {
            return fault is null
                ? AuthenticateResult.NoResult()
                : Schemes.Refuse(Problem.Unauthorized("credential_malformed", $"The Authorization header is invalid: {fault}. Send {Forms}."));
        }

        if (!KeyText.TryParse(credential, out var text))
            return secrets.Find(credential) is { } known ? Schemes.Accept(known, Schemes.Key) : UnknownSecret();
        var key = await keys.FindAsync(text.Id, Context.RequestAborted);
        if (key is null || !Accepts(key, text.SecretHash()))
            return Schemes.Refuse(Problem.Unauthorized("credential_invalid", "This API key is unknown or no longer valid."));
        return keys.LacksSecondFactor(key)
            ? Schemes.Refuse(Problem.Forbidden(
                "second_factor_missing",
                "Two-factor sign-in is required here. The person whose key this is has to set it up on the page /account/second-factor first."))
            : Schemes.Accept(Caller.Of(key), Schemes.Key);
    }

    /// <summary>The refusal of an unknown secret.</summary>
    public static AuthenticateResult UnknownSecret() => Schemes.Refuse(Problem.Unauthorized("credential_invalid", "This API key is unknown."));

    private bool Accepts(ApiKey key, byte[] secretHash)
    {
        var now = time.GetUtcNow();
        if (key.ExpiresAt <= now) return false;

        // Compares both, even after a match, so that timing reveals nothing.
        var present = CryptographicOperations.FixedTimeEquals(secretHash, key.SecretHash);
        var previous = key.PreviousSecretHash is not null && CryptographicOperations.FixedTimeEquals(secretHash, key.PreviousSecretHash)
            && now < key.PreviousValidUntil;
        return present || previous;
    }
}
