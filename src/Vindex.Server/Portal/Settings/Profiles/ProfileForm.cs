using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Scoring.Profiles;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Settings.Profiles;

/// <summary>The two forms of a profile: the table, with a field for each rule and word list, and the document as JSON.</summary>
internal static class ProfileForm
{
    /// <summary>The form of the table.</summary>
    public const string Table = "table";

    /// <summary>The form of the document.</summary>
    public const string Json = "json";

    /// <summary>The profile's name.</summary>
    public const string Name = "name";

    /// <summary>The field of the document; its presence tells the forms apart.</summary>
    public const string DocumentField = "document";

    /// <summary>The checkboxes of the rules that are on, by id.</summary>
    public const string On = "on";

    /// <summary>Fields of weights, followed by the rule's id.</summary>
    public const string Weight = "weight.";

    /// <summary>Fields of words, followed by the list's name.</summary>
    public const string Words = "words.";

    private static readonly JsonSerializerOptions s_indented = new(CompanyJson.Shared.Options) { WriteIndented = true };

    /// <summary>The profile of a form, or its errors.</summary>
    public static ProfileReading Read(IFormCollection form, string name)
    {
        if (form.ContainsKey(DocumentField)) return Profile.Parse(Encoding.UTF8.GetBytes(Clean(form.Value(DocumentField))), name);
        var on = form[On].ToHashSet(StringComparer.Ordinal);
        var weights = Fields(form, Weight).Select(field => (field.Name, on.Contains(field.Name) ? Number(field.Value) : 0));
        var words = Fields(form, Words).Select(field => (field.Name, (IReadOnlyList<string>)WordsOf(field.Value)));
        return Profile.Create(name, weights.Where(weight => weight.Item2 != 1), words.Where(list => list.Item2.Count > 0));
    }

    /// <summary>A profile as its document.</summary>
    public static string Document(Profile profile) =>
        JsonSerializer.Serialize(new ProfileBody(profile.RuleWeights, profile.Vocabulary), s_indented.GetTypeInfo(typeof(ProfileBody)));

    /// <summary>The state of a form that was sent, without errors.</summary>
    public static FormState Typed(IFormCollection form) =>
        new(
            NameOf(form), form.ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Value.OfType<string>()]), FormState.None.Errors,
            null);

    /// <summary>The state of a form that was refused.</summary>
    public static FormState Refused(IFormCollection form, Problem problem) => NameOf(form) == Json
        ? FormState.Refused(Json, form, problem, [.. problem.Errors?.Keys ?? []])
        : FormState.Refused(Table, form, problem, Name, "rule_weights", "vocabulary");

    private static string NameOf(IFormCollection form) => form.ContainsKey(DocumentField) ? Json : Table;

    private static IEnumerable<(string Name, string Value)> Fields(IFormCollection form, string prefix) =>
        form.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(field => (field.Key[prefix.Length..], Clean(form.Value(field.Key))));

    private static double? Number(string text)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return double.TryParse(text.Trim().Replace(',', '.'), Style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string[] WordsOf(string text) =>
        text.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}
