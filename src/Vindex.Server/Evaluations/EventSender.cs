using System.Text.Json;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Evaluations.Sources;
using Vindex.Server.Installations;

namespace Vindex.Server.Evaluations;

/// <summary>Finds out whose an event is. Several companies may have the same repository or site; the secret decides which is meant.</summary>
internal sealed class EventSender(InstallationDirectory directory, SecretSeal seal, TimeProvider time)
{
    /// <summary>The header that every source takes in place of its product's own proof.</summary>
    public const string SecretHeader = "X-Vindex-Secret";

    /// <summary>The installation; refused without an id, where it is not registered, and where the proof is missing or wrong.</summary>
    public async ValueTask<Outcome<KnownInstallation>> FindAsync(ISource source, SourceRequest request, CancellationToken cancellationToken)
    {
        if (ExternalId(source, request.Root) is not { } externalId)
            return Refusal.Field("invalid_fields", $"{source.ExternalIdPath} is required: it says whose event this is.", source.ExternalIdPath, "is required");
        if (await directory.FindAsync(source.Name, source.Normalize(externalId), cancellationToken) is not { } known)
            return new Refusal.UnknownInstallation($"This installation is not registered here; register it with POST /api/v1/register/{source.Name}.");

        List<Proof> proofs = [.. Proofs(source, request)];
        if (proofs.Count == 0)
            return new Refusal.Forbidden("secret_missing", $"Send the installation's shared secret as {SecretHeader}, or have {source.Title} sign its requests.");
        return Match(known, proofs) is { } installation
            ? installation
            : new Refusal.Forbidden("secret_wrong", "The shared secret, or the signature made with it, is not this installation's.");
    }

    // Every secret is tried, whichever fits, so that the time taken tells nothing. Should two companies share a secret, too, the older installation is meant:
    // whoever comes later cannot take its events.
    private KnownInstallation? Match(IReadOnlyList<KnownInstallation> known, List<Proof> proofs)
    {
        var now = time.GetUtcNow();
        KnownInstallation? match = null;
        foreach (var one in known)
        {
            var fits = false;
            foreach (var secret in seal.OpenLive(one.Installation.Secrets, now))
            {
                foreach (var proof in proofs) fits |= proof.Verifies(secret);
            }

            if (fits) match ??= one;
        }

        return match;
    }

    private static IEnumerable<Proof> Proofs(ISource source, SourceRequest request)
    {
        if (request.Header(SecretHeader) is { } secret) yield return Proof.OfSecret(secret);
        if (source.FindProof(request) is { } own) yield return own;
    }

    private static string? ExternalId(ISource source, JsonElement root)
    {
        var path = source.ExternalIdPath.Split('.');
        var at = new EventObject(root);
        foreach (var name in path[..^1]) at = at.Object(name);
        return at.Id(path[^1])?.Trim();
    }
}
