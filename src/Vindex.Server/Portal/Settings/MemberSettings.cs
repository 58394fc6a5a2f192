using Vindex.Server.Companies.Users;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Teams;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>A member or invitation in the list.</summary>
/// <param name="Id">Id of the account or invitation.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Role">owner, member, viewer or teams.</param>
/// <param name="IsInvited">Whether the invitation has not been accepted yet.</param>
/// <param name="IsReader">Whether it is the current user.</param>
/// <param name="Since">Creation time.</param>
/// <param name="Expires">Expiry of the invitation; null for members.</param>
public sealed record MemberLine(string Id, string Email, string? Name, string Role, bool IsInvited, bool IsReader, Moment Since, Moment? Expires)
{
    /// <summary>Whether signing in with the password requires a code as well.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>The user's teams with their pages.</summary>
    public IReadOnlyList<(string Name, string Href)> Teams { get; init; } = [];
}

/// <summary>The page of members.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Members">Members, oldest first, then invitations.</param>
/// <param name="Roles">Roles with descriptions.</param>
/// <param name="Teams">The company's teams, which an invitation can lead into.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Link">A new link to show once; null for none.</param>
public sealed record MembersModel(
    SettingsFrame Frame,
    IReadOnlyList<MemberLine> Members,
    IReadOnlyList<(string Name, string Meaning)> Roles,
    IReadOnlyList<(string Id, string Name)> Teams,
    FormState Form,
    MemberLink? Link);

/// <summary>Member pages: inviting, changing roles, removing, creating reset links.</summary>
internal static class MemberSettings
{
    private static (string, string)[] Roles =>
    [
        ("viewer", T("members.viewer-can")), ("member", T("members.member-can")), ("owner", T("members.owner-can")), ("teams", T("members.teams-can")),
    ];

    public static void Map(RouteGroupBuilder members)
    {
        members.MapGet(
            "",
            (HttpContext context, UserService users) => ShowAsync(context, users, Drafts.Take(context, "invite", PortalPaths.Members), StatusCodes.Status200OK));
        members.MapPost("", InviteAsync);
        members.MapPost("/{user_id}/role", ChangeAsync);
        members.MapPost("/{user_id}/remove", RemoveAsync);
        members.MapPost("/{user_id}/link", LinkAsync);
        members.MapPost("/{user_id}/second-factor", TurnSecondFactorOffAsync);
    }

    private static async Task<IResult> InviteAsync(HttpContext context, UserService users, OneTimeLinks links)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new NewUserBody(form.Text("email"), form.Text("role"), form.OptionalTicked("team_ids")),
            input => users.InviteAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        switch (sent.Problem)
        {
            case null:
                var (user, link) = sent.Value!;
                return MemberLink.SeeOther(context, PortalPaths.Members, links.Absolute(link), user.Email, isInvitation: true, link.ExpiresAt);
            case { Status: StatusCodes.Status404NotFound } problem:
                return problem;
            case var problem:
                return await ShowAsync(context, users, FormState.Refused("invite", sent.Form, problem, "email", "role", "team_ids"), problem.Status);
        }
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string user_id, UserService users)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context, form => new UserChangeBody(form.Text("role")), input => users.ChangeAsync(caller, caller.OwnCompany, user_id, input, context.RequestAborted));
        var done = sent.Value is { } changed ? T("members.role-changed", ("email", changed.Email), ("role", T($"account.role.{RoleNames.Of(changed.Role)}"))) : "";
        return await AfterAsync(context, sent, user_id, done, users);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string user_id, UserService users)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => users.RemoveAsync(caller, caller.OwnCompany, user_id, context.RequestAborted));
        return await AfterAsync(context, sent, user_id, T("members.removed"), users);
    }

    private static async Task<IResult> TurnSecondFactorOffAsync(HttpContext context, string user_id, UserService users)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => users.TurnSecondFactorOffAsync(caller, caller.OwnCompany, user_id, context.RequestAborted));
        return await AfterAsync(context, sent, user_id, T("members.second-factor-off"), users);
    }

    private static async Task<IResult> LinkAsync(HttpContext context, string user_id, UserService users, OneTimeLinks links)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => users.ResetAsync(caller, caller.OwnCompany, user_id, context.RequestAborted));
        if (sent.Value is not { } link) return await AfterAsync(context, sent, user_id, "", users);
        var member = await users.ListAsync(caller.OwnCompany, context.RequestAborted) is Outcome<IReadOnlyList<CompanyUser>>.Done { Value: var all }
            ? all.FirstOrDefault(one => one.Id == user_id)
            : null;
        return MemberLink.SeeOther(
            context, PortalPaths.Members, links.Absolute(link), member?.Email ?? "", member?.IsInvited == true, link.ExpiresAt);
    }

    // Users who changed their own role or removed themselves may no longer see these settings.
    private static Task<IResult> AfterAsync<T>(HttpContext context, Submitted<T> sent, string userId, string done, UserService users)
    {
        var isOwn = context.Caller().SignedIn?.User.Id == userId;
        return SettingsPages.AfterAsync(
            context, sent, isOwn ? PortalPaths.Overview : PortalPaths.Members, done, (form, status) => ShowAsync(context, users, form, status));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, UserService users, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await users.ListAsync(visit.Company.Id, context.RequestAborted) is not Outcome<IReadOnlyList<CompanyUser>>.Done { Value: var members })
            return Problem.NotFound();
        var reader = visit.Caller.SignedIn!.User.Id;
        var model = new MembersModel(
            SettingsFrame.Of(context, T("settings.part.members"), SettingsPart.Members),
            [.. members.Select(member => new MemberLine(
                member.Id,
                member.Email,
                member.Name,
                RoleNames.Of(member.Role),
                member.IsInvited,
                member.Id == reader,
                Moment.Of(member.CreatedAt, visit.Zone),
                member.ExpiresAt is { } at ? Moment.Of(at, visit.Zone) : null)
            {
                HasSecondFactor = member.HasSecondFactor,
                Teams = [.. member.Teams.Select(team => (team.Name, PortalPaths.Team(team.Id)))],
            })],
            Roles,
            [
                .. (await context.RequestServices.GetRequiredService<ITeamStore>().ListAsync(visit.Company.Id, context.RequestAborted))
                    .Select(team => (team.Id, team.Name)),
            ],
            form,
            MemberLink.Take(context, visit.Zone));
        return Page.Of<MembersPage>(model, status);
    }
}
