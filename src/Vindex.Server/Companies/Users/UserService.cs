using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Storage;
using Vindex.Storage.Teams;
using Vindex.Storage.Users;

namespace Vindex.Server.Companies.Users;

/// <summary>A user of a company, or an invited person.</summary>
/// <param name="Id">Id of the account, or of the invitation until it is accepted.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Role">The role in the company.</param>
/// <param name="IsInvited">Whether the invitation has not been accepted yet.</param>
/// <param name="CreatedAt">Time of joining or invitation.</param>
/// <param name="ExpiresAt">When the invitation expires; null for members.</param>
internal sealed record CompanyUser(string Id, string Email, string? Name, Role Role, bool IsInvited, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether signing in with the password requires a code as well.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>The user's teams, by name.</summary>
    public IReadOnlyList<Team> Teams { get; init; } = [];

    public static CompanyUser Of(Member member, IReadOnlyList<Team> teams) =>
        new(member.User.Id, member.User.Email, member.User.Name, member.Role, false, member.JoinedAt, null)
        {
            HasSecondFactor = member.User.HasSecondFactor,
            Teams = [.. teams.Where(team => team.UserIds.Contains(member.User.Id))],
        };

    public static CompanyUser Of(Invitation invitation, IReadOnlyList<Team> teams) =>
        new(invitation.Id, invitation.Email, null, invitation.Grant.Role ?? Role.Viewer, true, invitation.CreatedAt, invitation.ExpiresAt)
        {
            Teams = [.. teams.Where(team => invitation.Grant.TeamIds.Contains(team.Id))],
        };
}

/// <summary>A newly invited person, with the link to pass on.</summary>
internal sealed record InvitedUser(CompanyUser User, OneTimeLinks.Made Link);

