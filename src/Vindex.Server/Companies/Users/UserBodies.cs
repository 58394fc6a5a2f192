using System.Text.Json.Serialization;
using Vindex.Server.Security;

namespace Vindex.Server.Companies.Users;

/// <summary>Somebody to invite.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Role">owner, member or viewer.</param>
internal sealed record NewUserBody([Email] string Email, [Role] string Role);

/// <summary>What to change of somebody.</summary>
/// <param name="Role">owner, member or viewer.</param>
[KnownMembersOnly]
internal sealed record UserChangeBody([Role] string Role);

/// <summary>Somebody who belongs to a company, or is invited to.</summary>
/// <param name="UserId">The account; as long as somebody is only invited, the invitation.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Role">owner, member or viewer.</param>
/// <param name="Status">active or invited.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">When the invitation is refused; null for whoever is active.</param>
/// <param name="InvitationLink">The link to pass on; only in the answer to the invitation.</param>
internal sealed record UserBody(
    string UserId,
    string Email,
    string? Name,
    string Role,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InvitationLink = null)
{
    public static UserBody Of(CompanyUser user) =>
        new(user.Id, user.Email, user.Name, RoleNames.Of(user.Role), user.IsInvited ? "invited" : "active", user.CreatedAt, user.ExpiresAt);
}

/// <summary>The people of a company, oldest first, then those who are invited.</summary>
internal sealed record UserListBody(IReadOnlyList<UserBody> Items);

/// <summary>A link to pass on. It works once.</summary>
/// <param name="Link">The address.</param>
/// <param name="ExpiresAt">When it is refused.</param>
internal sealed record LinkBody(string Link, DateTimeOffset ExpiresAt);
