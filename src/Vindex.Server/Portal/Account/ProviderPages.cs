using System.Diagnostics;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;
using Vindex.Server.SingleSignOn;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Account;

/// <summary>Signing in with a provider, and connecting an account of a provider to one's own.</summary>
internal static class ProviderPages
{
    private const string Identities = AccountPages.Address + "/identities";

    public static void MapProviderPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(SignInPages.SignIn + "/{provider}").ExcludeFromDescription().WithMetadata(NoReferrer.Instance);
        pages.MapGet("", StartAsync);
        pages.MapGet("/callback", CompleteAsync);
        pages.MapGet("/sign-out", SignOutAsync);
        var own = routes.MapGroup(Identities).ExcludeFromDescription().RequirePage();
        own.MapPost("", ConnectAsync);
        own.MapPost("/{identity_id}/disconnect", DisconnectAsync);
    }

    /// <summary>Where signing in with a provider starts.</summary>
    public static string AddressOf(string provider, string place) => $"{SignInPages.SignIn}/{provider}?return={Uri.EscapeDataString(place)}";

    private static async Task<IResult> StartAsync(
        HttpContext context, string provider, SignInProviders providers, SignInAttempts attempts, ProviderSignIn signIn)
    {
        if (providers.Find(provider) is not { } found) return Problem.NotFound();
        var place = LocalPath.OrHome(context.Request.Query["return"]);

        // Another site could otherwise replace a sign-in that is under way.
        if (!SameOrigin.Holds(context.Request)) return SignInPages.SeeOther($"{SignInPages.SignIn}?return={Uri.EscapeDataString(place)}");
        var attempt = attempts.Start(context, found.Name, place, null);
        return await signIn.AddressAsync(found, attempt, context.RequestAborted) is { } address
            ? Results.Redirect(address)
            : Failed(ProviderRefusal.ProviderFailed, found);
    }

    private static async Task<IResult> CompleteAsync(
        HttpContext context, string provider, SignInProviders providers, SignInAttempts attempts, ProviderSignIn signIn, WebSession session)
    {
        if (providers.Find(provider) is not { } found) return Problem.NotFound();
        var signedIn = await session.FindAsync(context);
        var outcome = await signIn.CompleteAsync(
            found, attempts.Take(context), AnswerIn(context.Request.Query), session.ClientOf(context), signedIn, context.RequestAborted);
        switch (outcome)
        {
            case ProviderOutcome.Started { Session: var started, Return: var place }:
                session.Keep(context, started);
                return SignInPages.SeeOther(place);
            case ProviderOutcome.Connected:
                return Flash.SeeOther(context, AccountPages.Address, T("account.identity-connected", ("provider", found.Title)), signedIn);
            case ProviderOutcome.Limited { Reason: var reason }:
                return Problem.Of(reason);
            case ProviderOutcome.Refused { Reason: var reason }:
                return Failed(reason, found);
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, string provider, SignInProviders providers, ProviderSignIn signIn)
    {
        if (providers.Find(provider) is not { } found) return Problem.NotFound();
        return await signIn.SignOutAddressAsync(found, context.RequestAborted) is { } address
            ? Results.Redirect(address)
            : SignInPages.SeeOther(SignInPages.SignIn);
    }

    private static async Task<IResult> ConnectAsync(
        HttpContext context, IdentityService identities, SignInAttempts attempts, ProviderSignIn signIn, WebSession session)
    {
        var form = await FormBody.ReadAsync(context);
        var signedIn = context.Caller().SignedIn!;
        var outcome = await identities.ConnectAsync(
            session.ClientOf(context), signedIn, form?.Value("provider") ?? "", form?.Value("current_password") ?? "", context.RequestAborted);
        if (outcome is not Outcome<SignInProvider>.Done { Value: var provider })
            return await AccountPages.RefusedAsync(context, ((Outcome<SignInProvider>.Refused)outcome).Reason);
        var attempt = attempts.Start(context, provider.Name, AccountPages.Address, signedIn.User.Id);

        // A redirect would be blocked: the policy of pages lets forms lead to this server only.
        return await signIn.AddressAsync(provider, attempt, context.RequestAborted) is { } address
            ? Page.Of<ConnectIdentity>(new ConnectModel(provider.Title, signedIn.User.Email, address))
            : Failed(ProviderRefusal.ProviderFailed, provider);
    }

    private static async Task<IResult> DisconnectAsync(HttpContext context, string identity_id, IdentityService identities) =>
        await identities.DisconnectAsync(context.Caller().SignedIn!, identity_id, context.RequestAborted) is Outcome<Success>.Refused { Reason: var reason }
            ? await AccountPages.RefusedAsync(context, reason)
            : Flash.SeeOther(context, AccountPages.Address, T("account.identity-disconnected"));

    // A parameter that is sent twice counts as none.
    private static ProviderAnswer AnswerIn(IQueryCollection query)
    {
        return new ProviderAnswer(One("state"), One("code"), One("error"), One("iss"));

        string? One(string name) => query[name] is [{ } value] ? value : null;
    }

    private static IResult Failed(ProviderRefusal reason, SignInProvider provider)
    {
        var (status, name) = reason switch
        {
            ProviderRefusal.NotStarted => (StatusCodes.Status400BadRequest, "not-started"),
            ProviderRefusal.Denied => (StatusCodes.Status403Forbidden, "denied"),
            ProviderRefusal.ProviderFailed => (StatusCodes.Status502BadGateway, "failed"),
            ProviderRefusal.NoAccount => (StatusCodes.Status403Forbidden, "no-account"),
            ProviderRefusal.NoRole => (StatusCodes.Status403Forbidden, "no-role"),
            ProviderRefusal.NoEmail => (StatusCodes.Status403Forbidden, "no-email"),
            ProviderRefusal.EmailTaken => (StatusCodes.Status409Conflict, "email-taken"),
            ProviderRefusal.ConnectedElsewhere => (StatusCodes.Status409Conflict, "connected-elsewhere"),
            _ => throw new UnreachableException(),
        };
        var model = new ErrorPageModel(
            status, T("provider.title"), T($"provider.what.{name}", ("provider", provider.Title)), T($"provider.next.{name}", ("provider", provider.Title)),
            SignInPages.SignIn, T("frame.sign-in"));
        return Page.Of<ErrorPage>(model, status);
    }
}
