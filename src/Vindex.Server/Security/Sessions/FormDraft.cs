using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Vindex.Server.Security.Sessions;

/// <summary>A form that was sent after its session had ended.</summary>
/// <param name="Action">The path it was sent to.</param>
/// <param name="Fields">What was typed.</param>
internal sealed record Draft(string Action, IReadOnlyDictionary<string, StringValues> Fields);

/// <summary>
/// Keeps what was typed into a form while its sender signs in again, so that the form's page can show it. It is kept by the browser, in a cookie that only this
/// server can read, for half an hour; passwords, secrets and tokens are left out. What does not fit into a cookie is not kept.
/// </summary>
internal sealed class FormDraft(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Cookie = "vindex-draft";
    private const string Action = "action";
    private const string Until = "until";
    private const string Field = "f.";
    private const int MaxCookie = 3800;
    private const int MaxFields = 64 * 1024;
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(30);
    private static readonly string[] s_sensitive = ["password", "secret", "__token", "api_key"];

    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Sessions.FormDraft.v1");

    /// <summary>Keeps the form of a request that was refused because the session has ended. False if there is none, or it is too large.</summary>
    public async Task<bool> KeepAsync(HttpContext context)
    {
        // Only of a browser that was signed in here: another site must not be able to fill in a form.
        if (SessionCookie.Read(context.Request) is null || !SameOrigin.Holds(context.Request)) return false;
        if (await FormBody.ReadAsync(context) is not { } form) return false;
        var content = new QueryBuilder { { Action, context.Request.Path.Value ?? "" } };
        content.Add(Until, (time.GetUtcNow() + s_kept).ToUnixTimeMilliseconds().ToString());
        foreach (var (name, values) in form.Where(field => !s_sensitive.Any(word => field.Key.Contains(word, StringComparison.OrdinalIgnoreCase))))
            foreach (var value in values) content.Add(Field + name, value ?? "");
        var cookie = Base64Url.EncodeToString(_protector.Protect(Compressed(content.ToString())));
        if (cookie.Length > MaxCookie) return false;
        context.Response.Cookies.Append(Cookie, cookie, Options(context.Request, s_kept));
        return true;
    }

    /// <summary>Whether a form is kept.</summary>
    public bool IsKept(HttpContext context) => Read(context) is not null;

    /// <summary>Takes the kept form if it was sent to one of a page's addresses; null if there is none.</summary>
    public Draft? Take(HttpContext context, Func<string, bool> isOfPage)
    {
        if (Read(context) is not { } draft || !isOfPage(draft.Action)) return null;
        Forget(context);
        return draft;
    }

    /// <summary>Removes what is kept.</summary>
    public static void Forget(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Cookie)) context.Response.Cookies.Append(Cookie, "", Options(context.Request, TimeSpan.Zero));
    }

    private Draft? Read(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 and <= MaxCookie } cookie || !Base64Url.IsValid(cookie)) return null;
        try
        {
            var content = QueryHelpers.ParseQuery(Expanded(_protector.Unprotect(Base64Url.DecodeFromChars(cookie))));
            if (!long.TryParse(content[Until], out var until) || until <= time.GetUtcNow().ToUnixTimeMilliseconds()) return null;
            var fields = content.Where(field => field.Key.StartsWith(Field, StringComparison.Ordinal))
                .ToDictionary(field => field.Key[Field.Length..], field => field.Value, StringComparer.Ordinal);
            return new Draft(content[Action].ToString(), fields);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Compressed(string text)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal)) brotli.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }

    private static string Expanded(byte[] bytes)
    {
        using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var buffer = new byte[4 * MaxFields];
        return Encoding.UTF8.GetString(buffer, 0, brotli.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    private static CookieOptions Options(HttpRequest request, TimeSpan age) =>
        new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, MaxAge = age };
}
