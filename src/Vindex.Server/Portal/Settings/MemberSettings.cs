using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Portal;

/// <summary>Somebody in the list.</summary>
/// <param name="Id">The account, or the invitation.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Role">owner, member or viewer.</param>
/// <param name="IsInvited">Invited and not here yet.</param>
/// <param name="IsReader">Whoever looks at the page.</param>
/// <param name="Since">Since when.</param>
/// <param name="Expires">When the invitation is refused; null for whoever is here.</param>
public sealed record MemberRow(string Id, string Email, string? Name, string Role, bool IsInvited, bool IsReader, Moment Since, Moment? Expires);

/// <summary>A link to pass on.</summary>
/// <param name="Link">The address.</param>
/// <param name="Email">To whom.</param>
/// <param name="IsInvitation">To join; else to set a new password.</param>
/// <param name="Expires">When it is refused.</param>
public sealed record MemberLink(string Link, string Email, bool IsInvitation, Moment Expires);

/// <summary>The page of members.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Members">Oldest first, then those who are invited.</param>
/// <param name="Roles">The roles, each with what it opens.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Link">A link to show this once; null for none.</param>
public sealed record MembersModel(SettingsFrame Frame, IReadOnlyList<MemberRow> Members, IReadOnlyList<(string Name, string Meaning)> Roles, FormState Form, MemberLink? Link);

/// <summary>The people of the company: invited, given another role, taken out, sent a link to set a new password.</summary>
internal static class MemberSettings
{
    private static readonly (string, string)[] s_roles =
        [("viewer", "sees scores and statistics"), ("member", "sees, scores, says agree or disagree"), ("owner", "does all that and these settings")];

    public static void Map(RouteGroupBuilder members)
    {
        members.MapGet("", (HttpContext context, IStore store, TimeProvider time) => ShowAsync(context, store, time, FormState.None, StatusCodes.Status200OK));
        members.MapPost("", InviteAsync);
        members.MapPost("/{user_id}/role", ChangeAsync);
        members.MapPost("/{user_id}/remove", RemoveAsync);
        members.MapPost("/{user_id}/link", LinkAsync);
    }

    private static async Task<IResult> InviteAsync(HttpContext context, IStore store, OneTimeLinks links, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(
            context, json => json.Text("email").Text("role"), () => UserEndpoints.InviteAsync(context, context.Caller().OwnCompany, store, links, time));
        switch (sent.Problem)
        {
            case null:
                var made = sent.Value<UserBody>();
                return await ShowAsync(context, store, time, FormState.None, StatusCodes.Status200OK, (made.InvitationLink!, made.Email, true, made.ExpiresAt!.Value));
            case { Status: StatusCodes.Status404NotFound } problem:
                return problem;
            case var problem:
                return await ShowAsync(context, store, time, FormState.Refused("invite", sent.Form, problem, "email", "role"), problem.Status);
        }
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string user_id, IStore store, SessionRegister sessions, Audit audit, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(
            context, json => json.Text("role"), () => UserEndpoints.ChangeAsync(context, context.Caller().OwnCompany, user_id, store, sessions, audit, time));
        var done = sent.Problem is null ? $"{sent.Value<UserBody>().Email} has the role {sent.Value<UserBody>().Role} now." : "";
        return await AfterAsync(context, sent, user_id, done, store, time);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string user_id, IStore store, SessionRegister sessions, Audit audit, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(context, _ => { }, () => UserEndpoints.RemoveAsync(context, context.Caller().OwnCompany, user_id, store, sessions, audit, time));
        return await AfterAsync(context, sent, user_id, "They no longer belong to the company.", store, time);
    }

    private static async Task<IResult> LinkAsync(HttpContext context, string user_id, IStore store, OneTimeLinks links, TimeProvider time)
    {
        var own = context.Caller().OwnCompany;
        var sent = await EndpointCall.SendAsync(context, _ => { }, () => UserEndpoints.ResetAsync(context, own, user_id, store, links));
        if (sent.Problem is not null) return await AfterAsync(context, sent, user_id, "", store, time);
        var member = EndpointCall.ValueOf<UserListBody>(await UserEndpoints.ListAsync(context, own, store, time)).Items.FirstOrDefault(one => one.UserId == user_id);
        var link = sent.Value<LinkBody>();
        return await ShowAsync(context, store, time, FormState.None, StatusCodes.Status200OK, (link.Link, member?.Email ?? "", member?.Status == "invited", link.ExpiresAt));
    }

    // Whoever changed their own role, or took themselves out, may not see these settings any more.
    private static Task<IResult> AfterAsync(HttpContext context, Sent sent, string userId, string done, IStore store, TimeProvider time)
    {
        var isOwn = context.Caller().SignedIn?.User.Id == userId;
        return SettingsPages.AfterAsync(
            context, sent, isOwn ? PortalPaths.Overview : PortalPaths.Members, done, (form, status) => ShowAsync(context, store, time, form, status));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, IStore store, TimeProvider time, FormState form, int status, (string Link, string Email, bool IsInvitation, DateTimeOffset ExpiresAt)? link = null)
    {
        if (await Visit.OfAsync(context) is not { } visit) return Problem.NotFound();
        var members = EndpointCall.ValueOf<UserListBody>(await UserEndpoints.ListAsync(context, visit.Company.Id, store, time)).Items;
        var reader = visit.Caller.SignedIn!.User.Id;
        var model = new MembersModel(
            SettingsFrame.Of(context, "Members", SettingsPart.Members),
            [.. members.Select(member => new MemberRow(
                member.UserId,
                member.Email,
                member.Name,
                member.Role,
                member.Status == "invited",
                member.UserId == reader,
                Moment.Of(member.CreatedAt, visit.Zone),
                member.ExpiresAt is { } at ? Moment.Of(at, visit.Zone) : null))],
            s_roles,
            form,
            link is { } made ? new MemberLink(made.Link, made.Email, made.IsInvitation, Moment.Of(made.ExpiresAt, visit.Zone)) : null);
        return Page.Of<MembersPage>(model, status);
    }
}
