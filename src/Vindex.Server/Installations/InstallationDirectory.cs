using Vindex.Server.Background;
using Vindex.Server.Caching;
using Vindex.Server.Security;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>An installation with its settings read.</summary>
internal sealed record KnownInstallation(Installation Installation, InstallationSettings Settings);

/// <summary>Installations as events need them, remembered for a moment, so that a flood of events costs the store little.</summary>
internal sealed class InstallationDirectory(IInstallationStore store, TimeProvider time, IOptions<SecurityOptions> options, NodeMessages messages)
    : IDisposable
{
    private readonly SharedCache<IReadOnlyList<KnownInstallation>> _known = new(
        (id, cancellationToken) => LoadAsync(store, id, cancellationToken), time, options.Value.KeyCache, messages, "installations");

    /// <summary>The installations of all companies with this source and external id, the oldest first; null when there are none.</summary>
    public ValueTask<IReadOnlyList<KnownInstallation>?> FindAsync(string source, string externalId, CancellationToken cancellationToken) =>
        _known.FindAsync($"{source} {externalId}", cancellationToken);

    /// <summary>To be called after an installation was added, changed or deleted.</summary>
    public void Forget() => _known.Forget();

    public void Dispose() => _known.Dispose();

    private static async Task<IReadOnlyList<KnownInstallation>?> LoadAsync(IInstallationStore store, string id, CancellationToken cancellationToken)
    {
        // No source has a blank in its name.
        var blank = id.IndexOf(' ', StringComparison.Ordinal);
        var found = await store.FindAsync(id[..blank], id[(blank + 1)..], cancellationToken);
        return found.Count == 0
            ? null
            : [.. found.OrderBy(one => one.CreatedAt).Select(one => new KnownInstallation(one, InstallationSettings.Parse(one.Settings)))];
    }
}
