using System.Diagnostics;
using Vindex.Server.Pages;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Account;

/// <summary>
/// Forms for signing in, accepting an invitation and setting a new password. Opening a link changes nothing, because mail programs and chats open links too.
/// </summary>
internal static class SignInPages
{
    public const string SignIn = "/login";
    public const string Invitation = "/invitation";
    public const string Reset = "/reset";

    /// <summary>The parameter of the sign-in page that names the provider of a session that was ended.</summary>
    public const string SignedOut = "signed_out";

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

    private static async Task<IResult> ShowSignInAsync(HttpContext context, WebSession session, FormDraft drafts)
    {
        var place = LocalPath.OrHome(context.Request.Query["return"]);
        return await session.FindAsync(context) is null
            ? Page.Of<Login>(ModelOf(context, new LoginModel(place, "", null, drafts.IsKept(context))))
            : SeeOther(place);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignInService signIn, WebSession session, FormDraft drafts)
    {
        var (form, refused) = await ReadAsync(context);
        if (form is null) return refused!;
        var place = LocalPath.OrHome(form.Value("return"));
        var input = new Input<SignInBody>(new SignInBody(form.Value("email"), form.Value("password")));
        var outcome = await signIn.SignInAsync(session.ClientOf(context), input, context.RequestAborted);
        return After(context, session, outcome, place)
            ?? Again<Login>(context, outcome, error => ModelOf(context, new LoginModel(place, input.Value.Email, error, drafts.IsKept(context))));
    }

    // Adds the ways of signing in that this server has.
    private static LoginModel ModelOf(HttpContext context, LoginModel model)
    {
        var providers = context.RequestServices.GetRequiredService<SignInProviders>();
        return model with
        {
            TakesPasswords = context.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.LocalAccounts,
            Providers = [.. providers.All.Select(provider => new ProviderLink(provider.Title, ProviderPages.AddressOf(provider.Name, model.Return)))],
            SignedOut = providers.Find(context.Request.Query[SignedOut].ToString()) is { } left
                ? new ProviderLink(left.Title, $"{SignIn}/{left.Name}/sign-out")
                : null,
        };
    }

    private static async Task<IResult> ShowInvitationAsync(
        HttpContext context, string token, InvitationService invitations, Companies.CompanyDirectory directory) =>
        await DescribeAsync(context, token, invitations, directory) is { } model ? Page.Of<Invitation>(model) : Gone();

    private static async Task<IResult> AcceptAsync(
        HttpContext context, string token, InvitationService invitations, WebSession session, Companies.CompanyDirectory directory)
    {
        var (form, refused) = await ReadAsync(context);
        if (form is null) return refused!;
        var name = form.Value("name").Trim();
        var outcome = await invitations.AcceptAsync(session.ClientOf(context), token, name, form.Value("password"), context.RequestAborted);
        if (After(context, session, outcome, LocalPath.Home) is { } done) return done;
        if (await DescribeAsync(context, token, invitations, directory) is not { } model) return Gone();
        return Again<Invitation>(context, outcome, error => model with { Name = InvitationService.IsName(name) ? name : "", Error = error });
    }

    private static async Task<IResult> ShowResetAsync(HttpContext context, string token, PasswordService passwords) =>
        await passwords.FindAsync(token, context.RequestAborted) is { } user ? Page.Of<Reset>(new ResetModel($"{Reset}/{token}", user.Email, null)) : Gone();

    private static async Task<IResult> ResetAsync(HttpContext context, string token, PasswordService passwords, WebSession session)
    {
        var (form, refused) = await ReadAsync(context);
        if (form is null) return refused!;
        var outcome = await passwords.ResetAsync(session.ClientOf(context), token, form.Value("password"), context.RequestAborted);
        if (After(context, session, outcome, LocalPath.Home) is { } done) return done;
        if (await passwords.FindAsync(token, context.RequestAborted) is not { } user) return Gone();
        return Again<Reset>(context, outcome, error => new ResetModel($"{Reset}/{token}", user.Email, error));
    }

    // The page to go to after signing in, or after an invalid link; null to show the form again.
    private static IResult? After(HttpContext context, WebSession session, Outcome<SignInStep> outcome, string place)
    {
        if (outcome is Outcome<SignInStep>.Refused { Reason: Refusal.NotFound }) return Gone();
        if (outcome is not Outcome<SignInStep>.Done { Value: var step }) return null;
        switch (step)
        {
            case SignInStep.Started { SignedIn: var signedIn }:
                session.Keep(context, signedIn);
                return SeeOther(place);
            case SignInStep.CodeNeeded { Pending: var pending }:
                context.RequestServices.GetRequiredService<SecondStepCookie>().Keep(context, pending);
                return SeeOther(CodePages.AddressOf(place));
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<InvitationModel?> DescribeAsync(
        HttpContext context, string token, InvitationService invitations, Companies.CompanyDirectory directory)
    {
        if (await invitations.FindAsync(token, context.RequestAborted) is not { } invitation) return null;
        var company = invitation.Grant.CompanyId is { } id ? await directory.FindCompanyAsync(id, context.RequestAborted) : null;
        var role = invitation.Grant.Role is { } given ? T($"account.role.{Security.RoleNames.Of(given)}") : null;
        return new InvitationModel(
            $"{Invitation}/{token}", invitation.Email, company?.Name ?? "Vindex",
            invitation.Grant.IsAdmin ? (role is null ? T("account.role-admin") : T("account.role-and-admin", ("role", role))) : role, "", null);
    }

    /// <summary>A form of this site; null and a refusal if it is from another one, or is not a form.</summary>
    internal static async Task<(IFormCollection? Form, IResult? Refused)> ReadAsync(HttpContext context)
    {
        if (!SameOrigin.Holds(context.Request)) return (null, Problem.Forbidden("cross_site", "This form was sent from another site."));
        return await FormBody.ReadAsync(context) is { } form
            ? (form, null)
            : (null, Problem.UnsupportedMediaType("Send the form as application/x-www-form-urlencoded."));
    }

    private static IResult Again<TComponent>(HttpContext context, Outcome<SignInStep> outcome, Func<string, object> model)
        where TComponent : Microsoft.AspNetCore.Components.IComponent => Again<TComponent>(context, ((Outcome<SignInStep>.Refused)outcome).Reason, model);

    /// <summary>The form with the reason why it was refused.</summary>
    internal static IResult Again<TComponent>(HttpContext context, Refusal reason, Func<string, object> model)
        where TComponent : Microsoft.AspNetCore.Components.IComponent
    {
        var problem = Problem.Of(reason);
        if (problem.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
        return Page.Of<TComponent>(
            model(Translated(problem.Detail)),
            problem.Status == StatusCodes.Status429TooManyRequests ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Gone() => Page.Of<ErrorPage>(
        new ErrorPageModel(
            StatusCodes.Status404NotFound,
            T("sign-in.link-gone"),
            T("sign-in.link-gone-what"),
            T("sign-in.link-gone-next"),
            SignIn,
            T("frame.sign-in")),
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
