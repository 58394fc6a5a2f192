using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Security.Authentication;

/// <summary>Enforces <see cref="Access"/>: lets a request through or responds with 401 or 403.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, IAntiforgery antiforgery)
{
    public Task InvokeAsync(HttpContext context)
    {
        var access = context.GetEndpoint()?.Metadata.GetMetadata<Access>();
        return access is null ? next(context) : CheckAsync(context, access);
    }

    private async Task CheckAsync(HttpContext context, Access access)
    {
        var (caller, refusal) = await FindCallerAsync(context, access);
        if (caller is null)
        {
            await refusal!.ExecuteAsync(context);
            return;
        }

        context.SetCaller(caller);
        context.Features.Set(new BodyOwner(caller.Counted));
        await next(context);
    }

    private async ValueTask<(Caller? Caller, IResult? Refusal)> FindCallerAsync(HttpContext context, Access access)
    {
        // A key is sent on purpose, while browsers send cookies automatically. Pages are only for browsers.
        var takesSession = TakesSession(context, access);
        if (takesSession && (access.IsPage || context.Request.Headers.Authorization.Count == 0))
        {
            var session = await context.AuthenticateAsync(Schemes.Session);
            if (session.Succeeded) return await AdmitAsync(context, access, Schemes.CallerOf(session).SignedIn!);
            if (access.IsPage) return (null, await SignInRedirect.FromAsync(context));
            if (session.Failure is BadCredentialException ended) return (null, ended.Problem);
            if (access.IsForPeople)
                return (null, Problem.Unauthorized("credential_missing", "This requires a web session: sign in with POST /session or at /login."));
        }

        return Admit(await context.AuthenticateAsync(Schemes.Key), context, access, takesSession);
    }

    private async ValueTask<(Caller? Caller, IResult? Refusal)> AdmitAsync(HttpContext context, Access access, SignedIn signedIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            if (FormBody.TooLarge(context) is { } tooLarge) return (null, tooLarge);
            return (null, Problem.Forbidden(
                "antiforgery_failed",
                $"With the session cookie every request but GET and HEAD takes the session's antiforgery token (GET /session has it) in the header {SessionAntiforgery.Header}, or in the field {SessionAntiforgery.Field} of a form."));
        }

        if (access.IsPage && access.IsClosedTo(signedIn)) return (null, SignInRedirect.ToSecondFactor(context));
        var (caller, problem) = access.Admit(signedIn);
        return (caller, problem);
    }

    private static (Caller? Caller, IResult? Refusal) Admit(AuthenticateResult key, HttpContext context, Access access, bool takesSession)
    {
        if (key.None) return (null, Problem.Unauthorized("credential_missing", $"Send an API key: {KeyHandler.Forms}{(takesSession ? "; or sign in" : "")}."));
        if (key.Failure is BadCredentialException refused) return (null, refused.Problem);
        var caller = Schemes.CallerOf(key);
        if (caller == Caller.LocalCommand)
        {
            // Elsewhere the token is unknown.
            var isLocal = access.IsLocal || context.GetEndpoint()?.Metadata.GetMetadata<AlsoLocal>() is not null;
            return isLocal ? (caller, null) : (null, ((BadCredentialException)KeyHandler.UnknownSecret().Failure!).Problem);
        }

        if (caller == Caller.AdminKey && !access.IsAdmin)
        {
            return (null, access.IsLocal
                ? OnlyLocal()
                : Problem.Forbidden("admin_key_elsewhere", "The admin key is accepted for /admin/* only; use an API key of a company."));
        }
        if (access.IsLocal) return (null, OnlyLocal());
        if (access.IsForPeople) return (null, Problem.Forbidden("session_only", "This requires a signed-in user; API keys are not accepted."));
        return access.TakesAnyScope || caller.Scopes.Contains(access.Scope!)
            ? (caller, null)
            : (null, Problem.Forbidden("scope_missing", $"This requires the scope {access.Scope}, which the API key does not have."));
    }

    private static bool TakesSession(HttpContext context, Access access) =>
        access.IsForPeople || (access.Scope is not null && context.GetEndpoint()?.Metadata.GetMetadata<SessionAccepted>() is not null);

    private static Problem OnlyLocal() =>
        Problem.Forbidden("local_only", "This is only for commands on the server's own machine, with the token from its data folder.");
}
