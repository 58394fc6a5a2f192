using Vindex.Server.Security.Passwords;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Security.Sessions;

/// <summary>Signing in and out, for scripts of pages.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").WithTags("Sessions");
        session.MapPost("", SignInAsync).WithName("sign_in").WithSummary("Signs in: the answer sets the session cookie")
            .Accepts<SignInBody>(JsonAnswer.ContentType).Produces<SessionBody>()
            .WithMetadata(new Problems(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests));
        session.MapGet("", (HttpContext context, Antiforgery antiforgery) => JsonAnswer.Ok(SessionBody.Of(context.Caller().SignedIn!, antiforgery), WireJson.Shared.SessionBody))
            .WithName("get_session").WithSummary("Who is signed in, with the antiforgery token for writes").RequireSignedIn().Produces<SessionBody>();
        session.MapPatch("", SwitchAsync).WithName("switch_company").WithSummary("Looks at another of one's companies").RequireSignedIn()
            .Accepts<CompanyChoiceBody>(JsonAnswer.ContentType).Produces<SessionBody>().WithMetadata(new Problems(StatusCodes.Status404NotFound));
        session.MapDelete("", SignOutAsync).WithName("sign_out").WithSummary("Signs out").RequireSignedIn().Produces(StatusCodes.Status204NoContent);
        session.MapPut("/password", ChangePasswordAsync).WithName("change_password").WithSummary("Changes one's password and ends all one's other sessions").RequireSignedIn()
            .Accepts<PasswordChangeBody>(JsonAnswer.ContentType).Produces<SessionBody>().WithMetadata(new Problems(StatusCodes.Status429TooManyRequests));

        var own = routes.MapGroup("/portal/sessions").WithTags("Sessions").RequireSignedIn();
        own.MapGet("", ListAsync).WithName("list_sessions").WithSummary("One's own sessions").Produces<OwnSessionListBody>();
        own.MapDelete("/{session_id}", EndAsync).WithName("end_session").WithSummary("Ends one of one's own sessions").Produces(StatusCodes.Status204NoContent)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIn signIn, SessionRegister sessions, Antiforgery antiforgery)
    {
        if (!SameOrigin.Holds(context.Request)) return CrossSite();
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var email = fields.Text("email", EmailAddress.MaxLength, required: true);
            var password = fields.Text("password", PasswordRules.MaxLength, required: true);
            if (errors.Any) return Problem.Invalid(errors);
            var (user, refused) = await signIn.CheckAsync(context, email!, password!);
            if (user is null) return refused!;
            return await sessions.StartAsync(context, user, null, "password") is { } signedIn
                ? JsonAnswer.Ok(SessionBody.Of(signedIn, antiforgery), WireJson.Shared.SessionBody)
                : Problem.Unauthorized("sign_in_failed", SignIn.Wrong);
        }
    }

    private static async Task<IResult> SwitchAsync(HttpContext context, IStore store, SessionRegister sessions, Antiforgery antiforgery)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var companyId = JsonFields.Of(body.Root, errors).Line("company_id", 255, required: true);
            if (errors.Any) return Problem.Invalid(errors);
            return await sessions.SwitchAsync(context, context.Caller().SignedIn!, companyId!) is { } signedIn
                ? JsonAnswer.Ok(SessionBody.Of(signedIn, antiforgery), WireJson.Shared.SessionBody)
                : Problem.NotFound();
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionRegister sessions)
    {
        await sessions.EndAsync(context, context.Caller().SignedIn!);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext context, PasswordChange change, Antiforgery antiforgery)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var current = fields.Text("current_password", PasswordRules.MaxLength, required: true);
            var next = fields.Text("new_password", int.MaxValue, required: true);
            if (errors.Any) return Problem.Invalid(errors);
            var (signedIn, refused) = await change.ChangeAsync(context, context.Caller().SignedIn!, current!, next!);
            return signedIn is null ? refused! : JsonAnswer.Ok(SessionBody.Of(signedIn, antiforgery), WireJson.Shared.SessionBody);
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context, IStore store, SessionRegister sessions)
    {
        var signedIn = context.Caller().SignedIn!;
        var items = (await store.Sessions.ListAsync(signedIn.User.Id, context.RequestAborted)).Where(sessions.IsLive)
            .Select(session => new OwnSessionBody(session.Id, session.Id == signedIn.Session.Id, session.UserAgent, session.CreatedAt, session.SeenAt, session.EndsAt));
        return JsonAnswer.Ok(new OwnSessionListBody([.. items]), WireJson.Shared.OwnSessionListBody);
    }

    private static async Task<IResult> EndAsync(HttpContext context, string session_id, SessionRegister sessions) =>
        await sessions.RevokeAsync(context, session_id) ? Results.NoContent() : Problem.NotFound();

    private static Problem CrossSite() => Problem.Forbidden("cross_site", "This form was sent from a page of another site; sign in on this one.");
}
