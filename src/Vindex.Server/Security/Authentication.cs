using System.Security.Cryptography;
using System.Text;
using Vindex.Server.Companies;
using Vindex.Server.Operations;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Keys;

namespace Vindex.Server.Security;

/// <summary>Lets a request through to a route that asks for a credential, or answers 401 or 403.</summary>
internal sealed class Authentication(RequestDelegate next, CompanyDirectory directory, TimeProvider time, SecurityOptions options, LocalToken localToken, SessionRegister sessions)
{
    private const string Forms = "Authorization: Bearer <api key>, or Basic with the user name api and the key as password";
    private static readonly Caller s_adminKey = new("admin-key", null, null, [Scopes.Admin], null);
    private readonly byte[]? _adminKey = options.AdminKey is null ? null : Hash(options.AdminKey);
    private readonly byte[] _localToken = Hash(localToken.Value);

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
        await next(context);
    }

    private async ValueTask<(Caller? Caller, IResult? Refusal)> FindCallerAsync(HttpContext context, Access access)
    {
        // Whoever sends a key means it: browsers send the cookie by themselves. Pages are for browsers alone.
        var bySession = TakesSession(context, access) && (access.IsPage || context.Request.Headers.Authorization.Count == 0);
        if (bySession && await sessions.FindAsync(context) is { } signedIn) return await AdmitAsync(context, access, signedIn);
        if (access.IsPage) return (null, ToSignIn(context));
        if (bySession && SessionCookie.Read(context.Request) is not null)
            return (null, Problem.Unauthorized("session_ended", "This session has ended; sign in again."));
        if (bySession && access.IsForPeople)
            return (null, Problem.Unauthorized("credential_missing", "Sign in (POST /session, or the page /login): this takes a web session."));
        return await FindKeyAsync(context, access);
    }

    private static async ValueTask<(Caller? Caller, IResult? Refusal)> AdmitAsync(HttpContext context, Access access, SignedIn signedIn)
    {
        var method = context.Request.Method;
        var isWrite = !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);
        if (isWrite && (!SameOrigin.Holds(context.Request) || !Antiforgery.IsRight(signedIn, await Antiforgery.ReadAsync(context))))
        {
            return (null, Problem.Forbidden(
                "antiforgery_failed", $"With the session cookie every request but GET and HEAD takes the session's antiforgery token (GET /session has it) in the header {Antiforgery.Header}, or in the field {Antiforgery.Field} of a form."));
        }

        return access.Admit(signedIn);
    }

    // What a form sent is not kept: signing in goes on to where it stood. A part of a page that script asks for is no place to sign in:
    // the form would stand in the middle of the page.
    private static IResult ToSignIn(HttpContext context)
    {
        var request = context.Request;
        var isPart = request.Headers.ContainsKey("HX-Request");
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var place = isRead && !isPart
            ? request.PathBase + request.Path + request.QueryString
            : PlaceOf(request, isPart ? request.Headers["HX-Current-URL"] : request.Headers.Referer);
        var address = $"/login?return={Uri.EscapeDataString(place)}";
        if (!isPart) return Results.Redirect(address);
        context.Response.Headers["HX-Redirect"] = address;
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    private static string PlaceOf(HttpRequest request, string? page) =>
        Uri.TryCreate(page, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? LocalPath.OrHome(uri.PathAndQuery)
            : LocalPath.Home;

    private async ValueTask<(Caller? Caller, Problem? Problem)> FindKeyAsync(HttpContext context, Access access)
    {
        var (secret, fault) = Credential.Read(context.Request);
        if (secret is not { } credential)
        {
            return (null, fault is null
                ? Problem.Unauthorized("credential_missing", $"Send an API key: {Forms}{(TakesSession(context, access) ? "; or sign in" : "")}.")
                : Problem.Unauthorized("credential_malformed", $"The Authorization header that was sent cannot be used: {fault}. Send {Forms}."));
        }

        if (!KeyText.TryParse(credential, out var text)) return FindOtherThanKey(credential, access, IsLocal(context, access));
        var key = await directory.FindKeyAsync(text.Id, context.RequestAborted);
        if (key is null || !Accepts(key, text.SecretHash()))
            return (null, Problem.Unauthorized("credential_invalid", "This API key is not known, or no longer valid."));
        if (access.IsLocal) return (null, OnlyLocal());
        if (access.IsForPeople) return (null, Problem.Forbidden("session_only", "This is for people who are signed in; no API key opens it."));
        if (key.Scopes.Contains(access.Scope!)) return (new Caller("key:" + key.Id, key.Id, key.CompanyId, key.Scopes, key.CustomerIds), null);
        return (null, Problem.Forbidden("scope_missing", $"This takes the scope {access.Scope}, which the API key does not have."));
    }

    private (Caller? Caller, Problem? Problem) FindOtherThanKey(string credential, Access access, bool local)
    {
        var hash = Hash(credential);
        if (local && CryptographicOperations.FixedTimeEquals(hash, _localToken)) return (Caller.LocalCommand, null);
        if (_adminKey is null || !CryptographicOperations.FixedTimeEquals(hash, _adminKey))
            return (null, Problem.Unauthorized("credential_invalid", "This is not an API key that is known here."));
        if (access.IsAdmin) return (s_adminKey, null);
        return (null, access.IsLocal ? OnlyLocal() : Problem.Forbidden("admin_key_elsewhere", "The admin key opens /admin/* only; use an API key of a company here."));
    }

    private static bool TakesSession(HttpContext context, Access access) =>
        access.IsForPeople || (access.Scope is not null && context.GetEndpoint()?.Metadata.GetMetadata<SessionAccepted>() is not null);

    private static bool IsLocal(HttpContext context, Access access) =>
        access.IsLocal || context.GetEndpoint()?.Metadata.GetMetadata<AlsoLocal>() is not null;

    private static Problem OnlyLocal() =>
        Problem.Forbidden("local_only", "This is for a command on the server's own machine, with the token that the server leaves in its data folder.");

    private bool Accepts(ApiKey key, byte[] secretHash)
    {
        var now = time.GetUtcNow();
        if (key.ExpiresAt <= now) return false;

        // Both are compared, whichever fits, so that the time taken tells nothing.
        var present = CryptographicOperations.FixedTimeEquals(secretHash, key.SecretHash);
        var previous = key.PreviousSecretHash is not null && CryptographicOperations.FixedTimeEquals(secretHash, key.PreviousSecretHash) && now < key.PreviousValidUntil;
        return present || previous;
    }

    // Hashes have one length, so that comparing them does not tell the length of the secret.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
