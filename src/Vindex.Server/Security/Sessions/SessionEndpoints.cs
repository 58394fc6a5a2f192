using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Security.Sessions;

/// <summary>Sessions over JSON: signing in and out.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").WithTags("Sessions");
        session.MapPost("", SignInAsync).WithName("sign_in").WithSummary("Signs in; the response sets the session cookie")
            .Accepts<SignInBody>(JsonAnswer.ContentType)
                .WithMetadata(new Problems(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests));
        session.MapGet("", Show).WithName("get_session").WithSummary("Who is signed in, with the antiforgery token for writes").RequireSignedIn();
        session.MapPatch("", SwitchAsync).WithName("switch_company").WithSummary("Switches to another company").RequireSignedIn()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        session.MapDelete("", SignOutAsync).WithName("sign_out").WithSummary("Signs out").RequireSignedIn();
        session.MapPut("/password", ChangePasswordAsync).WithName("change_password").WithSummary(
            "Changes your password and ends all your other sessions").RequireSignedIn()
            .WithMetadata(new Problems(StatusCodes.Status429TooManyRequests));

        var own = routes.MapGroup("/portal/sessions").WithTags("Sessions").RequireSignedIn();
        own.MapGet("", ListAsync).WithName("list_sessions").WithSummary("Your sessions");
        own.MapDelete("/{session_id}", EndAsync).WithName("end_session").WithSummary("Ends one of your sessions")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
    }

    private static async Task<Ok<SessionBody>> SignInAsync(
        HttpContext context, CodeSignIn signIn, WebSession session, SessionAntiforgery antiforgery)
    {
        // Before the body is read, because requests from other sites are rejected anyway.
        if (!SameOrigin.Holds(context.Request)) return Problem.Forbidden("cross_site", "This form was sent from another site. Sign in here instead.");
        var body = await Body<SignInBody>.ReadAsync(context);
        if (body.Problem is { } problem) return problem;
        return (await signIn.SignInAsync(session.ClientOf(context), body.Input, context.RequestAborted))
            .ToOk(signedIn => SessionBody.Of(session.Keep(context, signedIn), antiforgery));
    }

    private static Ok<SessionBody> Show(HttpContext context, SessionAntiforgery antiforgery) => SessionBody.Of(context.Caller().SignedIn!, antiforgery);

    private static async Task<Ok<SessionBody>> SwitchAsync(
        HttpContext context, Body<CompanyChoiceBody> body, SessionService sessions, SessionAntiforgery antiforgery) =>
        body.Problem is { } problem
            ? problem
            : (await sessions.SwitchAsync(context.Caller().SignedIn!, body.Input, context.RequestAborted)).ToOk(signedIn =>
                SessionBody.Of(signedIn, antiforgery));

    private static async Task<NoContent> SignOutAsync(HttpContext context, WebSession session)
    {
        await session.EndAsync(context);
        return NoContent.Done;
    }

    private static async Task<Ok<SessionBody>> ChangePasswordAsync(
        HttpContext context, Body<PasswordChangeBody> body, PasswordService passwords, WebSession session, SessionAntiforgery antiforgery) =>
        body.Problem is { } problem
            ? problem
            : (await passwords.ChangeAsync(session.ClientOf(context), context.Caller().SignedIn!, body.Input, context.RequestAborted))
                .ToOk(signedIn => SessionBody.Of(session.Keep(context, signedIn), antiforgery));

    private static async Task<Ok<OwnSessionListBody>> ListAsync(HttpContext context, SessionService sessions)
    {
        var signedIn = context.Caller().SignedIn!;
        var items = (await sessions.ListAsync(signedIn, context.RequestAborted))
            .Select(session =>
                new OwnSessionBody(session.Id, session.Id == signedIn.Session.Id, session.UserAgent, session.CreatedAt, session.SeenAt, session.EndsAt));
        return new OwnSessionListBody([.. items]);
    }

    private static async Task<NoContent> EndAsync(HttpContext context, string session_id, SessionService sessions) =>
        (await sessions.RevokeAsync(context.Caller(), session_id, context.RequestAborted)).ToNoContent();
}
