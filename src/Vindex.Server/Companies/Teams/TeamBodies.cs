using Vindex.Server.Security;
using Vindex.Storage.Teams;
using Vindex.Storage.Users;

namespace Vindex.Server.Companies.Teams;

/// <summary>Limits of teams.</summary>
internal static class TeamLimits
{
    public const int Name = 100;
    public const int Customers = 1000;
    public const int OfCompany = 200;
    public const int UserId = 100;
}

/// <summary>A team to create.</summary>
/// <param name="Name">Its name, 1 to 100 characters; unique in the company.</param>
/// <param name="Role">The role of its members for its customers: viewer or member.</param>
/// <param name="CustomerIds">Its customers; null or left out for all, those created later too.</param>
internal sealed record NewTeamBody(
    [Line(TeamLimits.Name)] string Name,
    [TeamRole] string Role,
    [Texts(TeamLimits.Customers, 255)] IReadOnlyList<string>? CustomerIds = null);

/// <summary>Changes to a team.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">viewer or member.</param>
/// <param name="CustomerIds">Its customers, in place of those it has; null for all.</param>
[KnownMembersOnly]
internal sealed record TeamChangeBody(
    [Line(TeamLimits.Name)] Optional<string> Name = default,
    [TeamRole] Optional<string> Role = default,
    [Texts(TeamLimits.Customers, 255)] Optional<IReadOnlyList<string>?> CustomerIds = default);

/// <summary>A user to add to a team.</summary>
/// <param name="UserId">Id of a user of the company.</param>
internal sealed record NewTeamMemberBody([Line(TeamLimits.UserId)] string UserId);

/// <summary>A member of a team.</summary>
/// <param name="UserId">Id of the account.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Role">The role in the company. The team gives nothing unless it is teams.</param>
internal sealed record TeamMemberBody(string UserId, string Email, string? Name, string Role);

/// <summary>A team.</summary>
/// <param name="TeamId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role of its members for its customers: viewer or member.</param>
/// <param name="CustomerIds">Its customers; null for all.</param>
/// <param name="Members">Its members, by e-mail address.</param>
/// <param name="CreatedAt">Creation time.</param>
internal sealed record TeamBody(
    string TeamId,
    string Name,
    string Role,
    IReadOnlyList<string>? CustomerIds,
    IReadOnlyList<TeamMemberBody> Members,
    DateTimeOffset CreatedAt)
{
    public static TeamBody Of(CompanyTeam one) => new(
        one.Team.Id,
        one.Team.Name,
        RoleNames.Of(one.Team.Role),
        one.Team.CustomerIds,
        [.. one.Members.Select(member => new TeamMemberBody(member.User.Id, member.User.Email, member.User.Name, RoleNames.Of(member.Role)))],
        one.Team.CreatedAt);
}

/// <summary>The teams of a company, by name.</summary>
/// <param name="Items">The teams.</param>
internal sealed record TeamListBody(IReadOnlyList<TeamBody> Items);

/// <summary>A team with its members, by e-mail address.</summary>
internal sealed record CompanyTeam(Team Team, IReadOnlyList<Member> Members);

/// <summary>The role of a team.</summary>
internal sealed class TeamRoleAttribute() : TextAttribute(20)
{
    /// <summary>The roles that a team can have.</summary>
    public static IReadOnlyList<Role> Roles { get; } = [Role.Viewer, Role.Member];

    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!string.IsNullOrWhiteSpace((string)value) && (RoleNames.Parse((string)value) is not { } role || !Roles.Contains(role)))
            yield return $"must be one of {string.Join(", ", Roles.Select(RoleNames.Of))}";
    }
}
