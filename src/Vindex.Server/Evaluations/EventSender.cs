using System.Text.Json;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Installations;
using Vindex.Server.Sources;

namespace Vindex.Server.Evaluations;

/// <summary>Authenticates the sender of an event. Several companies can register the same repository or site; the secret decides which one is meant.</summary>
internal sealed class EventSender(InstallationDirectory directory, SecretSeal seal, TimeProvider time)
{
    /// <summary>The header that every source accepts instead of its product's own proof.</summary>
    public const string SecretHeader = "X-Vindex-Secret";

    /// <summary>Finds the installation; refuses events without an id, of unknown installations, or with missing or wrong proof.</summary>
    public async ValueTask<Outcome<KnownInstallation>> FindAsync(ISource source, SourceRequest request, CancellationToken cancellationToken)
    {
        if (ExternalId(source, request.Root) is not { } externalId)
        {
            return Refusal.Field(
                "invalid_fields", $"{source.ExternalIdPath} is required: it identifies the installation.", source.ExternalIdPath, "is required");
        }
        if (await directory.FindAsync(source.Name, source.Normalize(externalId), cancellationToken) is not { } known)
            return new Refusal.UnknownInstallation($"This installation is not registered; register it with POST /api/v1/register/{source.Name}.");

        List<Proof> proofs = [.. Proofs(source, request)];
        if (proofs.Count == 0)
        {
            return new Refusal.Forbidden(
                "secret_missing", $"Send the installation's shared secret as {SecretHeader}, or have {source.Title} sign its requests.");
        }
        return Match(known, proofs) is { } installation
            ? installation
            : new Refusal.Forbidden("secret_wrong", "The shared secret, or the signature made with it, does not match this installation.");
    }

    // Compares every secret, even after a match, so that timing reveals nothing. If two companies share a secret, the older installation is used:
    // a later one cannot take over its events.
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
