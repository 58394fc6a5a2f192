using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Forms;

/// <summary>The state of a rejected form: its input and errors. <see cref="None"/> before it is sent.</summary>
/// <param name="Name">Name of the form on the page; null for none.</param>
/// <param name="Typed">Submitted values by field.</param>
/// <param name="Errors">Errors by field.</param>
/// <param name="Refusal">Error about the form as a whole; null for none.</param>
public sealed record FormState(
    string? Name, IReadOnlyDictionary<string, IReadOnlyList<string>> Typed, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors, string? Refusal)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_nothing = [];

    /// <summary>A form that has not been sent.</summary>
    public static FormState None { get; } = new(null, s_nothing, s_nothing, null);

    /// <summary>The state of one of several forms on a page.</summary>
    public FormState Of(string name) => Name == name ? this : None;

    /// <summary>The value to show in a field.</summary>
    public string? Value(string field, string? otherwise = null) =>
        Name is null ? otherwise : Typed.TryGetValue(field, out var values) && values.Count > 0 ? values[0] : "";

    /// <summary>Whether a checkbox is selected.</summary>
    public bool Ticked(
        string field, string value, bool otherwise = false) => Name is null ? otherwise : Typed.TryGetValue(field, out var values) && values.Contains(value);

    /// <summary>The error of a field, as a sentence; null for none. Errors within a list or object belong to the field in which it was entered.</summary>
    public string? Error(string field)
    {
        var errors = Errors.Where(error => IsOf(error.Key, field)).Select(error => Sentence(error.Key, field, error.Value[0])).Take(3).ToList();
        return errors.Count == 0 ? null : string.Join("; ", errors) + ".";
    }

    /// <summary>The state after a refusal.</summary>
    /// <param name="name">Name of the form.</param>
    /// <param name="form">The submitted form.</param>
    /// <param name="problem">Why it was refused.</param>
    /// <param name="fields">Fields that show their own errors.</param>
    internal static FormState Refused(string name, IFormCollection form, Problem problem, params IReadOnlyList<string> fields)
    {
        var errors = problem.Errors ?? s_nothing;
        var elsewhere = errors.Where(error => !fields.Any(field => IsOf(error.Key, field))).Select(error => $"{error.Key}: {Translated(error.Value[0])}").Take(3).ToList();
        var refusal = errors.Count == 0 ? Translated(problem.Detail)
            : elsewhere.Count > 0 ? string.Join("; ", elsewhere) + "."
            : T("forms.fix-fields");
        var typed = form.ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Value.OfType<string>()], StringComparer.Ordinal);
        return new FormState(name, typed, errors, refusal);
    }

    /// <summary>An error that continues a sentence about the value, as such a sentence without its period.</summary>
    internal static string ValueError(string error) => T("forms.value-error", ("error", Translated(error)));

    // Most errors continue a sentence that begins with the field's name; some are sentences of their own.
    private static string Sentence(string key, string field, string error)
    {
        if (char.IsUpper(error[0])) return Whole(error).TrimEnd('.');
        var start = key.LastIndexOf(field, StringComparison.Ordinal) + field.Length;
        return start < key.Length && key[start] == '.' ? T("forms.part-error", ("part", key[(start + 1)..]), ("error", Translated(error))) : ValueError(error);
    }

    // What is wrong with a file is also the end of longer sentences, and translated as such.
    private static string Whole(string error)
    {
        if (Translated(error) is var whole && whole != error) return whole;
        var end = char.ToLowerInvariant(error[0]) + error[1..];
        return Translated(end) is var text && text != end ? text : error;
    }

    private static bool IsOf(string key, string field)
    {
        var start = key.StartsWith("settings.", StringComparison.Ordinal) ? key["settings.".Length..] : key;
        return start == field || start.StartsWith(field + "[", StringComparison.Ordinal) || start.StartsWith(field + ".", StringComparison.Ordinal);
    }
}
