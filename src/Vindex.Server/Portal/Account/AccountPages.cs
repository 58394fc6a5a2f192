using System.Diagnostics;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Server.SingleSignOn;
using Vindex.Server.Web;
using Vindex.Storage.Digests;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Account;

/// <summary>Forms of signed-in users: sign out, switch company, change the password, end other sessions.</summary>
internal static class AccountPages
{
    public const string Address = "/account";

    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().RequirePage();
        pages.MapPost(PortalPaths.SignOut, SignOutAsync);
        pages.MapPost(PortalPaths.Root + "/company", SwitchAsync);
        pages.MapGet(
            Address,
            (HttpContext context, SessionService sessions) => ShowAsync(context, sessions, Flash.Take(context), null));
        pages.MapPost(Address + "/password", ChangePasswordAsync);
        pages.MapPost(Address + "/sessions/{session_id}/end", EndAsync);
        KeySettings.Map(routes.MapGroup(KeySettings.OwnPath).ExcludeFromDescription().RequirePersonPage());
    }

    /// <summary>The account page with the reason why a form was refused.</summary>
    public static Task<IResult> RefusedAsync(HttpContext context, Refusal reason) => reason is Refusal.NotFound
        ? Task.FromResult<IResult>(Problem.NotFound())
        : ShowAsync(context, context.RequestServices.GetRequiredService<SessionService>(), null, Problem.Of(reason));

    private static async Task<IResult> SignOutAsync(HttpContext context, WebSession session)
    {
        var provider = context.Caller().SignedIn!.Session.Provider;
        await session.EndAsync(context);
        FormDraft.Forget(context);
        return SignInPages.SeeOther(provider is null ? SignInPages.SignIn : $"{SignInPages.SignIn}?{SignInPages.SignedOut}={provider}");
    }

    private static async Task<IResult> SwitchAsync(HttpContext context, SessionService sessions)
    {
        var form = await FormBody.ReadAsync(context);
        var choice = new Input<CompanyChoiceBody>(new CompanyChoiceBody(form?.Value("company_id") ?? ""));
        return await sessions.SwitchAsync(context.Caller().SignedIn!, choice, context.RequestAborted) is Outcome<SignedIn>.Done
            ? SignInPages.SeeOther(LocalPath.OrHome(form?.Value("return")))
            : Problem.NotFound();
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, PasswordService passwords, SessionService sessions, WebSession session)
    {
        var form = await FormBody.ReadAsync(context);
        var input = new Input<PasswordChangeBody>(new PasswordChangeBody(form?.Value("current_password") ?? "", form?.Value("new_password") ?? ""));
        switch (await passwords.ChangeAsync(session.ClientOf(context), context.Caller().SignedIn!, input, context.RequestAborted))
        {
            case Outcome<SignedIn>.Done { Value: var signedIn }:
                session.Keep(context, signedIn);
                return Flash.SeeOther(context, Address, T("account.password-changed"), signedIn);
            case Outcome<SignedIn>.Refused refused:
                return await ShowAsync(context, sessions, null, Problem.Of(refused.Reason));
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<IResult> EndAsync(HttpContext context, string session_id, SessionService sessions) =>
        await sessions.RevokeAsync(context.Caller(), session_id, context.RequestAborted) is Outcome<Success>.Done
            ? SignInPages.SeeOther(Address)
            : Problem.NotFound();

    private static async Task<IResult> ShowAsync(HttpContext context, SessionService sessions, string? notice, Problem? problem)
    {
        var signedIn = context.Caller().SignedIn!;
        var own = (await sessions.ListAsync(signedIn, context.RequestAborted))
            .Select(session => new AccountSession(
                session.Id, session.UserAgent ?? T("account.unknown-device"), session.SeenAt, session.CreatedAt, session.Id == signedIn.Session.Id));
        var model = new AccountModel(
            PortalFrames.Of(context, T("frame.account"), null),
            signedIn.User.Email,
            signedIn.User.Name,
            [.. signedIn.Companies.Select(company => (company.Name, T($"account.role.{RoleNames.Of(company.Role)}")))],
            signedIn.User.IsAdmin,
            await WaysAsync(context, signedIn),
            [.. own],
            notice,
            problem is null ? null : Translated(problem.Detail))
        {
            Digest = await DigestAsync(context, signedIn),
            HasSecondFactor = signedIn.User.HasSecondFactor ? true
                : context.RequestServices.GetRequiredService<OwnSecondFactor>().IsPossible(signedIn.User) ? false
                : null,
        };
        return Page.Of<OwnAccount>(model, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<AccountDigest?> DigestAsync(HttpContext context, SignedIn signedIn)
    {
        if (signedIn.Company is not { } place || !PlaceRights.IsWhole(place, Scopes.ScoresRead)) return null;
        var digests = context.RequestServices.GetRequiredService<DigestService>();
        var digest = await digests.FindAsync(context.Caller(), new DigestReader(signedIn.User.Id, null), context.RequestAborted);
        return new AccountDigest(DigestPaths.Own, digest?.DueAt);
    }

    private static async Task<SignInWays> WaysAsync(HttpContext context, SignedIn signedIn)
    {
        var identities = context.RequestServices.GetRequiredService<IdentityService>();
        var providers = context.RequestServices.GetRequiredService<SignInProviders>().All;
        var connected = await identities.ListAsync(signedIn, context.RequestAborted);
        return new SignInWays(
            [
                .. connected.Select(identity => new ConnectedIdentity(
                    identity.Id, providers.FirstOrDefault(provider => provider.Issuer == identity.Issuer)?.Title ?? identity.Issuer, identity.Subject,
                    identity.CreatedAt)),
            ],
            [
                .. providers.Where(provider => connected.All(identity => identity.Issuer != provider.Issuer))
                    .Select(provider => (provider.Name, provider.Title)),
            ],
            identities.TakesPassword(signedIn),
            identities.CanChange(signedIn));
    }
}
