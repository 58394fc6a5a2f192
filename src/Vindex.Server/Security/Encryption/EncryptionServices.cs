using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Vindex.Server.Configuration;
using Vindex.Storage;

namespace Vindex.Server.Security.Encryption;

/// <summary>The key ring (ASP.NET Data Protection) over the store, wrapped by the master key.</summary>
internal static class EncryptionServices
{
    /// <summary>Finds this server's master key and checks that it decrypts the store's key ring, if there are secrets.</summary>
    /// <param name="text">The key's text; null for the file in the data folder.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="store">The store.</param>
    /// <param name="isLost">Whether the operator declared the original key lost; the secrets in the store are then abandoned.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="BadSettingsException">The key is too short, or is not the one that wrapped the ring.</exception>
    public static async Task<MasterKey> FindMasterKeyAsync(string? text, string dataFolder, IStore store, bool isLost, CancellationToken cancellationToken)
    {
        if (text is { Length: < MasterKey.MinLength })
            throw new BadSettingsException([$"{MasterKey.Variable} must have {MasterKey.MinLength} characters or more; create one with: openssl rand -hex 32"]);
        var key = text is null ? MasterKey.OfFile(dataFolder) : MasterKey.Of(text);
        if (isLost || MasterKeyUnwrapping.OpensAny(key, await store.KeyRing.ListAsync(cancellationToken))
            || !await store.Installations.AnyAsync(cancellationToken))
        {
            return key;
        }
        key.Dispose();
        throw new BadSettingsException(
        [
            (text is null ? "secrets/master.key in the data folder" : MasterKey.Variable)
                + " is not the key that encrypted the secrets in this store; provide the original key (as that file, or in "
                + MasterKey.Variable
                + "), or, if it is lost, set Security:MasterKeyLost to true and have every installation register again",
        ]);
    }

    public static void AddEncryption(this IServiceCollection services, MasterKey masterKey)
    {
        services.AddSingleton(_ => masterKey);
        services.AddDataProtection().SetApplicationName("Vindex");
        services.AddOptions<KeyManagementOptions>().Configure<IStore, MasterKey>((options, store, key) =>
        {
            options.XmlRepository = new StoredKeyRing(store);
            options.XmlEncryptor = new MasterKeyWrapping(key);
        });
    }
}
