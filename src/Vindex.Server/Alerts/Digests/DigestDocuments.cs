using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Plans and contents as they are stored.</summary>
internal static class DigestDocuments
{
    public static DigestPlan Plan(Digest digest) => JsonSerializer.Deserialize(digest.Plan, StoredDigestJson.Default.DigestPlan)!;

    public static DigestContent Content(DigestIssue issue) => JsonSerializer.Deserialize(issue.Detail, StoredDigestJson.Default.DigestContent)!;

    public static string Write(DigestPlan plan) => JsonSerializer.Serialize(plan, StoredDigestJson.Default.DigestPlan);

    public static string Write(DigestContent content) => JsonSerializer.Serialize(content, StoredDigestJson.Default.DigestContent);
}

/// <summary>What is stored; not a format of the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DigestPlan))]
[JsonSerializable(typeof(DigestContent))]
internal sealed partial class StoredDigestJson : JsonSerializerContext;
