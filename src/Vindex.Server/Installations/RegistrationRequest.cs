using System.Text.Json;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Sources;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Installations;

/// <summary>A registration as it was sent.</summary>
/// <param name="ExternalId">In the form in which it is stored.</param>
/// <param name="CallbackUrl">As the caller wrote it; null when left out.</param>
/// <param name="Secret">The caller's own; null when left out.</param>
/// <param name="DisplayName">A name for people; null when left out.</param>
/// <param name="CustomerId">The customer; null when left out.</param>
/// <param name="Rotate">True where a new secret is asked for.</param>
internal sealed record RegistrationRequest(string ExternalId, string? CallbackUrl, CallbackSecret? Secret, string? DisplayName, string? CustomerId, bool Rotate)
{
    public const int MaxDisplayName = 200;
    public const int MaxUrl = 2048;
    private const int MaxId = 255;

    /// <summary>Reads a body. The value may be used only when no error was added.</summary>
    public static Input<RegistrationRequest> Read(JsonElement root, ISource source)
    {
        var errors = new FieldErrors();
        var fields = JsonFields.Of(root, errors);
        var request = new RegistrationRequest(
            ReadExternalId(fields, root, source),
            fields.Text("callback_url", MaxUrl),
            ReadSecret(fields),
            fields.Line("display_name", MaxDisplayName),
            fields.Text("customer_id", MaxId),
            fields.Flag("rotate") ?? false);
        return new Input<RegistrationRequest>(request, errors);
    }

    private static string ReadExternalId(JsonFields fields, JsonElement root, ISource source)
    {
        // Where the product's own bodies have the id at their top, its own name for it does, too (cloudId, organizationId).
        var name = !fields.Has("external_id") && !source.ExternalIdPath.Contains('.', StringComparison.Ordinal) && fields.Has(source.ExternalIdPath)
            ? source.ExternalIdPath
            : "external_id";

        // GitLab's ids are numbers, and people write them as such.
        var id = fields.Find(name) is { ValueKind: JsonValueKind.Number } ? new EventObject(root).Id(name) : null;
        id ??= fields.Text(name, MaxId, required: true)?.Trim();
        return id is null ? "" : source.Normalize(id);
    }

    private static CallbackSecret? ReadSecret(JsonFields fields)
    {
        if (fields.Text("shared_secret", 4096) is not { } text) return null;
        if (!CallbackSecret.TryRead(text, out var secret, out var error)) fields.Refuse("shared_secret", char.ToLowerInvariant(error[0]) + error[1..]);
        return secret;
    }
}
