using Microsoft.AspNetCore.Antiforgery;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

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
        pages.MapGet(Address, (HttpContext context, IStore store, SessionRegister sessions, IAntiforgery antiforgery) =>
            ShowAsync(context, store, sessions, antiforgery, Flash.Take(context), null));
        pages.MapPost(Address + "/password", ChangePasswordAsync);
        pages.MapPost(Address + "/sessions/{session_id}/end", EndAsync);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionRegister sessions)
    {
        await sessions.EndAsync(context, context.Caller().SignedIn!);
        return SignInPages.SeeOther(SignInPages.SignIn);
    }

    private static async Task<IResult> SwitchAsync(HttpContext context, SessionRegister sessions)
    {
        var form = await FormBody.ReadAsync(context);
        return await sessions.SwitchAsync(context, context.Caller().SignedIn!, form?.Value("company_id") ?? "") is null
            ? Problem.NotFound()
            : SignInPages.SeeOther(LocalPath.OrHome(form?.Value("return")));
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext context, IStore store, SessionRegister sessions, IAntiforgery antiforgery, PasswordChange change)
    {
        var form = await FormBody.ReadAsync(context);
        var (signedIn, problem) = await change.ChangeAsync(
            context, context.Caller().SignedIn!, form?.Value("current_password") ?? "", form?.Value("new_password") ?? "");
        return signedIn is null
            ? await ShowAsync(context, store, sessions, antiforgery, null, problem)
            : Flash.SeeOther(context, Address, "Your password has been changed and all other sessions have ended.", signedIn);
    }

    private static async Task<IResult> EndAsync(HttpContext context, string session_id, SessionRegister sessions) =>
        await sessions.RevokeAsync(context, session_id) ? SignInPages.SeeOther(Address) : Problem.NotFound();

    private static async Task<IResult> ShowAsync(
        HttpContext context, IStore store, SessionRegister sessions, IAntiforgery antiforgery, string? notice, Problem? problem)
    {
        var signedIn = context.Caller().SignedIn!;
        var own = (await store.Sessions.ListAsync(signedIn.User.Id, context.RequestAborted)).Where(sessions.IsLive)
            .Select(session => new AccountSession(
                session.Id, session.UserAgent ?? "(unknown)", session.SeenAt, session.CreatedAt, session.Id == signedIn.Session.Id));
        var model = new AccountModel(
            signedIn.User.Email,
            signedIn.User.Name,
            [.. signedIn.Companies.Select(company => (company.Name, RoleNames.Of(company.Role)))],
            signedIn.User.IsAdmin,
            [.. own],
            antiforgery.GetTokens(context).RequestToken!,
            notice,
            problem?.Detail);
        return Page.Of<OwnAccount>(model, problem?.Status ?? StatusCodes.Status200OK);
    }
}
