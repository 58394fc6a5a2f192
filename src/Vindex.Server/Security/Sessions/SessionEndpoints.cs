using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;

namespace Vindex.Server.Security.Sessions;

/// <summary>Sessions over JSON: signing in and out.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").WithTags("Sessions");
        session.MapPost("", SignInAsync).WithName("sign_in").WithSummary("Signs in; the response sets the session cookie")
            .Accepts<SignInBody>(JsonAnswer.ContentType).WithMetadata(new Problems(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests));
        session.MapGet("", Show).WithName("get_session").WithSummary("Who is signed in, with the antiforgery token for writes").RequireSignedIn();
        session.MapPatch("", SwitchAsync).WithName("switch_company").WithSummary("Switches to another company").RequireSignedIn()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        session.MapDelete("", SignOutAsync).WithName("sign_out").WithSummary("Signs out").RequireSignedIn();
        session.MapPut("/password", ChangePasswordAsync).WithName("change_password").WithSummary("Changes your password and ends all your other sessions").RequireSignedIn()
            .WithMetadata(new Problems(StatusCodes.Status429TooManyRequests));

        var own = routes.MapGroup("/portal/sessions").WithTags("Sessions").RequireSignedIn();
        own.MapGet("", ListAsync).WithName("list_sessions").WithSummary("Your sessions");
        own.MapDelete("/{session_id}", EndAsync).WithName("end_session").WithSummary("Ends one of your sessions")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
    }

    private static async Task<Ok<SessionBody>> SignInAsync(HttpContext context, SignIn signIn, SessionRegister sessions, SessionAntiforgery antiforgery)
    {
        // Before the body is read, because requests from other sites are rejected anyway.
        if (!SameOrigin.Holds(context.Request)) return Problem.Forbidden("cross_site", "This form was sent from another site. Sign in here instead.");
        var body = await Body<SignInBody>.ReadAsync(context);
        if (body.Problem is { } problem) return problem;
        if (body.Input.Errors.Any) return Problem.Invalid(body.Input.Errors);
        var (user, refused) = await signIn.CheckAsync(context, body.Input.Value.Email, body.Input.Value.Password);
        if (user is null) return refused!;
        return await sessions.StartAsync(context, user, null, "password") is { } signedIn
            ? SessionBody.Of(signedIn, antiforgery)
            : Problem.Unauthorized("sign_in_failed", SignIn.Wrong);
    }

    private static Ok<SessionBody> Show(HttpContext context, SessionAntiforgery antiforgery) => SessionBody.Of(context.Caller().SignedIn!, antiforgery);

    private static async Task<Ok<SessionBody>> SwitchAsync(HttpContext context, Body<CompanyChoiceBody> body, SessionRegister sessions, SessionAntiforgery antiforgery)
    {
        if (body.Problem is { } problem) return problem;
        if (body.Input.Errors.Any) return Problem.Invalid(body.Input.Errors);
        return await sessions.SwitchAsync(context, context.Caller().SignedIn!, body.Input.Value.CompanyId) is { } signedIn
            ? SessionBody.Of(signedIn, antiforgery)
            : Problem.NotFound();
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, SessionRegister sessions)
    {
        await sessions.EndAsync(context, context.Caller().SignedIn!);
        return NoContent.Done;
    }

    private static async Task<Ok<SessionBody>> ChangePasswordAsync(HttpContext context, Body<PasswordChangeBody> body, PasswordChange change, SessionAntiforgery antiforgery)
    {
        if (body.Problem is { } problem) return problem;
        if (body.Input.Errors.Any) return Problem.Invalid(body.Input.Errors);
        var (signedIn, refused) = await change.ChangeAsync(context, context.Caller().SignedIn!, body.Input.Value.CurrentPassword, body.Input.Value.NewPassword);
        return signedIn is null ? refused! : SessionBody.Of(signedIn, antiforgery);
    }

    private static async Task<Ok<OwnSessionListBody>> ListAsync(HttpContext context, IStore store, SessionRegister sessions)
    {
        var signedIn = context.Caller().SignedIn!;
        var items = (await store.Sessions.ListAsync(signedIn.User.Id, context.RequestAborted)).Where(sessions.IsLive)
            .Select(session => new OwnSessionBody(session.Id, session.Id == signedIn.Session.Id, session.UserAgent, session.CreatedAt, session.SeenAt, session.EndsAt));
        return new OwnSessionListBody([.. items]);
    }

    private static async Task<NoContent> EndAsync(HttpContext context, string session_id, SessionRegister sessions) =>
        await sessions.RevokeAsync(context, session_id) ? NoContent.Done : Problem.NotFound();
}
