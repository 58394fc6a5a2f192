using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Companies;

/// <summary>The people of a company: under <c>/portal</c> of the caller's, under <c>/admin</c> of any.</summary>
internal static class UserEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, string companyId, IStore store, TimeProvider time)
    {
        if (await store.Companies.FindAsync(companyId, context.RequestAborted) is null) return Problem.NotFound();
        var members = await store.Users.ListMembersAsync(companyId, context.RequestAborted);
        var invited = await store.Links.ListInvitationsAsync(companyId, time.GetUtcNow(), context.RequestAborted);
        return JsonAnswer.Ok(new UserListBody([.. members.Select(UserBody.Of), .. invited.Select(UserBody.Of)]), WireJson.Shared.UserListBody);
    }

    public static async Task<IResult> InviteAsync(HttpContext context, string companyId, IStore store, OneTimeLinks links, TimeProvider time)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (await store.Companies.FindAsync(companyId, context.RequestAborted) is null) return Problem.NotFound();
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var email = ReadEmail(fields);
            var role = ReadRole(fields);
            if (errors.Any) return Problem.Invalid(errors);
            var (link, outcome, id) = await links.InviteAsync(context.Caller().Actor, email!, new Grant(companyId, role, IsAdmin: false), context.RequestAborted);
            if (outcome == InvitationAdded.IsMember) return Problem.Conflict("already_member", $"{email} belongs to this company already.");
            if (link is null) return Problem.NotFound();
            var made = new UserBody(id, email!, null, RoleNames.Of(role!.Value), "invited", time.GetUtcNow(), link.ExpiresAt, links.Absolute(context.Request, link));
            return JsonAnswer.Created(made, WireJson.Shared.UserBody);
        }
    }

    public static async Task<IResult> ChangeAsync(
        HttpContext context, string companyId, string userId, IStore store, SessionRegister sessions, Audit audit, TimeProvider time)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            fields.RefuseOthers(["role"]);
            var role = ReadRole(fields);
            if (await FindAsync(context, companyId, userId, store, time) is not { } present) return Problem.NotFound();
            if (errors.Any) return Problem.Invalid(errors);
            var entry = audit.Entry(context.Caller(), "user.changed", companyId, userId, ("email", present.Email), ("role", RoleNames.Of(role!.Value)));
            var changed = present.Status == "invited"
                ? await store.Links.ChangeInvitationAsync(companyId, userId, role.Value, entry, context.RequestAborted) ? MemberChange.Done : MemberChange.NotFound
                : await store.Users.ChangeRoleAsync(companyId, userId, role.Value, entry, context.RequestAborted);
            sessions.Forget();
            return Refuse(changed) ?? JsonAnswer.Ok(present with { Role = RoleNames.Of(role.Value) }, WireJson.Shared.UserBody);
        }
    }

    public static async Task<IResult> RemoveAsync(
        HttpContext context, string companyId, string userId, IStore store, SessionRegister sessions, Audit audit, TimeProvider time)
    {
        if (await FindAsync(context, companyId, userId, store, time) is not { } present) return Problem.NotFound();
        var isInvited = present.Status == "invited";
        var entry = audit.Entry(context.Caller(), isInvited ? "invitation.withdrawn" : "user.removed", companyId, userId, ("email", present.Email));
        var removed = isInvited
            ? await store.Links.WithdrawInvitationAsync(companyId, userId, entry, context.RequestAborted) ? MemberChange.Done : MemberChange.NotFound
            : await store.Users.RemoveAsync(companyId, userId, entry, context.RequestAborted);
        sessions.Forget();
        return Refuse(removed) ?? Results.NoContent();
    }

    /// <summary>A new link: to set a new password, or for whoever is invited, in place of the one before.</summary>
    public static async Task<IResult> ResetAsync(HttpContext context, string companyId, string userId, IStore store, OneTimeLinks links)
    {
        var caller = context.Caller();
        var member = await store.Users.FindMemberAsync(companyId, userId, context.RequestAborted);
        OneTimeLinks.Made? link;
        if (member is null)
        {
            link = await links.RenewAsync(caller.Actor, companyId, userId, context.RequestAborted);
        }
        else
        {
            // Whoever sets the password has the account, with all that it opens.
            if (!caller.IsAdmin && (member.User.IsAdmin || member.IsElsewhere))
                return Problem.Forbidden("beyond_own_company", "This account opens more than this company; an admin of the server can reset it.");
            link = await links.ResetAsync(caller.Actor, member.User, companyId, caller.IsAdmin ? null : companyId, context.RequestAborted);
        }

        return link is null ? Problem.NotFound() : JsonAnswer.Ok(new LinkBody(links.Absolute(context.Request, link), link.ExpiresAt), WireJson.Shared.LinkBody);
    }

    /// <summary>An e-mail address as accounts are named.</summary>
    public static string? ReadEmail(JsonFields fields)
    {
        if (fields.Line("email", EmailAddress.MaxLength, required: true) is not { } text) return null;
        var email = EmailAddress.Normalise(text, out var error);
        if (email is null && !string.IsNullOrWhiteSpace(text)) fields.Refuse("email", error);
        return email;
    }

    private static Role? ReadRole(JsonFields fields)
    {
        if (fields.Text("role", 20, required: true) is not { } text) return null;
        var role = RoleNames.Parse(text);
        if (role is null && !string.IsNullOrWhiteSpace(text)) fields.Refuse("role", $"must be one of {string.Join(", ", RoleNames.All)}");
        return role;
    }

    private static async Task<UserBody?> FindAsync(HttpContext context, string companyId, string userId, IStore store, TimeProvider time)
    {
        if (await store.Users.FindMemberAsync(companyId, userId, context.RequestAborted) is { } member) return UserBody.Of(member);
        var invited = await store.Links.ListInvitationsAsync(companyId, time.GetUtcNow(), context.RequestAborted);
        return invited.FirstOrDefault(invitation => invitation.Id == userId) is { } invitation ? UserBody.Of(invitation) : null;
    }

    private static Problem? Refuse(MemberChange change) => change switch
    {
        MemberChange.NotFound => Problem.NotFound(),
        MemberChange.LastOwner => Problem.Conflict("last_owner", "A company keeps one owner at least; make somebody else an owner first."),
        _ => null,
    };
}
