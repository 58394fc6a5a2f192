namespace Vindex.Server.Portal.Account;

/// <summary>The form to sign in.</summary>
/// <param name="Return">Where to redirect after signing in.</param>
/// <param name="Email">Value from the previous submission.</param>
/// <param name="Error">Error message; null for none.</param>
/// <param name="HasDraft">Whether a form was sent after the session had ended, whose input is kept.</param>
public sealed record LoginModel(string Return, string Email, string? Error, bool HasDraft)
{
    /// <summary>Whether people can sign in with a password.</summary>
    public bool TakesPasswords { get; init; } = true;

    /// <summary>Providers to sign in with.</summary>
    public IReadOnlyList<ProviderLink> Providers { get; init; } = [];

    /// <summary>The provider to sign out of as well, after signing out here; null for none.</summary>
    public ProviderLink? SignedOut { get; init; }
}

/// <summary>The form to accept an invitation.</summary>
/// <param name="Action">URL of the form.</param>
/// <param name="Email">E-mail address of the invited person.</param>
/// <param name="To">Name of the company, or the server.</param>
/// <param name="Role">Role in the company; null for none.</param>
/// <param name="Name">Value from the previous submission.</param>
/// <param name="Error">Error message; null for none.</param>
public sealed record InvitationModel(string Action, string Email, string To, string? Role, string Name, string? Error);

/// <summary>The form to set a new password.</summary>
/// <param name="Action">URL of the form.</param>
/// <param name="Email">E-mail address of the account.</param>
/// <param name="Error">Error message; null for none.</param>
public sealed record ResetModel(string Action, string Email, string? Error);

/// <summary>The account page.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Companies">Companies of the account, with roles.</param>
/// <param name="IsAdmin">Whether the user is a server admin.</param>
/// <param name="Ways">Ways to sign in.</param>
/// <param name="Sessions">Sessions of the account.</param>
/// <param name="Notice">Message about the last action; null for none.</param>
/// <param name="Error">Error message; null for none.</param>
public sealed record AccountModel(
    PortalFrame Frame,
    string Email,
    string? Name,
    IReadOnlyList<(string Company, string Role)> Companies,
    bool IsAdmin,
    SignInWays Ways,
    IReadOnlyList<AccountSession> Sessions,
    string? Notice,
    string? Error)
{
    /// <summary>The digest of the current company; null without a company.</summary>
    public AccountDigest? Digest { get; init; }

    /// <summary>Whether the account has a second factor; null if it cannot have one.</summary>
    public bool? HasSecondFactor { get; init; }
}

/// <summary>The weekly digest on the account page.</summary>
/// <param name="Href">Where it is set up.</param>
/// <param name="Next">When the next one is sent; null if it is off.</param>
public sealed record AccountDigest(string Href, DateTimeOffset? Next);

/// <summary>A session on the account page.</summary>
/// <param name="Id">Session id.</param>
/// <param name="Device">Name of the browser.</param>
/// <param name="LastSeenAt">When it was last used.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="IsCurrent">Whether it is the current session.</param>
public sealed record AccountSession(string Id, string Device, DateTimeOffset LastSeenAt, DateTimeOffset CreatedAt, bool IsCurrent);
