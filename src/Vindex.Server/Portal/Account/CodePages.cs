using Vindex.Server.Pages;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Portal.Account;

/// <summary>The form for the code, after the password or a link was right.</summary>
/// <param name="Return">Where to redirect after signing in.</param>
/// <param name="Error">Error message; null for none.</param>
public sealed record CodeModel(string Return, string? Error);

/// <summary>The second step of signing in.</summary>
internal static class CodePages
{
    private const string Address = SignInPages.SignIn + "/code";

    public static void MapCodePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Address).ExcludeFromDescription();
        pages.MapGet("", Show);
        pages.MapPost("", SignInAsync);
    }

    /// <summary>The form that leads to a page afterwards.</summary>
    public static string AddressOf(string place) => $"{Address}?return={Uri.EscapeDataString(place)}";

    private static IResult Show(HttpContext context, SecondStepCookie cookie)
    {
        var place = LocalPath.OrHome(context.Request.Query["return"]);
        return cookie.Find(context.Request) is null ? FromTheStart(place) : Page.Of<CodePage>(new CodeModel(place, null));
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SecondStepCookie cookie, CodeSignIn codes, WebSession session)
    {
        var (form, refused) = await SignInPages.ReadAsync(context);
        if (form is null) return refused!;
        var place = LocalPath.OrHome(form.Value("return"));
        if (cookie.Find(context.Request) is not { } pending) return FromTheStart(place);
        var outcome = await codes.CompleteAsync(session.ClientOf(context), pending, form.Value("code"), context.RequestAborted);
        if (outcome is Outcome<SignedIn>.Refused { Reason: not Refusal.NotFound and var reason })
            return SignInPages.Again<CodePage>(context, reason, error => new CodeModel(place, error));
        SecondStepCookie.Remove(context);
        if (outcome is not Outcome<SignedIn>.Done { Value: var signedIn }) return FromTheStart(place);
        session.Keep(context, signedIn);
        return SignInPages.SeeOther(place);
    }

    // Too much time has passed, or the password was changed.
    private static IResult FromTheStart(string place) => SignInPages.SeeOther($"{SignInPages.SignIn}?return={Uri.EscapeDataString(place)}");
}
