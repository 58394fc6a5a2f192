using System.Text.Json.Serialization;
using Vindex.Server.Companies.Teams;
using Vindex.Server.Security;

namespace Vindex.Server.Companies.Users;

/// <summary>A person to invite.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Role">owner, member or viewer for the whole company; teams for what the user's teams give.</param>
/// <param name="TeamIds">Teams that the person joins by accepting; null or left out for none.</param>
internal sealed record NewUserBody([Email] string Email, [Role] string Role, [Texts(TeamLimits.OfCompany, 255)] IReadOnlyList<string>? TeamIds = null);

/// <summary>Changes to a user.</summary>
/// <param name="Role">owner, member, viewer or teams.</param>
[KnownMembersOnly]
internal sealed record UserChangeBody([Role] string Role);

/// <summary>A user of a company, or an invited person.</summary>
/// <param name="UserId">Id of the account, or of the invitation until it is accepted.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Role">owner, member or viewer for the whole company; teams for what the user's teams give.</param>
/// <param name="Teams">The user's teams, by name; of an invited person, those to be joined.</param>
/// <param name="Status">active or invited.</param>
/// <param name="CreatedAt">Time of joining or invitation.</param>
/// <param name="ExpiresAt">Expiry of the invitation; null for active users.</param>
/// <param name="SecondFactor">Whether the user has two-factor sign-in.</param>
/// <param name="InvitationLink">The link to pass on; only in the response to the invitation.</param>
internal sealed record UserBody(
    string UserId,
    string Email,
    string? Name,
    string Role,
    IReadOnlyList<UserTeamBody> Teams,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    bool SecondFactor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InvitationLink = null)
{
    public static UserBody Of(CompanyUser user) =>
        new(
            user.Id,
            user.Email,
            user.Name,
            RoleNames.Of(user.Role),
            [.. user.Teams.Select(team => new UserTeamBody(team.Id, team.Name))],
            user.IsInvited ? "invited" : "active",
            user.CreatedAt,
            user.ExpiresAt,
            user.HasSecondFactor);
}

/// <summary>A team of a user.</summary>
/// <param name="TeamId">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record UserTeamBody(string TeamId, string Name);

/// <summary>The users of a company, oldest first, then the invited ones.</summary>
internal sealed record UserListBody(IReadOnlyList<UserBody> Items);

/// <summary>A one-time link to pass on.</summary>
/// <param name="Link">The URL.</param>
/// <param name="ExpiresAt">Expiry.</param>
internal sealed record LinkBody(string Link, DateTimeOffset ExpiresAt);
