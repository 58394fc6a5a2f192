using System.Text.Json;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>A required time: what is wrong with its text comes first, then what a time looks like.</summary>
internal sealed class InstantTextAttribute : RuleAttribute
{
    private static readonly TextAttribute s_text = new(64);

    public override IReadOnlyList<string>? CheckJson(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return ["must be text"];
        var text = value.GetString()!;
        return Instants.TryParse(text, out _, out var error) ? null : [.. s_text.Check(text), error];
    }

    public override IEnumerable<string> Check(object value) => [];
}

/// <summary>The name of a final status.</summary>
internal sealed class FinishedStatusAttribute() : TextAttribute(255)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!DeliveryStatusNames.Finished.Contains((string)value)) yield return $"must be one of {string.Join(", ", DeliveryStatusNames.Finished)}";
    }
}
