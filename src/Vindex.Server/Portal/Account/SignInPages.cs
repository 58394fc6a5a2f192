using Vindex.Server.Pages;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Account;

/// <summary>Forms for signing in, accepting an invitation and setting a new password. Opening a link changes nothing, because mail programs and chats open links too.</summary>
internal static class SignInPages
{
    public const string SignIn = "/login";
    public const string Invitation = "/invitation";
    public const string Reset = "/reset";

    public static void MapSignInPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(SignIn, ShowSignInAsync);
        pages.MapPost(SignIn, SignInAsync);
        pages.MapGet(Invitation + "/{token}", ShowInvitationAsync);
        pages.MapPost(Invitation + "/{token}", AcceptAsync);
        pages.MapGet(Reset + "/{token}", ShowResetAsync);
        pages.MapPost(Reset + "/{token}", ResetAsync);
    }

    private static async Task<IResult> ShowSignInAsync(HttpContext context, SessionRegister sessions)
    {
        var place = LocalPath.OrHome(context.Request.Query["return"]);
        return await sessions.FindAsync(context) is null ? Page.Of<Login>(new LoginModel(place, "", null)) : SeeOther(place);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIn signIn, SessionRegister sessions)
    {
        var (form, refused) = await ReadAsync(context);
        if (form is null) return refused!;
        var place = LocalPath.OrHome(form.Value("return"));
        var email = form.Value("email");
        var (user, problem) = await signIn.CheckAsync(context, email, form.Value("password"));
        if (user is not null && await sessions.StartAsync(context, user, null, "password") is not null) return SeeOther(place);
        return Again<Login>(context, problem, new LoginModel(place, email, problem?.Detail ?? Security.Passwords.SignIn.Wrong));
    }

    private static async Task<IResult> ShowInvitationAsync(HttpContext context, string token, Acceptance acceptance, Companies.CompanyDirectory directory) =>
        await DescribeAsync(context, token, acceptance, directory) is { } model ? Page.Of<Invitation>(model) : Gone();

    private static async Task<IResult> AcceptAsync(HttpContext context, string token, Acceptance acceptance, Companies.CompanyDirectory directory)
    {
        var (form, refused) = await ReadAsync(context);
        if (form is null) return refused!;
        var name = form.Value("name").Trim();
        var isName = name.Length <= Acceptance.MaxName && !name.Any(char.IsControl);
        var (signedIn, problem) = isName
            ? await acceptance.AcceptAsync(context, token, name.Length == 0 ? null : name, form.Value("password"))
            : (null, Problem.Invalid("name_refused", $"The name must have at most {Acceptance.MaxName} characters, and no control characters.", "name", "is too long"));
        if (signedIn is not null) return SeeOther(LocalPath.Home);
        if (problem is null || await DescribeAsync(context, token, acceptance, directory) is not { } model) return Gone();
        return Again<Invitation>(context, problem, model with { Name = isName ? name : "", Error = problem.Detail });
    }

    private static async Task<IResult> ShowResetAsync(HttpContext context, string token, PasswordChange change) =>
        await change.FindAsync(token, context.RequestAborted) is { } user ? Page.Of<Reset>(new ResetModel($"{Reset}/{token}", user.Email, null)) : Gone();

    private static async Task<IResult> ResetAsync(HttpContext context, string token, PasswordChange change)
    {
        var (form, refused) = await ReadAsync(context);
        if (form is null) return refused!;
        var (signedIn, problem) = await change.ResetAsync(context, token, form.Value("password"));
        if (signedIn is not null) return SeeOther(LocalPath.Home);
        if (problem is null || await change.FindAsync(token, context.RequestAborted) is not { } user) return Gone();
        return Again<Reset>(context, problem, new ResetModel($"{Reset}/{token}", user.Email, problem.Detail));
    }

    private static async Task<InvitationModel?> DescribeAsync(HttpContext context, string token, Acceptance acceptance, Companies.CompanyDirectory directory)
    {
        if (await acceptance.FindAsync(token, context.RequestAborted) is not { } invitation) return null;
        var company = invitation.Grant.CompanyId is { } id ? await directory.FindCompanyAsync(id, context.RequestAborted) : null;
        var role = invitation.Grant.Role is { } given ? Security.RoleNames.Of(given) : null;
        return new InvitationModel(
            $"{Invitation}/{token}", invitation.Email, company?.Name ?? "Vindex", invitation.Grant.IsAdmin ? (role is null ? "admin" : $"{role} and server admin") : role, "", null);
    }

    private static async Task<(IFormCollection? Form, IResult? Refused)> ReadAsync(HttpContext context)
    {
        if (!SameOrigin.Holds(context.Request)) return (null, Problem.Forbidden("cross_site", "This form was sent from another site."));
        return await FormBody.ReadAsync(context) is { } form ? (form, null) : (null, Problem.UnsupportedMediaType("Send the form as application/x-www-form-urlencoded."));
    }

    private static IResult Again<TComponent>(HttpContext context, Problem? problem, object model)
        where TComponent : Microsoft.AspNetCore.Components.IComponent
    {
        if (problem?.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
        return Page.Of<TComponent>(model, problem?.Status == StatusCodes.Status429TooManyRequests ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Gone() => Page.Of<ErrorPage>(
        new ErrorPageModel(
            StatusCodes.Status404NotFound,
            "This link is no longer valid",
            "It has already been used, has expired, was replaced by a newer link, or is incomplete.",
            "Nothing was changed. Ask the sender for a new link.",
            SignIn,
            "Sign in"),
        StatusCodes.Status404NotFound);

    /// <summary>Redirects with GET after a form.</summary>
    internal static IResult SeeOther(string place) => new SeeOtherResult(place);

    private sealed class SeeOtherResult(string place) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = place;
            return Task.CompletedTask;
        }
    }
}
