using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Vindex.Server.Configuration;
using Vindex.Storage;
using Vindex.Storage.KeyRing;

namespace Vindex.Server.Security.Encryption;

/// <summary>The key ring (ASP.NET Data Protection) over the store, wrapped by the master key.</summary>
internal static class EncryptionServices
{
    private const string WhatToDo =
        "provide the original key (as that file, or in " + MasterKey.Variable
            + "), or, if it is lost, set Security:MasterKeyLost to true and enter all secrets again (docs/operating.md, Secrets)";

    /// <summary>Finds this server's master key. If the store has secrets, it must decrypt the store's key ring, and none is created.</summary>
    /// <param name="text">The key's text; null for the file in the data folder.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="store">The store.</param>
    /// <param name="isLost">Whether the operator declared the original key lost; the secrets in the store are then abandoned.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="BadSettingsException">The key is too short, missing, or not the one that wrapped the ring.</exception>
    public static async Task<MasterKey> FindMasterKeyAsync(string? text, string dataFolder, IStore store, bool isLost, CancellationToken cancellationToken)
    {
        if (text is { Length: < MasterKey.MinLength }) throw new BadSettingsException([MasterKey.TooShort]);
        var ring = await store.KeyRing.ListAsync(cancellationToken);
        var hasSecrets = !isLost && ring.Count > 0 && await store.KeyRing.IsUsedAsync(cancellationToken);
        var key = text is not null ? MasterKey.Of(text) : MasterKey.OfFolder(dataFolder);
        if (!store.IsExclusive && !isLost && ring.Count > 0 && (key is null || !MasterKeyUnwrapping.OpensAny(key, ring)))
        {
            key?.Dispose();
            throw new BadSettingsException([
                "the servers that share a database must have the same master key: copy secrets/master.key of the first one into this data folder, or set "
                    + MasterKey.Variable + " to the same value for all; if the key is lost, stop all servers and start one with Security:MasterKeyLost set to true"]);
        }

        // A new key over a store with secrets would only hide that the right one is missing.
        if (!hasSecrets) return key ?? MasterKey.CreateIn(dataFolder);
        if (key is null) throw new BadSettingsException([$"secrets/master.key in the data folder is missing, and this store has secrets; {WhatToDo}"]);
        if (MasterKeyUnwrapping.OpensAny(key, ring)) return key;
        key.Dispose();
        var wrong = text is null ? "secrets/master.key in the data folder" : MasterKey.Variable;
        throw new BadSettingsException([$"{wrong} is not the key that encrypted the secrets in this store; {WhatToDo}"]);
    }

    /// <summary>Creates the first key of the ring, if there is none: servers that start at the same time must not each create one.</summary>
    public static void HaveKey(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Vindex.Start").Protect("start");

    public static void AddEncryption(this IServiceCollection services, MasterKey masterKey)
    {
        services.AddSingleton(_ => masterKey);
        services.AddDataProtection().SetApplicationName("Vindex");
        services.AddOptions<KeyManagementOptions>().Configure<IKeyRing, MasterKey>((options, ring, key) =>
        {
            options.XmlRepository = new StoredKeyRing(ring);
            options.XmlEncryptor = new MasterKeyWrapping(key);
        });
    }
}
