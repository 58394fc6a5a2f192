using Vindex.Server.Web;

namespace Vindex.Server.Portal.Forms;

/// <summary>A form that was refused: what was typed, and what is wrong with it. <see cref="None"/> before anything was sent.</summary>
/// <param name="Name">Which form of the page; null for none.</param>
/// <param name="Typed">Values by field.</param>
/// <param name="Errors">What is wrong, by field.</param>
/// <param name="Refusal">What is wrong as a whole; null for nothing.</param>
public sealed record FormState(
    string? Name, IReadOnlyDictionary<string, IReadOnlyList<string>> Typed, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors, string? Refusal)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_nothing = [];

    /// <summary>Nothing was sent.</summary>
    public static FormState None { get; } = new(null, s_nothing, s_nothing, null);

    /// <summary>The state of one form of a page that has several.</summary>
    public FormState Of(string name) => Name == name ? this : None;

    /// <summary>What a field shows.</summary>
    public string? Value(string field, string? otherwise = null) =>
        Name is null ? otherwise : Typed.TryGetValue(field, out var values) && values.Count > 0 ? values[0] : "";

    /// <summary>Whether a box is ticked.</summary>
    public bool Ticked(string field, string value, bool otherwise = false) => Name is null ? otherwise : Typed.TryGetValue(field, out var values) && values.Contains(value);

    /// <summary>What is wrong with a field, as a sentence; null for nothing. An error within a list or an object belongs to the field that it was typed into.</summary>
    public string? Error(string field)
    {
        var errors = Errors.Where(error => IsOf(error.Key, field)).Select(error => $"{Within(error.Key, field)} {error.Value[0]}").Take(3).ToList();
        return errors.Count == 0 ? null : string.Join("; ", errors) + ".";
    }

    /// <summary>After a refusal.</summary>
    /// <param name="name">Which form of the page.</param>
    /// <param name="form">What was sent.</param>
    /// <param name="problem">Why it was refused.</param>
    /// <param name="fields">The fields of the form that show their errors.</param>
    internal static FormState Refused(string name, IFormCollection form, Problem problem, params IReadOnlyList<string> fields)
    {
        var errors = problem.Errors ?? s_nothing;
        var elsewhere = errors.Where(error => !fields.Any(field => IsOf(error.Key, field))).Select(error => $"{error.Key}: {error.Value[0]}").Take(3).ToList();
        var refusal = errors.Count == 0 ? problem.Detail
            : elsewhere.Count > 0 ? string.Join("; ", elsewhere) + "."
            : "Mend what is marked below.";
        var typed = form.ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Value.OfType<string>()], StringComparer.Ordinal);
        return new FormState(name, typed, errors, refusal);
    }

    // Of a list or an object, which of it.
    private static string Within(string key, string field)
    {
        var start = key.LastIndexOf(field, StringComparison.Ordinal) + field.Length;
        return start < key.Length && key[start] == '.' ? $"“{key[(start + 1)..]}”" : "This";
    }

    private static bool IsOf(string key, string field)
    {
        var start = key.StartsWith("settings.", StringComparison.Ordinal) ? key["settings.".Length..] : key;
        return start == field || start.StartsWith(field + "[", StringComparison.Ordinal) || start.StartsWith(field + ".", StringComparison.Ordinal);
    }
}
