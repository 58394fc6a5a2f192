using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Web;

namespace Vindex.Server.Security.Authentication;

/// <summary>How a request can show who is asking.</summary>
internal static class Schemes
{
    /// <summary>The <c>Authorization</c> header: an API key, the admin key, or the token of the running server.</summary>
    public const string Key = "Key";

    /// <summary>The session cookie.</summary>
    public const string Session = "Session";

    /// <summary>A caller whose credential is good.</summary>
    public static AuthenticateResult Accept(Caller caller, string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Actor)], scheme);
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), scheme);
        ticket.Properties.SetParameter(nameof(Caller), caller);
        return AuthenticateResult.Success(ticket);
    }

    /// <summary>The caller of an accepted credential.</summary>
    public static Caller CallerOf(AuthenticateResult result) => result.Properties!.GetParameter<Caller>(nameof(Caller))!;

    /// <summary>A credential that was sent and is not good.</summary>
    public static AuthenticateResult Refuse(Problem problem) => AuthenticateResult.Fail(new BadCredentialException(problem));
}

/// <summary>Why a credential was refused, as ASP.NET Core carries it; it is never thrown.</summary>
internal sealed class BadCredentialException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
