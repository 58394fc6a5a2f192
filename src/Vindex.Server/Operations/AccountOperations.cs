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
internal sealed record AccountOrderBody(string Email, bool? Admin = null, string? Company = null, string? Role = null, string? Password = null);

/// <summary>A password reset.</summary>
/// <param name="Email">E-mail address of the account.</param>
/// <param name="Password">The new password; leave out to get a link for setting one.</param>
internal sealed record AccountResetBody(string Email, string? Password = null);

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
        users.MapPost("", AddAsync).WithName("add_account").WithSummary("Creates an account, or a link for creating it, for vindex user add")
            .Accepts<AccountOrderBody>(JsonAnswer.ContentType).Produces<AccountOutcomeBody>();
        users.MapPost("/reset", ResetAsync).WithName("reset_account").WithSummary("Sets a new password, or creates a link for setting it, for vindex user reset")
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
