using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>Encrypts the credentials of connections for the store.</summary>
internal sealed class TrackerCredentials(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Trackers.Credential.v1");

    /// <summary>As stored.</summary>
    public byte[] Seal(TrackerCredential credential)
    {
        var stored = credential switch
        {
            TrackerCredential.Token token => new StoredCredential(token.Value),
            TrackerCredential.UserToken user => new StoredCredential(user.Value, user.User),
            TrackerCredential.App app => new StoredCredential(app.PrivateKey, AppId: app.AppId, InstallationId: app.InstallationId),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(stored, StoredCredentialJson.Default.StoredCredential));
    }

    /// <summary>How a connection is reached; null if the key that encrypted its credential is gone.</summary>
    public TrackerAccess? Open(TrackerConnection connection)
    {
        try
        {
            var bytes = _protector.Unprotect(connection.Credential);
            var stored = JsonSerializer.Deserialize(bytes, StoredCredentialJson.Default.StoredCredential)!;
            TrackerCredential credential = stored switch
            {
                { AppId: { } app, InstallationId: { } installation } => new TrackerCredential.App(app, installation, stored.Secret),
                { User: { } user } => new TrackerCredential.UserToken(user, stored.Secret),
                _ => new TrackerCredential.Token(stored.Secret),
            };
            return new TrackerAccess(new Uri(connection.BaseAddress), credential);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>How a credential signs in, for people; it contains no secret.</summary>
    public static string Describe(TrackerCredential credential) => credential switch
    {
        TrackerCredential.UserToken user => user.User,
        TrackerCredential.App app => $"app {app.AppId}",
        _ => "token",
    };
}

/// <summary>A credential in its encrypted box.</summary>
/// <param name="Secret">Token or private key.</param>
/// <param name="User">The user of the token.</param>
/// <param name="AppId">The app.</param>
/// <param name="InstallationId">The installation of the app.</param>
internal sealed record StoredCredential(string Secret, string? User = null, string? AppId = null, string? InstallationId = null)
{
    /// <inheritdoc/>
    public override string ToString() => "credential";
}

/// <summary>The stored form, separate from the API's types.</summary>
[JsonSerializable(typeof(StoredCredential))]
internal sealed partial class StoredCredentialJson : JsonSerializerContext;
