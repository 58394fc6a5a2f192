using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Security.Authentication;

/// <summary>Authenticates by the session cookie.</summary>
internal sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, WebSession session)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await session.FindAsync(Context) is { } signedIn) return Schemes.Accept(Caller.Of(signedIn, scope: null), Schemes.Session);
        return SessionCookie.Read(Request) is null
            ? AuthenticateResult.NoResult()
            : Schemes.Refuse(Problem.Unauthorized("session_ended", "This session has ended; sign in again."));
    }
}
