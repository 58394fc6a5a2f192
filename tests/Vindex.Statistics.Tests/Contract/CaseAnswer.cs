using System.Globalization;
using System.Text.Json;

namespace Vindex.Statistics.Tests.Contract;

/// <summary>Compares an answer with what a case of the contract expects.</summary>
public static class CaseAnswer
{
    /// <summary>Notes where an answer is not as expected: timestamps as instants, numbers to 1e-9 relative.</summary>
    public static void Compare(string path, JsonElement expected, JsonElement given, List<string> wrong)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in expected.EnumerateObject())
                {
                    if (given.ValueKind == JsonValueKind.Object && given.TryGetProperty(field.Name, out var value))
                        Compare($"{path}/{field.Name}", field.Value, value, wrong);
                    else
                        wrong.Add($"{path}/{field.Name} is missing");
                }
                if (path.Contains("/buckets/", StringComparison.Ordinal) && given.EnumerateObject().Count() != expected.EnumerateObject().Count())
                    wrong.Add($"{path} has other keys: {given.GetRawText()}");
                break;
            case JsonValueKind.Array:
                if (given.GetArrayLength() != expected.GetArrayLength())
                    wrong.Add($"{path} has {given.GetArrayLength()}, not {expected.GetArrayLength()}");
                foreach (var (index, (left, right)) in expected.EnumerateArray().Zip(given.EnumerateArray()).Index())
                    Compare($"{path}/{index}", left, right, wrong);
                break;
            case JsonValueKind.Number when given.ValueKind == JsonValueKind.Number && Near(expected.GetDouble(), given.GetDouble()):
            case JsonValueKind.String when path.EndsWith("/timestamp", StringComparison.Ordinal) && SameInstant(expected, given):
                break;
            default:
                if (expected.GetRawText() != given.GetRawText())
                    wrong.Add($"{path} = {given.GetRawText()}, not {expected.GetRawText()}");
                break;
        }
    }

    private static bool Near(double expected, double given) => Math.Abs(expected - given) <= 1e-9 * Math.Abs(expected);

    private static bool SameInstant(JsonElement expected, JsonElement given) =>
        DateTimeOffset.Parse(expected.GetString()!, CultureInfo.InvariantCulture) == DateTimeOffset.Parse(given.GetString()!, CultureInfo.InvariantCulture);
}
