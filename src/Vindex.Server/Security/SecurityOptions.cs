using Vindex.Server.Configuration;

namespace Vindex.Server.Security;

/// <summary>Settings of authentication.</summary>
/// <param name="AdminKey">The admin key of the environment; null for none. At least 32 characters.</param>
/// <param name="KeyCache">How long a node caches a key before reading it again. A change made on another node takes effect after this time.</param>
/// <param name="MasterKeyLost">Start with a master key other than the one that encrypted the secrets in the store.</param>
internal sealed record SecurityOptions(string? AdminKey, TimeSpan KeyCache, bool MasterKeyLost)
{
    public const int AdminKeyLength = 32;

    public static SecurityOptions Read(SettingsReader settings, string? adminKey)
    {
        if (adminKey is { Length: < AdminKeyLength })
        {
            settings.Refuse(
                "VINDEX_ADMIN_KEY", $"must have {AdminKeyLength} characters or more; it has {adminKey.Length}. Create one with: openssl rand -hex 32");
        }
        return new SecurityOptions(
            adminKey, TimeSpan.FromSeconds(settings.Integer("Security:KeyCacheSeconds", 0, 300)), settings.Flag("Security:MasterKeyLost"));
    }
}
