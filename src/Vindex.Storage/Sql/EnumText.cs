namespace Vindex.Storage.Sql;

/// <summary>Enumerations as they are stored: their names in lower case, words parted by underscores.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> s_texts = Enum.GetValues<T>().ToDictionary(value => value, value => Write(value.ToString()));
    private static readonly Dictionary<string, T> s_values = s_texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>As stored.</summary>
    public static string Of(T value) => s_texts[value];

    /// <summary>From what was stored.</summary>
    public static T Parse(string text) => s_values[text];

    private static string Write(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
