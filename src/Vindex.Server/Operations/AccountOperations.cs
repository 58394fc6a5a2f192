using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Operations;

/// <summary>An account to make.</summary>
/// <param name="Email">Whose.</param>
/// <param name="Admin">An admin of the server; default false.</param>
/// <param name="Company">Slug of the company to belong to.</param>
/// <param name="Role">The role there: owner, member or viewer.</param>
/// <param name="Password">Its password; left out for a link to choose one.</param>
internal sealed record AccountOrderBody(
    [Line(EmailAddress.MaxLength)] string Email, bool? Admin = null, [Line(255)] string? Company = null, [Role] string? Role = null, [Text(int.MaxValue)] string? Password = null)
{
    /// <summary>The account that is meant.</summary>
    public AccountOrder ToOrder() => new(Email, Company, RoleNames.Parse(Role), Admin ?? false, Password);
}

/// <summary>An account whose password is to be another.</summary>
/// <param name="Email">Whose.</param>
/// <param name="Password">The new password; left out for a link to set one.</param>
internal sealed record AccountResetBody([Line(EmailAddress.MaxLength)] string Email, [Text(int.MaxValue)] string? Password = null);

/// <summary>What was done to an account.</summary>
/// <param name="Done">In words.</param>
/// <param name="Link">The one-time link to pass on; null when none is needed.</param>
internal sealed record AccountOutcomeBody(string Done, string? Link);

/// <summary>Accounts by the command line, on a server that is running.</summary>
internal static class AccountOperations
{
    public static void MapAccountOperations(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/admin/operations/users").WithTags("Operations").RequireLocalOperation();
        users.MapPost("", AddAsync).WithName("add_account").WithSummary("Makes an account, or a link to make it with, for vindex user add");
        users.MapPost("/reset", ResetAsync).WithName("reset_account").WithSummary("Sets a new password, or makes a link to, for vindex user reset");
    }

    private static async Task<Ok<AccountOutcomeBody>> AddAsync(
        HttpContext context, Body<AccountOrderBody> body, AccountService accounts, SessionService sessions, OneTimeLinks links)
    {
        if (body.Problem is { } problem) return problem;
        var outcome = await accounts.AddAsync(new Input<AccountOrder>(body.Input.Value.ToOrder(), body.Input.Errors), context.RequestAborted);
        sessions.Forget();
        return outcome.ToOk(change => Describe(context, change, links));
    }

    private static async Task<Ok<AccountOutcomeBody>> ResetAsync(
        HttpContext context, Body<AccountResetBody> body, AccountService accounts, SessionService sessions, OneTimeLinks links)
    {
        if (body.Problem is { } problem) return problem;
        var reset = new AccountReset(body.Input.Value.Email, body.Input.Value.Password);
        var outcome = await accounts.ResetAsync(new Input<AccountReset>(reset, body.Input.Errors), context.RequestAborted);
        sessions.Forget();
        return outcome.ToOk(change => Describe(context, change, links));
    }

    private static AccountOutcomeBody Describe(HttpContext context, AccountChange change, OneTimeLinks links) =>
        new(change.Done, change.Link is { } link ? links.Absolute(context.Request, link) : null);
}
