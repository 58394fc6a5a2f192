using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.SecondFactors;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>Signs in.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Password">Its password.</param>
/// <param name="Code">With two-factor sign-in: a code of the authenticator app, or a recovery code.</param>
internal sealed record SignInBody(
    [Text(EmailAddress.MaxLength)] string Email, [Text(PasswordRules.MaxLength)] string Password, [Text(SecondFactorService.MaxCode)] string? Code = null);

/// <summary>Switches to another company.</summary>
/// <param name="CompanyId">One of the account's companies.</param>
internal sealed record CompanyChoiceBody([Line(255)] string CompanyId);

/// <summary>Changes the password.</summary>
/// <param name="CurrentPassword">The current password.</param>
/// <param name="NewPassword">The new password, 10 to 200 characters.</param>
internal sealed record PasswordChangeBody([Text(PasswordRules.MaxLength)] string CurrentPassword, [Text(int.MaxValue)] string NewPassword);

/// <summary>A company of the account.</summary>
/// <param name="CompanyId">Which.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Name">Name.</param>
/// <param name="Role">owner, member or viewer for the whole company; teams for what the user's teams give.</param>
internal sealed record SessionCompanyBody(string CompanyId, string Slug, string Name, string Role)
{
    public static SessionCompanyBody Of(UserCompany company) => new(company.CompanyId, company.Slug, company.Name, RoleNames.Of(company.Role));
}

/// <summary>Who is signed in.</summary>
/// <param name="SessionId">Id of the session.</param>
/// <param name="UserId">The account.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="IsAdmin">Whether the user is a server admin.</param>
/// <param name="Company">The current company; null if the account belongs to none.</param>
/// <param name="Companies">All companies of the account, by name.</param>
/// <param name="ExpiresAt">When the session ends at the latest.</param>
/// <param name="AntiforgeryToken">Must be sent as <c>X-CSRF-Token</c> with every write.</param>
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

/// <summary>One of your sessions.</summary>
/// <param name="SessionId">Id of the session.</param>
/// <param name="IsCurrent">Whether it is the session of this request.</param>
/// <param name="UserAgent">Name of the browser at sign-in; null if unknown.</param>
/// <param name="CreatedAt">Start time.</param>
/// <param name="LastSeenAt">When it was last used, to about a minute.</param>
/// <param name="ExpiresAt">When it ends at the latest.</param>
internal sealed record OwnSessionBody(
    string SessionId, bool IsCurrent, string? UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

/// <summary>Your sessions, newest first.</summary>
internal sealed record OwnSessionListBody(IReadOnlyList<OwnSessionBody> Items);
