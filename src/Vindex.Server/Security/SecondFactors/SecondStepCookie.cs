using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>
/// Keeps a sign-in that waits for a code in the browser, in a cookie that only servers with this store can read. It opens nothing: the code is still needed.
/// </summary>
internal sealed class SecondStepCookie(IDataProtectionProvider protection, TimeProvider time)
{
    public const string SecureName = "__Host-vindex-second-step";
    public const string PlainName = "vindex-second-step";
    private const int MaxLength = 4096;
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.SecondStep.v1");

    /// <summary>Keeps a sign-in.</summary>
    public void Keep(HttpContext context, PendingSignIn pending)
    {
        var text = _protector.Protect(JsonSerializer.Serialize(pending, SecurityJson.Shared.PendingSignIn));
        context.Response.Cookies.Append(Name(context.Request), text, Options(context.Request, PendingSignIn.Lifetime));
    }

    /// <summary>The sign-in of this browser that waits for a code; null if there is none or it has expired.</summary>
    public PendingSignIn? Find(HttpRequest request)
    {
        if (request.Cookies[Name(request)] is not { Length: > 0 and <= MaxLength } cookie) return null;
        try
        {
            var pending = JsonSerializer.Deserialize(_protector.Unprotect(cookie), SecurityJson.Shared.PendingSignIn)!;
            return time.GetUtcNow() < pending.ExpiresAt ? pending : null;
        }
        catch (CryptographicException)
        {
            // Made up, or encrypted with a key that is gone.
            return null;
        }
    }

    /// <summary>Removes the cookie.</summary>
    public static void Remove(HttpContext context) => context.Response.Cookies.Append(Name(context.Request), "", Options(context.Request, TimeSpan.Zero));

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request, TimeSpan age) =>
        new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, MaxAge = age, IsEssential = true };
}
