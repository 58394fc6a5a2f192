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
internal sealed record AccountOrderBody(string Email, bool? Admin = null, string? Company = null, string? Role = null, string? Password = null);

/// <summary>An account whose password is to be another.</summary>
/// <param name="Email">Whose.</param>
/// <param name="Password">The new password; left out for a link to set one.</param>
internal sealed record AccountResetBody(string Email, string? Password = null);

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
        users.MapPost("", AddAsync).WithName("add_account").WithSummary("Makes an account, or a link to make it with, for vindex user add")
            .Accepts<AccountOrderBody>(JsonAnswer.ContentType).Produces<AccountOutcomeBody>();
        users.MapPost("/reset", ResetAsync).WithName("reset_account").WithSummary("Sets a new password, or makes a link to, for vindex user reset")
            .Accepts<AccountResetBody>(JsonAnswer.ContentType).Produces<AccountOutcomeBody>();
    }

    private static async Task<IResult> AddAsync(HttpContext context, AccountSetup setup, SessionRegister sessions, OneTimeLinks links)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var email = fields.Line("email", EmailAddress.MaxLength, required: true);
            var roleName = fields.Text("role", 20);
            var role = RoleNames.Parse(roleName);
            if (roleName is not null && role is null) fields.Refuse("role", $"must be one of {string.Join(", ", RoleNames.All)}");
            var order = new AccountOrder(email ?? "", fields.Line("company", 255), role, fields.Flag("admin") ?? false, fields.Text("password", int.MaxValue));
            if (errors.Any) return Problem.Invalid(errors);
            var outcome = await setup.AddAsync(order, context.RequestAborted);
            sessions.Forget();
            return Tell(context, outcome, links);
        }
    }

    private static async Task<IResult> ResetAsync(HttpContext context, AccountSetup setup, SessionRegister sessions, OneTimeLinks links)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var email = fields.Line("email", EmailAddress.MaxLength, required: true);
            var password = fields.Text("password", int.MaxValue);
            if (errors.Any) return Problem.Invalid(errors);
            var outcome = await setup.ResetAsync(email!, password, context.RequestAborted);
            sessions.Forget();
            return Tell(context, outcome, links);
        }
    }

    private static IResult Tell(HttpContext context, AccountOutcome outcome, OneTimeLinks links) => outcome.Refused is { } reason
        ? Problem.Invalid("account_refused", reason, "email", reason)
        : JsonAnswer.Ok(new AccountOutcomeBody(outcome.Done, outcome.Link is { } link ? links.Absolute(context.Request, link) : null), OperationsJson.Shared.AccountOutcomeBody);
}
