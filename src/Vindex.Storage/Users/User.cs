namespace Vindex.Storage.Users;

/// <summary>Role in a company; each includes the permissions of the previous ones.</summary>
public enum Role
{
    /// <summary>Nothing by itself: the person has what the own teams give, for their customers.</summary>
    Teams,

    /// <summary>Looks at everything but the settings.</summary>
    Viewer,

    /// <summary>Gives feedback, too.</summary>
    Member,

    /// <summary>Manages the company: keys, members, installations, settings.</summary>
    Owner,
}

/// <summary>Somebody who can sign in.</summary>
/// <param name="Id">Opaque id, never used again.</param>
/// <param name="Email">Address in lower case; unique.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="PasswordHash">The stored password hash, in the format of the code that hashed it; empty for an account without a password.</param>
/// <param name="IsAdmin">An admin of the whole server.</param>
/// <param name="CreatedAt">When the account was created.</param>
public sealed record User(string Id, string Email, string? Name, string PasswordHash, bool IsAdmin, DateTimeOffset CreatedAt)
{
    /// <summary>Whether the account has a password. If not, a provider signs the person in.</summary>
    public bool HasPassword => PasswordHash.Length > 0;

    /// <summary>Whether signing in with the password requires a code as well. Changed with <see cref="ISecondFactorStore"/>.</summary>
    public bool HasSecondFactor { get; init; }
}

/// <summary>What an account is given: a role in a company, administration of the server, or both.</summary>
/// <param name="CompanyId">The company; null for none.</param>
/// <param name="Role">The role in it; null with no company.</param>
/// <param name="IsAdmin">Administration of the whole server.</param>
public sealed record Grant(string? CompanyId, Role? Role, bool IsAdmin)
{
    /// <summary>The teams of the company that the account joins; those that do not exist (any more) are skipped.</summary>
    public IReadOnlyList<string> TeamIds { get; init; } = [];
}

/// <summary>Somebody in a company.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">The role there.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="IsElsewhere">Belongs to other companies as well, which those who manage this one are not to reach through it.</param>
public sealed record Member(User User, Role Role, DateTimeOffset JoinedAt, bool IsElsewhere);

/// <summary>A company that a user belongs to.</summary>
/// <param name="CompanyId">Which.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role there.</param>
public sealed record UserCompany(string CompanyId, string Slug, string Name, Role Role)
{
    /// <summary>Whether its people need a second factor if they sign in with a password.</summary>
    public bool RequiresSecondFactor { get; init; }

    /// <summary>What the user's teams there give; empty unless the role is <see cref="Role.Teams"/>.</summary>
    public IReadOnlyList<TeamRights> Teams { get; init; } = [];
}

/// <summary>What a team gives its members.</summary>
/// <param name="TeamId">The team.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role for its customers.</param>
/// <param name="CustomerIds">Its customers; null for all of the company's.</param>
public sealed record TeamRights(string TeamId, string Name, Role Role, IReadOnlyList<string>? CustomerIds);