/// <summary>The users of a company.</summary>
internal sealed class UserService(
    IStore store, OneTimeLinks links, SessionService sessions, Audit audit, TimeProvider time, IOptions<SignInOptions> signIn,
    SecondFactorService factors)
{
    /// <summary>Members, oldest first, then invitations.</summary>
    public async Task<Outcome<IReadOnlyList<CompanyUser>>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        if (await store.Companies.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        var members = await store.Users.ListMembersAsync(companyId, cancellationToken);
        var invited = await store.Links.ListInvitationsAsync(companyId, time.GetUtcNow(), cancellationToken);
        var teams = await store.Teams.ListAsync(companyId, cancellationToken);
        return Outcome.Of<IReadOnlyList<CompanyUser>>(
            [.. members.Select(member => CompanyUser.Of(member, teams)), .. invited.Select(one => CompanyUser.Of(one, teams))]);
    }

    public async Task<Outcome<InvitedUser>> InviteAsync(Caller caller, string companyId, Input<NewUserBody> input, CancellationToken cancellationToken)
    {
        if (await store.Companies.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        var teams = await TeamsAsync(companyId, input, cancellationToken);
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (!signIn.Value.LocalAccounts) return LinksOff();
        var email = EmailAddress.Normalize(input.Value.Email, out _)!;
        var role = RoleNames.Parse(input.Value.Role)!.Value;
        var grant = new Grant(companyId, role, IsAdmin: false) { TeamIds = [.. teams.Select(team => team.Id)] };
        var (link, outcome, id) = await links.InviteAsync(caller.Actor, email, grant, cancellationToken);
        if (outcome == InvitationAdded.IsMember) return new Refusal.Conflict("already_member", $"{email} already belongs to this company.");
        return link is null
            ? new Refusal.NotFound()
            : new InvitedUser(new CompanyUser(id, email, null, role, IsInvited: true, time.GetUtcNow(), link.ExpiresAt) { Teams = teams }, link);
    }

    /// <summary>Changes a user's role.</summary>
    public async Task<Outcome<CompanyUser>> ChangeAsync(
        Caller caller, string companyId, string userId, Input<UserChangeBody> input, CancellationToken cancellationToken)
    {
        if (await FindAsync(companyId, userId, cancellationToken) is not { } present) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var role = RoleNames.Parse(input.Value.Role)!.Value;
        var entry = audit.Entry(caller, "user.changed", companyId, userId, ("email", present.Email), ("role", RoleNames.Of(role)));
        var changed = present.IsInvited
            ? await store.Links.ChangeInvitationAsync(companyId, userId, role, entry, cancellationToken) ? MemberChange.Done : MemberChange.NotFound
            : await store.Users.ChangeRoleAsync(companyId, userId, role, entry, cancellationToken);
        sessions.ForgetAccounts();
        return Refuse(changed) is { } refused ? refused : present with { Role = role };
    }

    /// <summary>Removes a user from a company, or withdraws an invitation.</summary>
    public async Task<Outcome<Success>> RemoveAsync(Caller caller, string companyId, string userId, CancellationToken cancellationToken)
    {
        if (await FindAsync(companyId, userId, cancellationToken) is not { } present) return new Refusal.NotFound();
        var entry = audit.Entry(caller, present.IsInvited ? "invitation.withdrawn" : "user.removed", companyId, userId, ("email", present.Email));
        var removed = present.IsInvited
            ? await store.Links.WithdrawInvitationAsync(companyId, userId, entry, cancellationToken) ? MemberChange.Done : MemberChange.NotFound
            : await store.Users.RemoveAsync(companyId, userId, entry, cancellationToken);
        sessions.ForgetAccounts();
        return Refuse(removed) is { } refused ? refused : default(Success);
    }

    /// <summary>A password reset link, or a new invitation link that replaces the previous one.</summary>
    public async Task<Outcome<OneTimeLinks.Made>> ResetAsync(Caller caller, string companyId, string userId, CancellationToken cancellationToken)
    {
        var member = await store.Users.FindMemberAsync(companyId, userId, cancellationToken);
        if (!signIn.Value.LocalAccounts) return LinksOff();
        if (member is null)
            return await links.RenewAsync(caller.Actor, companyId, userId, cancellationToken) is { } renewed ? renewed : new Refusal.NotFound();

        // Setting the password gives access to everything that the account can access.
        if (!caller.IsAdmin && (member.User.IsAdmin || member.IsElsewhere))
            return BeyondOwnCompany();
        return await links.ResetAsync(caller.Actor, member.User, companyId, caller.IsAdmin ? null : companyId, cancellationToken) is { } link
            ? link
            : new Refusal.NotFound();
    }

    /// <summary>
    /// Turns a user's second factor off, after the device and the recovery codes were lost. Not one's own: the account page does that, with the password or a
    /// code.
    /// </summary>
    public async Task<Outcome<Success>> TurnSecondFactorOffAsync(Caller caller, string companyId, string userId, CancellationToken cancellationToken)
    {
        if (await store.Users.FindMemberAsync(companyId, userId, cancellationToken) is not { } member) return new Refusal.NotFound();
        if (caller.SignedIn?.User.Id == userId)
            return new Refusal.Forbidden("own_account", "Turn your own two-factor sign-in off on your account page, with your password or a code.");
        if (!caller.IsAdmin && (member.User.IsAdmin || member.IsElsewhere)) return BeyondOwnCompany();
        return await factors.TurnOffAsync(caller.Actor, companyId, member.User, cancellationToken);
    }

    private async Task<CompanyUser?> FindAsync(string companyId, string userId, CancellationToken cancellationToken)
    {
        var teams = await store.Teams.ListAsync(companyId, cancellationToken);
        if (await store.Users.FindMemberAsync(companyId, userId, cancellationToken) is { } member) return CompanyUser.Of(member, teams);
        var invited = await store.Links.ListInvitationsAsync(companyId, time.GetUtcNow(), cancellationToken);
        return invited.FirstOrDefault(invitation => invitation.Id == userId) is { } invitation ? CompanyUser.Of(invitation, teams) : null;
    }

    // The teams that an invitation names, by name.
    private async Task<IReadOnlyList<Team>> TeamsAsync(string companyId, Input<NewUserBody> input, CancellationToken cancellationToken)
    {
        if (input.Value.TeamIds is not { Count: > 0 } wanted) return [];
        var teams = await store.Teams.ListAsync(companyId, cancellationToken);
        foreach (var unknown in wanted.Where(id => teams.All(team => team.Id != id)))
            input.Errors.Add("team_ids", $"contains \"{unknown}\", which is not a team of this company");
        return [.. teams.Where(team => wanted.Contains(team.Id))];
    }

    private static Refusal.Forbidden BeyondOwnCompany() =>
        new Refusal.Forbidden("beyond_own_company", "This account belongs to other companies too; only a server admin can reset it.");

    private static Refusal.Conflict LinksOff() => new Refusal.Conflict(
        "local_accounts_off", "Passwords are switched off on this server, so there are no invitations and no resets. Accounts come from the provider.");

    private static Refusal? Refuse(MemberChange change) => change switch
    {
        MemberChange.NotFound => new Refusal.NotFound(),
        MemberChange.LastOwner => new Refusal.Conflict("last_owner", "A company must have at least one owner; make another user an owner first."),
        _ => null,
    };
}
