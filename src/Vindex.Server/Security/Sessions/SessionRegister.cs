using Vindex.Server.Caching;
using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>Starts, finds and ends sessions.</summary>
internal sealed class SessionRegister(IStore store, TimeProvider time, Randomness randomness, Ids ids, Audit audit, WebSessionOptions options, SecurityOptions security) : IDisposable
{
    private const int MaxUserAgent = 200;
    private static readonly object s_key = new();

    private readonly StoreCache<LiveSession> _sessions = new(
        (hash, cancellationToken) => store.Sessions.FindAsync(Convert.FromHexString(hash), cancellationToken), time, security.KeyCache);

    /// <summary>The user of the request's cookie; null if there is none or the session has ended.</summary>
    public async ValueTask<SignedIn?> FindAsync(HttpContext context)
    {
        if (context.Items.TryGetValue(s_key, out var known)) return (SignedIn?)known;
        var found = await FindAsync(SessionCookie.Read(context.Request), context.RequestAborted);
        context.Items[s_key] = found;
        return found;
    }

    /// <summary>
    /// Starts a session with a new token, whatever cookie was sent (an attacker may have set it), and ends the cookie's session. False if the
    /// account no longer exists.
    /// </summary>
    /// <param name="context">The request, whose response sets the cookie.</param>
    /// <param name="user">The user.</param>
    /// <param name="companyId">The current company; null for the account's first.</param>
    /// <param name="reason">The reason for the audit log: <c>password</c>, <c>invitation</c> or <c>reset</c>.</param>
    public async Task<SignedIn?> StartAsync(HttpContext context, User user, string? companyId, string reason)
    {
        var now = time.GetUtcNow();
        var token = SecretToken.Create(randomness);
        var companies = await store.Sessions.CompaniesOfAsync(user.Id, context.RequestAborted);
        var company = companies.FirstOrDefault(one => one.CompanyId == companyId) ?? (companies.Count > 0 ? companies[0] : null);
        var agent = context.Request.Headers.UserAgent.ToString();
        var session = new Session(
            "se_" + ids.TimeOrdered(),
            SecretToken.Hash(token)!,
            user.Id,
            company?.CompanyId,
            agent.Length == 0 ? null : agent[..Math.Min(agent.Length, MaxUserAgent)],
            now,
            now,
            now + options.Lifetime);
        var entry = audit.Entry("user:" + user.Id, "session.started", company?.CompanyId, user.Id, ("email", user.Email), ("by", reason));
        if (!await store.Sessions.StartAsync(session, SecretToken.Hash(SessionCookie.Read(context.Request)), entry, context.RequestAborted)) return null;
        Forget();
        SessionCookie.Write(context, token, options.Lifetime);
        var signedIn = new SignedIn(new LiveSession(session, user, companies), token);
        context.Items[s_key] = signedIn;
        return signedIn;
    }

    /// <summary>Switches to another company; null if the account does not belong to it.</summary>
    public async Task<SignedIn?> SwitchAsync(HttpContext context, SignedIn signedIn, string companyId)
    {
        var switched = await store.Sessions.SwitchAsync(signedIn.Session.Id, companyId, context.RequestAborted);
        Forget();
        if (!switched) return null;
        context.Items.Remove(s_key);
        return await FindAsync(context);
    }

    /// <summary>Ends the request's own session.</summary>
    public async Task EndAsync(HttpContext context, SignedIn signedIn)
    {
        var entry = audit.Entry(signedIn.Actor, "session.ended", signedIn.Company?.CompanyId, signedIn.User.Id);
        await store.Sessions.EndAsync(signedIn.User.Id, signedIn.Session.Id, entry, context.RequestAborted);
        Forget();
        SessionCookie.Clear(context);
        context.Items[s_key] = null;
    }

    /// <summary>Ends one of the caller's sessions. False if the caller has no such session.</summary>
    public async Task<bool> RevokeAsync(HttpContext context, string sessionId)
    {
        var caller = context.Caller();
        var entry = audit.Entry(caller, "session.revoked", caller.CompanyId, sessionId);
        var ended = await store.Sessions.EndAsync(caller.SignedIn!.User.Id, sessionId, entry, context.RequestAborted);
        Forget();
        return ended;
    }

    /// <summary>Whether a session is still valid.</summary>
    public bool IsLive(Session session)
    {
        var now = time.GetUtcNow();
        return now < session.EndsAt && now - session.SeenAt < options.Idle;
    }

    /// <summary>Must be called after a change to sessions, accounts or memberships.</summary>
    public void Forget() => _sessions.Forget();

    public void Dispose() => _sessions.Dispose();

    private async ValueTask<SignedIn?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (SecretToken.Hash(token) is not { } hash) return null;
        if (await _sessions.FindAsync(Convert.ToHexString(hash), cancellationToken) is not { } live || !IsLive(live.Session)) return null;
        if (time.GetUtcNow() - live.Session.SeenAt >= options.SeenPrecision)
        {
            await store.Sessions.TouchAsync(live.Session.Id, time.GetUtcNow(), cancellationToken);
            Forget();
        }

        return new SignedIn(live, token!);
    }
}
