using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Operations;

/// <summary>An account to create.</summary>
/// <param name="Email">E-mail address of the account.</param>
/// <param name="Admin">Whether the user is a server admin; default false.</param>
/// <param name="Company">Slug of the company to join.</param>
/// <param name="Role">Role in that company: owner, member or viewer.</param>
/// <param name="Password">The password; leave out to get a link for choosing one.</param>
internal sealed record AccountOrderBody(
    [Line(EmailAddress.MaxLength)] string Email,
    bool? Admin = null,
    [Line(255)] string? Company = null,
    [Role(NamesRolesIfBlank = true)] string? Role = null,
    [Text(int.MaxValue)] string? Password = null)
{
    /// <summary>The request to the service.</summary>
    public AccountOrder ToOrder() => new(Email, Company, RoleNames.Parse(Role), Admin ?? false, Password);
}

/// <summary>A password reset.</summary>
/// <param name="Email">E-mail address of the account.</param>
/// <param name="Password">The new password; leave out to get a link for setting one.</param>
internal sealed record AccountResetBody([Line(EmailAddress.MaxLength)] string Email, [Text(int.MaxValue)] string? Password = null);

/// <summary>An account whose two-factor sign-in is to be turned off.</summary>
/// <param name="Email">E-mail address of the account.</param>
internal sealed record SecondFactorRemovalBody([Line(EmailAddress.MaxLength)] string Email);

/// <summary>The result of an account operation.</summary>
/// <param name="Done">What was done, as a sentence.</param>
/// <param name="Link">The one-time link to pass on; null if none is needed.</param>
internal sealed record AccountOutcomeBody(string Done, string? Link);

/// <summary>Account operations for the command line, on a running server.</summary>
internal static class AccountOperations
{
    public static void MapAccountOperations(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/admin/operations/users").WithTags("Operations").RequireLocalOperation();
        users.MapPost("", AddAsync).WithName("add_account").WithSummary("Creates an account, or a link for creating it, for vindex user add");
        users.MapPost("/reset", ResetAsync)
            .WithName("reset_account")
            .WithSummary("Sets a new password, or creates a link for setting it, for vindex user reset");
        users.MapPost("/second-factor-off", TurnSecondFactorOffAsync)
            .WithName("remove_account_second_factor")
            .WithSummary("Turns two-factor sign-in of an account off, for vindex user second-factor-off");
    }

    private static async Task<Ok<AccountOutcomeBody>> AddAsync(
        HttpContext context, Body<AccountOrderBody> body, AccountService accounts, SessionService sessions, OneTimeLinks links)
    {
        if (body.Problem is { } problem) return problem;
        var outcome = await accounts.AddAsync(new Input<AccountOrder>(body.Input.Value.ToOrder(), body.Input.Errors), context.RequestAborted);
        sessions.ForgetAccounts();
        return outcome.ToOk(change => Describe(change, links));
    }

    private static async Task<Ok<AccountOutcomeBody>> ResetAsync(
        HttpContext context, Body<AccountResetBody> body, AccountService accounts, SessionService sessions, OneTimeLinks links)
    {
        if (body.Problem is { } problem) return problem;
        var reset = new AccountReset(body.Input.Value.Email, body.Input.Value.Password);
        var outcome = await accounts.ResetAsync(new Input<AccountReset>(reset, body.Input.Errors), context.RequestAborted);
        sessions.ForgetAccounts();
        return outcome.ToOk(change => Describe(change, links));
    }

    private static async Task<Ok<AccountOutcomeBody>> TurnSecondFactorOffAsync(
        HttpContext context, Body<SecondFactorRemovalBody> body, AccountService accounts, SessionService sessions, OneTimeLinks links)
    {
        if (body.Problem is { } problem) return problem;
        var removal = new SecondFactorRemoval(body.Input.Value.Email);
        var outcome = await accounts.TurnSecondFactorOffAsync(new Input<SecondFactorRemoval>(removal, body.Input.Errors), context.RequestAborted);
        sessions.ForgetAccounts();
        return outcome.ToOk(change => Describe(change, links));
    }

    private static AccountOutcomeBody Describe(AccountChange change, OneTimeLinks links) =>
        new(change.Done, change.Link is { } link ? links.Absolute(link) : null);
}
