using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Alerts.Rules;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Rules, states and notices as they are stored.</summary>
internal static class AlertDocuments
{
    public static AlertRule Rule(Alert alert) => JsonSerializer.Deserialize(alert.Rule, StoredAlertJson.Default.AlertRule)!;

    public static AlertState State(Alert alert) => JsonSerializer.Deserialize(alert.State, StoredAlertJson.Default.AlertState)!;

    public static AlertNotice Notice(AlertEvent change) => JsonSerializer.Deserialize(change.Detail, StoredAlertJson.Default.AlertNotice)!;

    public static string Write(AlertRule rule) => JsonSerializer.Serialize(rule, StoredAlertJson.Default.AlertRule);

    public static string Write(AlertState state) => JsonSerializer.Serialize(state, StoredAlertJson.Default.AlertState);

    public static string Write(AlertNotice notice) => JsonSerializer.Serialize(notice, StoredAlertJson.Default.AlertNotice);
}

/// <summary>What is stored; not a format of the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertRule))]
[JsonSerializable(typeof(AlertState))]
[JsonSerializable(typeof(AlertNotice))]
internal sealed partial class StoredAlertJson : JsonSerializerContext;
