using Vindex.Server.Security.Limits;

namespace Vindex.Server.Security.Sessions;

/// <summary>The session of a request, by its cookie.</summary>
internal sealed class WebSession(SessionService sessions, KnownBrowsers browsers, IOptions<WebSessionOptions> options)
{
    private const int MaxUserAgent = 200;
    private static readonly object s_key = new();

    /// <summary>Who is signed in; null for nobody, or when the session has ended. Looked up once per request.</summary>
    public async ValueTask<SignedIn?> FindAsync(HttpContext context)
    {
        if (context.Items.TryGetValue(s_key, out var known)) return (SignedIn?)known;
        var found = await sessions.FindAsync(SessionCookie.Read(context.Request), context.RequestAborted);
        context.Items[s_key] = found;
        return found;
    }

    /// <summary>Sends the cookie of a session that was started, and the one that the browser is recognized by.</summary>
    public SignedIn Keep(HttpContext context, SignedIn signedIn)
    {
        browsers.Remember(context, signedIn.User.Email);
        SessionCookie.Write(context, signedIn.Token, options.Value.Lifetime);
        context.Items[s_key] = signedIn;
        return signedIn;
    }

    /// <summary>Signs out and removes the cookie.</summary>
    public async Task EndAsync(HttpContext context)
    {
        await sessions.EndAsync(context.Caller().SignedIn!, context.RequestAborted);
        SessionCookie.Clear(context);
        context.Items[s_key] = null;
    }

    /// <summary>What services need to know of a request to sign in.</summary>
    public Client ClientOf(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new Client(
            CallerAddress.Of(context),
            agent.Length == 0 ? null : agent[..Math.Min(agent.Length, MaxUserAgent)],
            SessionCookie.Read(context.Request),
            email => browsers.Find(context.Request, email),
            (limit, decision) => RateLimiting.Report(context, limit, decision));
    }
}
