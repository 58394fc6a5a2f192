using System.Text.Json;

namespace Vindex.Server.Alerts.Rules;

/// <summary>The names of an enumeration's values in requests and responses: <c>below_gate</c>.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal static class AlertNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> s_names =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_names.Values];

    /// <summary>The name of a value.</summary>
    public static string Of(T value) => s_names[value];

    /// <summary>The value of a name; null if there is none.</summary>
    public static T? Find(string? name)
    {
        foreach (var (value, known) in s_names)
        {
            if (known == name) return value;
        }

        return null;
    }
}
