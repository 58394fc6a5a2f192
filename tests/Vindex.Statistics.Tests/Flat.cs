using System.Text.Json;

namespace Vindex.Statistics.Tests;

/// <summary>An answer as a list of lines "path = value": comparable to the last digit, and readable where it differs.</summary>
public static class Flat
{
    public static List<string> Of(StatsAnswer answer)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            StatsJson.Write(writer, answer);
        using var document = JsonDocument.Parse(stream.ToArray());
        var lines = new List<string>();
        Walk("", document.RootElement, lines);
        return lines;
    }

    public static string Number(double? value) => value is { } number ? number.ToString("R") : "null";

    private static void Walk(string path, JsonElement element, List<string> lines)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Walk($"{path}/{property.Name}", property.Value, lines);
                break;
            case JsonValueKind.Array:
                lines.Add($"{path} has {element.GetArrayLength()}");
                foreach (var (index, item) in element.EnumerateArray().Index())
                    Walk($"{path}/{index}", item, lines);
                break;
            case JsonValueKind.Number:
                lines.Add($"{path} = {Number(element.GetDouble())}");
                break;
            case JsonValueKind.String:
                lines.Add($"{path} = '{element.GetString()}'");
                break;
            default:
                lines.Add($"{path} = {element.GetRawText()}");
                break;
        }
    }
}
