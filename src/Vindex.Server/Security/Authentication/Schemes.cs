using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Web;

namespace Vindex.Server.Security.Authentication;

/// <summary>The authentication schemes.</summary>
internal static class Schemes
{
    /// <summary>The <c>Authorization</c> header: an API key, the admin key, or the token of the running server.</summary>
    public const string Key = "Key";

    /// <summary>The session cookie.</summary>
    public const string Session = "Session";

    /// <summary>A caller with a valid credential.</summary>
    public static AuthenticateResult Accept(Caller caller, string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Actor)], scheme);
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), scheme);
        ticket.Properties.SetParameter(nameof(Caller), caller);
        return AuthenticateResult.Success(ticket);
    }

    /// <summary>The caller of an accepted credential.</summary>
    public static Caller CallerOf(AuthenticateResult result) => result.Properties!.GetParameter<Caller>(nameof(Caller))!;

    /// <summary>An invalid credential.</summary>
    public static AuthenticateResult Refuse(Problem problem) => AuthenticateResult.Fail(new BadCredentialException(problem));
}

/// <summary>Carries the refusal of a credential through ASP.NET Core; never thrown.</summary>
internal sealed class BadCredentialException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
