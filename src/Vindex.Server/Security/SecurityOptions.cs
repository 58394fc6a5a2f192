using System.ComponentModel.DataAnnotations;

namespace Vindex.Server.Security;

/// <summary>Settings of authentication: the section <c>Security</c>.</summary>
internal sealed record SecurityOptions
{
    private const int MostShared = 5;

    /// <summary>For how many seconds a node caches a key before reading it again. A change made on another node takes effect after this time.</summary>
    [Range(0, 300)]
    public required int KeyCacheSeconds { get; init; }

    /// <summary>Start with a master key other than the one that encrypted the secrets in the store.</summary>
    public required bool MasterKeyLost { get; init; }

    /// <summary>What is wrong with these settings for servers that share a store; null if nothing.</summary>
    /// <param name="isShared">Whether several servers can share it.</param>
    public string? Problem(bool isShared) => isShared && KeyCacheSeconds > MostShared
        ? $"Security:KeyCacheSeconds must be {MostShared} or less with postgresql, so that a key that is revoked on one server is soon refused by all"
        : null;

    /// <summary><see cref="KeyCacheSeconds"/>.</summary>
    internal TimeSpan KeyCache => TimeSpan.FromSeconds(KeyCacheSeconds);
}
