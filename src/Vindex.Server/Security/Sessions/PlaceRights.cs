using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>
/// What a place in a company gives. A role gives its scopes for the whole company. Teams give theirs for their customers: a scope reaches the customers of those
/// teams whose role has it, and no others.
/// </summary>
internal static class PlaceRights
{
    /// <summary>The scopes of a place, for whichever customers.</summary>
    public static IReadOnlyList<string> ScopesOf(UserCompany place) =>
        place.Role == Role.Teams
            ? [.. place.Teams.SelectMany(ScopesOf).Distinct(StringComparer.Ordinal)]
            : RoleScopes.Of(place.Role);

    /// <summary>The customers that a scope reaches; null for all of the company's. Without a scope, none of a place in teams.</summary>
    public static IReadOnlyList<string>? CustomersOf(UserCompany place, string? scope)
    {
        if (place.Role != Role.Teams) return null;
        var teams = place.Teams.Where(team => scope is not null && ScopesOf(team).Contains(scope)).ToList();
        return teams.Exists(team => team.CustomerIds is null)
            ? null
            : [.. teams.SelectMany(team => team.CustomerIds!).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether a scope reaches all of the company.</summary>
    public static bool IsWhole(UserCompany place, string scope) => ScopesOf(place).Contains(scope) && CustomersOf(place, scope) is null;

    // Whatever is stored, no team makes an owner.
    private static IReadOnlyList<string> ScopesOf(TeamRights team) => RoleScopes.Of(team.Role == Role.Owner ? Role.Member : team.Role);
}
