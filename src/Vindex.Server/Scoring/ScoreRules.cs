using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Scoring;

/// <summary>The kinds of context, by their names in requests.</summary>
internal static class ContextKinds
{
    private static readonly Dictionary<string, ContextKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["linked_issue"] = ContextKind.LinkedIssue,
        ["epic"] = ContextKind.Epic,
        ["comment"] = ContextKind.Comment,
        ["attachment"] = ContextKind.Attachment,
        ["note"] = ContextKind.Note,
    };

    public static IReadOnlyCollection<string> Names => s_kinds.Keys;

    /// <summary>The kind with a name; null if there is none.</summary>
    public static ContextKind? Of(string name) => s_kinds.TryGetValue(name, out var kind) ? kind : null;
}

/// <summary>The name of a kind of context.</summary>
internal sealed class ContextKindAttribute() : TextAttribute(ScoreRequest.MaxIdLength)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (ContextKinds.Of((string)value) is null) yield return $"must be one of {string.Join(", ", ContextKinds.Names)}";
    }
}

/// <summary>Text, or an ADF document.</summary>
internal sealed class TextOrDocumentAttribute : RuleAttribute
{
    private static readonly string[] s_error = ["must be text, or an ADF document (an object with \"type\": \"doc\")"];

    public override IReadOnlyList<string>? CheckJson(JsonElement value) => value.ValueKind == JsonValueKind.String || IsDocument(value) ? null : s_error;

    public override IEnumerable<string> Check(object value) => [];

    private static bool IsDocument(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.ValueEquals("doc");
}
