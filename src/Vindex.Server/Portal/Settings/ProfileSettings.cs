using System.Globalization;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings.Proposals;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Portal.Settings;

/// <summary>A scoring profile in the list.</summary>
/// <param name="Name">The value of <c>system_type</c>.</param>
/// <param name="Rules">Number of custom rule weights.</param>
/// <param name="Words">Number of added words.</param>
/// <param name="Updated">When it was last changed.</param>
public sealed record ProfileRow(string Name, int Rules, int Words, Moment Updated);

/// <summary>The page of profiles.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Profiles">The profiles, by name.</param>
/// <param name="Open">The profile in the form; null for a new one.</param>
/// <param name="Weights">Its weights, one rule per line.</param>
/// <param name="Vocabulary">Its words, one list per line.</param>
/// <param name="RuleIds">All rules.</param>
/// <param name="Lexicons">All word lists.</param>
/// <param name="Form">State of the form.</param>
public sealed record ProfilesModel(
    SettingsFrame Frame,
    IReadOnlyList<ProfileRow> Profiles,
    string? Open,
    string Weights,
    string Vocabulary,
    IReadOnlyList<string> RuleIds,
    IReadOnlyList<string> Lexicons,
    FormState Form);

/// <summary>Scoring profile pages: rule weights and additional vocabulary.</summary>
internal static class ProfileSettings
{
    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapGet(
            "",
            (HttpContext context, ProfileService service) =>
                ShowAsync(context, service, null, Drafts.Take(context, "profile", PortalPaths.Profiles), StatusCodes.Status200OK));
        profiles.MapGet(
            "/{name}",
            (HttpContext context, string name, ProfileService service) =>
                ShowAsync(context, service, name, Drafts.Take(context, "profile", $"{PortalPaths.Profiles}/{name}"), StatusCodes.Status200OK));
        profiles.MapPost("", (HttpContext context, ProfileService service) => PutAsync(context, null, service));
        profiles.MapPost("/{name}", PutAsync);
        profiles.MapPost("/{name}/delete", DeleteAsync);
        ProposalPages.Map(profiles);
    }

    private static async Task<IResult> PutAsync(HttpContext context, string? name, ProfileService service)
    {
        var form = await FormBody.ReadAsync(context);
        var chosen = name ?? form?.Value("name").Trim() ?? "";
        var caller = context.Caller();
        if (name is null && await service.FindAsync(caller.OwnCompany, chosen, context.RequestAborted) is Outcome<StoredProfile>.Done)
        {
            var taken = Problem.Invalid(
                "name_taken", "A profile with this name already exists.", "name", "is already used by a profile; open that one to change it");
            return await ShowAsync(context, service, null, FormState.Refused("profile", form!, taken, "name"), taken.Status);
        }

        var profile = Profile.Create(chosen, Weights(form?.Value("rule_weights") ?? ""), Vocabulary(form?.Value("vocabulary") ?? ""));
        var sent = await FormInput.SendAsync(context, () => service.PutAsync(caller, caller.OwnCompany, chosen, profile, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Profiles, $"Profile {chosen} saved. It applies to tickets scored from now on."),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem =>
                await ShowAsync(context, service, name, FormState.Refused("profile", sent.Form, problem, "name", "rule_weights", "vocabulary"), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string name, ProfileService service)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => service.DeleteAsync(caller, caller.OwnCompany, name, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Profiles, $"Profile {name} deleted.", (form, status) => ShowAsync(context, service, null, form, status));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ProfileService service, string? name, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.ListAsync(visit.Company.Id, context.RequestAborted) is not Outcome<IReadOnlyList<StoredProfile>>.Done { Value: var stored })
            return Problem.NotFound();
        var profiles = stored.Select(StoredProfileBody.Of).ToList();
        var open = profiles.FirstOrDefault(profile => profile.Name == name);
        if (name is not null && open is null) return Problem.NotFound();
        var model = new ProfilesModel(
            SettingsFrame.Of(context, name is null ? "Profiles" : $"Profile {name}", SettingsPart.Profiles),
            [.. profiles.Select(profile => new ProfileRow(
                profile.Name, profile.RuleWeights.Count, profile.Vocabulary.Sum(list => list.Value.Count), Moment.Of(profile.UpdatedAt, visit.Zone)))],
            name,
            open is null ? "" : ProfileText.Weights(open.RuleWeights),
            open is null ? "" : ProfileText.Vocabulary(open.Vocabulary),
            RubricNames.Rules,
            RubricNames.Lexicons,
            form);
        return Page.Of<ProfilesPage>(model, status);
    }

    // "rule: weight".
    private static IEnumerable<(string Rule, double? Weight)> Weights(string text) => Lines(text).Select(line => (
        line.Name,
        double.TryParse(line.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight)
            ? weight
            : (double?)null));

    // "list: word, word".
    private static IEnumerable<(string List, IReadOnlyList<string> Words)> Vocabulary(string text) => Lines(text).Select(line => (
        line.Name, (IReadOnlyList<string>)line.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    private static IEnumerable<(string Name, string Value)> Lines(string text) =>
        text.Replace('\0', '\uFFFD').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? (line, "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
        });
}
