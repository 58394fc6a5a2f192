using Vindex.Storage.Users;

namespace Vindex.Storage.Teams;

/// <summary>People of a company who have a role for some of its customers.</summary>
/// <param name="Id">Opaque id, never used again.</param>
/// <param name="CompanyId">The company.</param>
/// <param name="Name">Its name; unique in the company.</param>
/// <param name="Role">The role of its members for its customers: <see cref="Role.Viewer"/> or <see cref="Role.Member"/>.</param>
/// <param name="CustomerIds">Its customers, in order of their ids; null for all of the company's, those created later too.</param>
/// <param name="CreatedAt">Creation time.</param>
public sealed record Team(string Id, string CompanyId, string Name, Role Role, IReadOnlyList<string>? CustomerIds, DateTimeOffset CreatedAt)
{
    /// <summary>The accounts in it, in order of their ids. Changed with <see cref="ITeamStore.JoinAsync"/> and <see cref="ITeamStore.LeaveAsync"/>.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];
}

/// <summary>The result of adding or changing a team.</summary>
public enum TeamChange
{
    /// <summary>It was stored.</summary>
    Done,

    /// <summary>There is no such company or team.</summary>
    NotFound,

    /// <summary>Another team of the company has the name; nothing was changed.</summary>
    NameTaken,

    /// <summary>A customer is not one of the company's; nothing was changed.</summary>
    UnknownCustomer,
}
