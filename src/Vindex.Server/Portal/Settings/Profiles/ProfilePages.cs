using Vindex.Scoring.Profiles;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings.Proposals;
using Vindex.Server.Rescoring.Effects;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Profiles;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Profiles;

/// <summary>
/// The pages of scoring profiles: the list, and a table of rules and word lists for each. The page of <c>adam</c>, which cannot be changed, creates a profile.
/// </summary>
internal static class ProfilePages
{
    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapGet("", (HttpContext context, ProfileService service) => ListAsync(context, service, FormState.None, StatusCodes.Status200OK));
        profiles.MapPost("", CreateAsync).WithMetadata(LongForm.Instance);
        profiles.MapGet("/{name}", OpenAsync);
        profiles.MapPost("/{name}", ChangeAsync).WithMetadata(LongForm.Instance);
        profiles.MapGet("/{name}/preview", OpenAsync);
        profiles.MapPost("/{name}/preview", PreviewAsync).WithMetadata(LongForm.Instance).HeavyRead();
        profiles.MapPost("/{name}/delete", DeleteAsync);
        ProposalPages.Map(profiles);
    }

    /// <summary>Where a profile is edited; that of <c>adam</c> creates one.</summary>
    public static string Path(string name) => $"{PortalPaths.Profiles}/{name}";

    private static Task<IResult> OpenAsync(HttpContext context, string name, ProfileService service)
    {
        string[] actions = [Path(name), Path(name) + "/preview", .. name == Profile.DefaultName ? [PortalPaths.Profiles] : Array.Empty<string>()];
        return EditAsync(context, service, name, Drafts.Take(context, action => actions.Contains(action) ? ProfileForm.Table : null), null);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ProfileService service)
    {
        var form = await FormBody.ReadAsync(context);
        var name = form?.Value(ProfileForm.Name).Trim() ?? "";
        if (form is null || await service.FindAsync(context.Caller().OwnCompany, name, context.RequestAborted) is not Outcome<StoredProfile>.Done)
            return await SaveAsync(context, service, name, Profile.DefaultName);
        var taken = Problem.Invalid(
            "name_taken", T("profiles.name-taken"), ProfileForm.Name, T("profiles.name-taken-field"));
        return await EditAsync(context, service, Profile.DefaultName, ProfileForm.Refused(form, taken), null, taken.Status);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string name, ProfileService service) =>
        await service.FindAsync(context.Caller().OwnCompany, name, context.RequestAborted) is Outcome<StoredProfile>.Done
            ? await SaveAsync(context, service, name, name)
            : Problem.NotFound();

    private static async Task<IResult> SaveAsync(HttpContext context, ProfileService service, string name, string page)
    {
        var caller = context.Caller();
        var form = await FormBody.ReadAsync(context);
        var profile = ProfileForm.Read(form ?? FormCollection.Empty, name);
        var sent = await FormInput.SendAsync(context, () => service.PutAsync(caller, caller.OwnCompany, name, profile, context.RequestAborted));
        return sent.Problem is { } problem
            ? await EditAsync(context, service, page, ProfileForm.Refused(sent.Form, problem), null, problem.Status)
            : Flash.SeeOther(context, PortalPaths.Profiles, T("profiles.saved", ("name", name)));
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, string name, ProfileService service, ProfileEffectService effects)
    {
        var form = await FormBody.ReadAsync(context) ?? FormCollection.Empty;
        var outcome = await effects.PreviewAsync(context.Caller(), name, ProfileForm.Read(form, name), context.RequestAborted);
        return outcome switch
        {
            Outcome<ProfileEffect>.Done { Value: var effect } => await EditAsync(context, service, name, ProfileForm.Typed(form), EffectModel.Of(effect)),
            Outcome<ProfileEffect>.Refused { Reason: Refusal.NotFound } => Problem.NotFound(),
            Outcome<ProfileEffect>.Refused { Reason: var reason } => await RefusedAsync(Problem.Of(reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        Task<IResult> RefusedAsync(Problem problem) => EditAsync(context, service, name, ProfileForm.Refused(form, problem), null, problem.Status);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string name, ProfileService service)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => service.DeleteAsync(caller, caller.OwnCompany, name, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Profiles, T("profiles.deleted", ("name", name)), (form, status) => ListAsync(context, service, form, status));
    }

    private static async Task<IResult> ListAsync(HttpContext context, ProfileService service, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.ListAsync(visit.Company.Id, context.RequestAborted) is not Outcome<IReadOnlyList<StoredProfile>>.Done { Value: var stored })
            return Problem.NotFound();
        var rows = stored.Select(StoredProfileBody.Of).Select(profile => new ProfileRow(
            profile.Name,
            profile.RuleWeights.Count,
            profile.Vocabulary.Sum(list => list.Value.Count),
            Moment.Of(profile.UpdatedAt, visit.Zone),
            Profile.FindBuiltIn(profile.Name) is not null));
        return Page.Of<ProfilesPage>(new ProfilesModel(SettingsFrame.Of(context, T("settings.part.profiles"), SettingsPart.Profiles), [.. rows], form), status);
    }

    private static async Task<IResult> EditAsync(
        HttpContext context, ProfileService service, string name, FormState form, EffectModel? effect, int status = StatusCodes.Status200OK)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var isNew = name == Profile.DefaultName;
        var profile = Profile.Default;
        if (!isNew)
        {
            if (await service.FindAsync(visit.Company.Id, name, context.RequestAborted) is not Outcome<StoredProfile>.Done { Value: var stored })
                return Problem.NotFound();
            profile = ProfileDocument.Parse(name, stored.Document);
        }

        return Page.Of<ProfilePage>(
            new ProfileModel(
                SettingsFrame.Of(context, isNew ? T("profiles.new") : T("profiles.of", ("name", name)), SettingsPart.Profiles),
                isNew ? null : name,
                ProfileRules.Of(profile, form),
                ProfileRules.ListsOf(profile, form),
                ProfileForm.Document(profile),
                form,
                effect),
            status);
    }
}
