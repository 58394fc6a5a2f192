using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Passwords;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>Signs in.</summary>
/// <param name="Email">The account's e-mail.</param>
/// <param name="Password">Its password.</param>
internal sealed record SignInBody([Text(EmailAddress.MaxLength)] string Email, [Text(PasswordRules.MaxLength)] string Password);

/// <summary>Looks at another company.</summary>
/// <param name="CompanyId">One of the companies that the account belongs to.</param>
internal sealed record CompanyChoiceBody([Line(255)] string CompanyId);

/// <summary>Changes the password.</summary>
/// <param name="CurrentPassword">The present one.</param>
/// <param name="NewPassword">The new one, 10 to 200 characters.</param>
internal sealed record PasswordChangeBody([Text(PasswordRules.MaxLength)] string CurrentPassword, [Text(int.MaxValue)] string NewPassword);

/// <summary>A company that the account belongs to.</summary>
/// <param name="CompanyId">Which.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">owner, member or viewer.</param>
internal sealed record SessionCompanyBody(string CompanyId, string Slug, string Name, string Role)
{
    public static SessionCompanyBody Of(UserCompany company) => new(company.CompanyId, company.Slug, company.Name, RoleNames.Of(company.Role));
}

/// <summary>Who is signed in.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The account.</param>
/// <param name="Email">Its e-mail.</param>
/// <param name="Name">Its display name; null for none.</param>
/// <param name="IsAdmin">An admin of the server.</param>
/// <param name="Company">The company that is looked at; null when the account belongs to none.</param>
/// <param name="Companies">All companies that the account belongs to, by name.</param>
/// <param name="ExpiresAt">When the session ends, however much it is used.</param>
/// <param name="AntiforgeryToken">To be sent as <c>X-CSRF-Token</c> with every write.</param>
internal sealed record SessionBody(
    string SessionId,
    string UserId,
    string Email,
    string? Name,
    bool IsAdmin,
    SessionCompanyBody? Company,
    IReadOnlyList<SessionCompanyBody> Companies,
    DateTimeOffset ExpiresAt,
    string AntiforgeryToken)
{
    public static SessionBody Of(SignedIn signedIn, SessionAntiforgery antiforgery) => new(
        signedIn.Session.Id,
        signedIn.User.Id,
        signedIn.User.Email,
        signedIn.User.Name,
        signedIn.User.IsAdmin,
        signedIn.Company is { } company ? SessionCompanyBody.Of(company) : null,
        [.. signedIn.Companies.Select(SessionCompanyBody.Of)],
        signedIn.Session.EndsAt,
        antiforgery.TokenFor(signedIn));
}

/// <summary>A session of one's own.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="IsCurrent">The one that asks.</param>
/// <param name="UserAgent">What the browser called itself at signing in; null when it did not.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last used, within a minute or so.</param>
/// <param name="ExpiresAt">When it ends, however much it is used.</param>
internal sealed record OwnSessionBody(string SessionId, bool IsCurrent, string? UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

/// <summary>One's own sessions, newest first.</summary>
internal sealed record OwnSessionListBody(IReadOnlyList<OwnSessionBody> Items);
