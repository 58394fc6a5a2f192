namespace Vindex.Server.Portal.Account;

/// <summary>The form to sign in.</summary>
/// <param name="Return">Where to go on to.</param>
/// <param name="Email">What was typed before.</param>
/// <param name="Error">What was wrong with it; null for nothing.</param>
public sealed record LoginModel(string Return, string Email, string? Error);

/// <summary>The form to accept an invitation.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Email">Who is invited.</param>
/// <param name="To">What to: a company's name, or the server.</param>
/// <param name="Role">The role there; null for none.</param>
/// <param name="Name">What was typed before.</param>
/// <param name="Error">What was wrong with it; null for nothing.</param>
public sealed record InvitationModel(string Action, string Email, string To, string? Role, string Name, string? Error);

/// <summary>The form to set a new password.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Email">Whose password.</param>
/// <param name="Error">What was wrong with it; null for nothing.</param>
public sealed record ResetModel(string Action, string Email, string? Error);

/// <summary>One's own account.</summary>
/// <param name="Email">Whose.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Companies">The companies that it belongs to, each with the role.</param>
/// <param name="IsAdmin">An admin of the server.</param>
/// <param name="Sessions">Where it is signed in.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Notice">What was just done; null for nothing.</param>
/// <param name="Error">What was wrong with what was sent; null for nothing.</param>
public sealed record AccountModel(
    string Email,
    string? Name,
    IReadOnlyList<(string Company, string Role)> Companies,
    bool IsAdmin,
    IReadOnlyList<AccountSession> Sessions,
    string Token,
    string? Notice,
    string? Error);

/// <summary>A place where one is signed in.</summary>
/// <param name="Id">The session.</param>
/// <param name="Device">What the browser called itself.</param>
/// <param name="LastSeenAt">When it was last used.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="IsCurrent">The one that looks at this page.</param>
public sealed record AccountSession(string Id, string Device, DateTimeOffset LastSeenAt, DateTimeOffset CreatedAt, bool IsCurrent);
