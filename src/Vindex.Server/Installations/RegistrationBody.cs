using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Sources;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Installations;

/// <summary>An installation to register.</summary>
/// <param name="ExternalId">Its id in the source; for <c>jiraforge</c> also accepted as <c>cloudId</c>.</param>
/// <param name="CallbackUrl">Where to send results; without it, callbacks are sent only for requests with their own URL.</param>
/// <param name="SharedSecret">Your own secret, 24 to 256 printable ASCII characters; by default one is generated and returned once.</param>
/// <param name="DisplayName">Display name, 1 to 200 characters.</param>
/// <param name="CustomerId">A customer without an installation; by default a new one is created.</param>
/// <param name="Rotate">True to get a new secret for an existing installation; the current one stays valid for 24 hours.</param>
internal sealed record RegistrationBody(
    [ExternalId][property: JsonConverter(typeof(ExternalIdConverter))] string ExternalId,
    [Text(RegistrationBody.MaxUrl)] string? CallbackUrl = null,
    [SharedSecret] string? SharedSecret = null,
    [Line(RegistrationBody.MaxDisplayName)] string? DisplayName = null,
    [Text(RegistrationBody.MaxId)] string? CustomerId = null,
    bool? Rotate = null)
{
    public const int MaxId = 255;
    public const int MaxUrl = 2048;
    public const int MaxDisplayName = 200;

    private static readonly string s_externalId = JsonNamingPolicy.SnakeCaseLower.ConvertName(nameof(ExternalId));

    // Sources that have the id at the top of their own bodies may use their own name for it (cloudId, organizationId).
    private static readonly Dictionary<string, JsonTypeInfo<RegistrationBody>> s_bySource = SourceTable.All
        .Where(source => source.ExternalIdPath != s_externalId && !source.ExternalIdPath.Contains('.', StringComparison.Ordinal))
        .ToDictionary(source => source.Name, source => With(source.ExternalIdPath), StringComparer.Ordinal);

    /// <summary>Reads a registration with a source.</summary>
    public static Input<RegistrationBody> Read(JsonElement root, ISource source) =>
        BodyReader.Read(root, UsesOwnName(root, source) ? s_bySource[source.Name] : InstallationJson.Bodies.RegistrationBody);

    private static bool UsesOwnName(JsonElement root, ISource source) =>
        root.ValueKind == JsonValueKind.Object && !root.TryGetProperty(s_externalId, out _)
        && s_bySource.ContainsKey(source.Name) && root.TryGetProperty(source.ExternalIdPath, out _);

    private static JsonTypeInfo<RegistrationBody> With(string name)
    {
        var options = WireFormat.BodyOptions();
        options.TypeInfoResolver = InstallationJson.Default.WithAddedModifier(type =>
        {
            if (type.Type != typeof(RegistrationBody)) return;
            type.Properties.First(property => property.Name == s_externalId).Name = name;
        });
        return (JsonTypeInfo<RegistrationBody>)options.GetTypeInfo(typeof(RegistrationBody));
    }
}

/// <summary>An id in a source, as text or as a whole number.</summary>
internal sealed class ExternalIdAttribute() : TextAttribute(RegistrationBody.MaxId)
{
    public override IReadOnlyList<string>? CheckJson(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) ? [] : null;
}

/// <summary>Reads an id. GitLab's ids are numbers, and people write them as such.</summary>
internal sealed class ExternalIdConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetInt64().ToString(CultureInfo.InvariantCulture) : reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A secret chosen by the caller.</summary>
internal sealed class SharedSecretAttribute() : TextAttribute(4096)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!CallbackSecret.TryRead((string)value, out _, out var refused)) yield return char.ToLowerInvariant(refused[0]) + refused[1..];
    }
}
