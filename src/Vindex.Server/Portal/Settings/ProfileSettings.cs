using System.Globalization;
using System.Text.Json;
using Vindex.Scoring.Rubric;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Portal;

/// <summary>A scoring profile in the list.</summary>
/// <param name="Name">The value of <c>system_type</c>.</param>
/// <param name="Rules">How many rules it weighs otherwise.</param>
/// <param name="Words">How many words it adds.</param>
/// <param name="Updated">When it was last changed.</param>
public sealed record ProfileRow(string Name, int Rules, int Words, Moment Updated);

/// <summary>The page of profiles.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Profiles">By name.</param>
/// <param name="Open">The profile in the form; null for a new one.</param>
/// <param name="Weights">Its weights, a rule a line.</param>
/// <param name="Vocabulary">Its words, a list a line.</param>
/// <param name="RuleIds">All rules.</param>
/// <param name="Lexicons">All word lists.</param>
/// <param name="Form">What was typed.</param>
public sealed record ProfilesModel(
    SettingsFrame Frame,
    IReadOnlyList<ProfileRow> Profiles,
    string? Open,
    string Weights,
    string Vocabulary,
    IReadOnlyList<string> RuleIds,
    IReadOnlyList<string> Lexicons,
    FormState Form);

/// <summary>Scoring profiles: how the rubric is weighed, and which words it knows beside its own.</summary>
internal static class ProfileSettings
{
    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapGet("", (HttpContext context, IStore store) => ShowAsync(context, store, null, FormState.None, StatusCodes.Status200OK));
        profiles.MapGet("/{name}", (HttpContext context, string name, IStore store) => ShowAsync(context, store, name, FormState.None, StatusCodes.Status200OK));
        profiles.MapPost("", (HttpContext context, IStore store, Audit audit, TimeProvider time) => PutAsync(context, null, store, audit, time));
        profiles.MapPost("/{name}", PutAsync);
        profiles.MapPost("/{name}/delete", DeleteAsync);
    }

    private static async Task<IResult> PutAsync(HttpContext context, string? name, IStore store, Audit audit, TimeProvider time)
    {
        var form = await FormBody.ReadAsync(context);
        var chosen = name ?? form?.Value("name").Trim() ?? "";
        var own = context.Caller().OwnCompany;
        if (name is null && await store.Profiles.FindAsync(own, chosen, context.RequestAborted) is not null)
        {
            var taken = Problem.Invalid("name_taken", "There is a profile of this name.", "name", "is the name of a profile that there is; open that one to change it");
            return await ShowAsync(context, store, null, FormState.Refused("profile", form!, taken, "name"), taken.Status);
        }

        var sent = await EndpointCall.SendAsync(
            context,
            json => json.With(writer => WriteWeights(writer, form?.Value("rule_weights") ?? "")).With(writer => WriteVocabulary(writer, form?.Value("vocabulary") ?? "")),
            () => ProfileEndpoints.PutAsync(context, own, chosen, store, audit, time));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Profiles, $"The profile {chosen} is saved; tickets that are scored from now on follow it."),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, store, name, FormState.Refused("profile", sent.Form, problem, "name", "rule_weights", "vocabulary"), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string name, IStore store, Audit audit)
    {
        var sent = await EndpointCall.SendAsync(context, _ => { }, () => ProfileEndpoints.DeleteAsync(context, context.Caller().OwnCompany, name, store, audit));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Profiles, $"The profile {name} is deleted.", (form, status) => ShowAsync(context, store, null, form, status));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IStore store, string? name, FormState form, int status)
    {
        if (await Visit.OfAsync(context) is not { } visit) return Problem.NotFound();
        var profiles = EndpointCall.ValueOf<ProfileListBody>(await ProfileEndpoints.ListAsync(context, visit.Company.Id, store)).Items;
        var open = profiles.FirstOrDefault(profile => profile.Name == name);
        if (name is not null && open is null) return Problem.NotFound();
        var model = new ProfilesModel(
            SettingsFrame.Of(context, name is null ? "Profiles" : $"Profile {name}", SettingsPart.Profiles),
            [.. profiles.Select(profile => new ProfileRow(
                profile.Name, profile.RuleWeights.Count, profile.Vocabulary.Sum(list => list.Value.Count), Moment.Of(profile.UpdatedAt, visit.Zone)))],
            name,
            open is null ? "" : string.Join('\n', open.RuleWeights.Select(weight => $"{weight.Key}: {weight.Value.ToString(CultureInfo.InvariantCulture)}")),
            open is null ? "" : string.Join('\n', open.Vocabulary.Select(list => $"{list.Key}: {string.Join(", ", list.Value)}")),
            RubricNames.Rules,
            RubricNames.Lexicons,
            form);
        return Page.Of<ProfilesPage>(model, status);
    }

    // "rule: weight"; what is no number goes on as it was typed, to be refused by name.
    private static void WriteWeights(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("rule_weights");
        foreach (var (rule, rest) in Lines(text))
        {
            if (double.TryParse(rest, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight)) json.WriteNumber(rule, weight);
            else json.WriteString(rule, rest);
        }

        json.WriteEndObject();
    }

    // "list: word, word".
    private static void WriteVocabulary(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("vocabulary");
        foreach (var (list, rest) in Lines(text))
        {
            json.WriteStartArray(list);
            foreach (var word in rest.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) json.WriteStringValue(word);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, string Value)> Lines(string text) =>
        text.Replace('\0', '\uFFFD').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? (line, "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
        });
}
