using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Account;

/// <summary>One's own second factor: setting it up, new recovery codes, turning it off.</summary>
internal static class SecondFactorPages
{
    public const string Address = AccountPages.Address + "/second-factor";
    private const string Codes = "codes";
    private const int Group = 4;

    public static void MapSecondFactorPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Address).ExcludeFromDescription().RequirePage();
        pages.MapGet("", (HttpContext context, SecondFactorService factors) => ShowAsync(context, factors, null));
        pages.MapPost("", PrepareAsync);
        pages.MapPost("/on", TurnOnAsync);
        pages.MapPost("/codes", ReplaceCodesAsync);
        pages.MapPost("/off", TurnOffAsync);
    }

    private static async Task<IResult> PrepareAsync(HttpContext context, OwnSecondFactor own, SecondFactorService factors, WebSession session)
    {
        var form = await FormBody.ReadAsync(context);
        var outcome = await own.PrepareAsync(
            session.ClientOf(context), context.Caller().SignedIn!, form?.Value("current_password") ?? "", context.RequestAborted);
        return outcome is Outcome<Success>.Refused { Reason: var reason } ? await ShowAsync(context, factors, reason) : SignInPages.SeeOther(Address);
    }

    private static async Task<IResult> TurnOnAsync(HttpContext context, SecondFactorService factors)
    {
        var form = await FormBody.ReadAsync(context);
        var outcome = await factors.TurnOnAsync(context.Caller().SignedIn!, form?.Value("code") ?? "", context.RequestAborted);
        return await AfterCodesAsync(context, factors, outcome);
    }

    private static async Task<IResult> ReplaceCodesAsync(HttpContext context, OwnSecondFactor own, SecondFactorService factors, WebSession session)
    {
        var proof = await ProofAsync(context);
        var outcome = await own.ReplaceCodesAsync(session.ClientOf(context), context.Caller().SignedIn!, proof, context.RequestAborted);
        return await AfterCodesAsync(context, factors, outcome);
    }

    private static async Task<IResult> TurnOffAsync(HttpContext context, OwnSecondFactor own, SecondFactorService factors, WebSession session)
    {
        var proof = await ProofAsync(context);
        var outcome = await own.TurnOffAsync(session.ClientOf(context), context.Caller().SignedIn!, proof, context.RequestAborted);
        return outcome is Outcome<Success>.Refused { Reason: not Refusal.NotFound and var reason }
            ? await ShowAsync(context, factors, reason)
            : Flash.SeeOther(context, AccountPages.Address, T("second-factor.turned-off"));
    }

    // Not found: the secret has expired, or something changed in another window. The page shows what is true now.
    private static async Task<IResult> AfterCodesAsync(HttpContext context, SecondFactorService factors, Outcome<IReadOnlyList<string>> outcome) =>
        outcome switch
        {
            Outcome<IReadOnlyList<string>>.Done { Value: var codes } => ShownOnce.Of(context).SeeOther(context, Address, (Codes, string.Join('\n', codes))),
            Outcome<IReadOnlyList<string>>.Refused { Reason: not Refusal.NotFound and var reason } => await ShowAsync(context, factors, reason),
            _ => SignInPages.SeeOther(Address),
        };

    private static async Task<SecondFactorProof> ProofAsync(HttpContext context)
    {
        var form = await FormBody.ReadAsync(context);
        return new SecondFactorProof(form?.Value("current_password") ?? "", form?.Value("code") ?? "");
    }

    private static async Task<IResult> ShowAsync(HttpContext context, SecondFactorService factors, Refusal? refusal)
    {
        var signedIn = context.Caller().SignedIn!;
        var factor = await factors.FindAsync(signedIn.User, context.RequestAborted);
        if (factor is null && !context.RequestServices.GetRequiredService<OwnSecondFactor>().IsPossible(signedIn.User))
            return SignInPages.SeeOther(AccountPages.Address);
        var setup = factor is null ? await factors.SetupAsync(signedIn.User, context.RequestAborted) : null;
        var problem = refusal is null ? null : Problem.Of(refusal);
        if (problem?.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
        var model = new SecondFactorModel(PortalFrames.Of(context, T("second-factor.title"), null), signedIn.User.Email, signedIn.LacksSecondFactor)
        {
            State = factor is null ? null : new SecondFactorState(factor.ChangedAt, factor.RecoveryCodes),
            Secret = setup is null ? null : new SecondFactorSecret(string.Join(' ', setup.Key.Chunk(Group).Select(part => new string(part))), setup.Uri),
            Codes = ShownOnce.Of(context).Take(context)?.GetValueOrDefault(Codes)?.Split('\n'),
            Notice = Flash.Take(context),
            Error = problem is null ? null : Translated(problem.Detail),
        };
        return Page.Of<SecondFactorPage>(model, problem?.Status ?? StatusCodes.Status200OK);
    }
}
