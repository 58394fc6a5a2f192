namespace Vindex.Server.Feedback.Model;

/// <summary>Error messages of pydantic 2.</summary>
internal static class ModelText
{
    public const string NoUnicode = "Input should be a valid string, unable to parse raw data as a unicode string";

    /// <summary><c>'a', 'b' or 'c'</c>.</summary>
    public static string Choice(IReadOnlyList<string> allowed)
    {
        var quoted = allowed.Select(value => $"'{value}'").ToList();
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.Take(quoted.Count - 1))} or {quoted[^1]}";
    }
}
