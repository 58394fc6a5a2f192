using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Vindex.Server.Security.Sessions;

/// <summary>
/// Recognizes browsers that have signed in to an account before, by an encrypted cookie that only this server can make (OWASP, "Slow Down Online Guessing
/// Attacks with Device Cookies"). Their attempts are counted on their own, so that wrong passwords that others try do not lock the owner out. The cookie
/// opens nothing: a password is still needed.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection, Randomness randomness, TimeProvider time)
{
    public const string SecureName = "__Host-vindex-browser";
    public const string PlainName = "vindex-browser";
    private const int MaxAccounts = 5;
    private const int MaxLength = 2048;
    private const int IdBytes = 16;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(365);
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.KnownBrowser.v1");

    /// <summary>The id that the browser has for an account; null if it has not signed in to it within a year.</summary>
    public string? Find(HttpRequest request, string email) => Read(request).FirstOrDefault(entry => entry.Account == Account(email))?.Id;

    /// <summary>Remembers in the browser that it has signed in to an account.</summary>
    public void Remember(HttpContext context, string email)
    {
        var account = Account(email);
        var known = Read(context.Request);
        var id = known.FirstOrDefault(entry => entry.Account == account)?.Id ?? Convert.ToHexStringLower(randomness.Bytes(IdBytes));
        var entries = known.Where(entry => entry.Account != account).Prepend(new Entry(account, id, time.GetUtcNow())).Take(MaxAccounts);
        context.Response.Cookies.Append(
            Name(context.Request),
            _protector.Protect(string.Join('\n', entries.Select(entry => entry.Write()))),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = "/",
                MaxAge = s_lifetime,
                IsEssential = true,
            });
    }

    private List<Entry> Read(HttpRequest request)
    {
        if (request.Cookies[Name(request)] is not { Length: > 0 and <= MaxLength } cookie) return [];
        try
        {
            var earliest = time.GetUtcNow() - s_lifetime;
            return [.. _protector.Unprotect(cookie).Split('\n').Select(Entry.Read).Where(entry => entry.At > earliest)];
        }
        catch (CryptographicException)
        {
            // Made up, or encrypted with a key that is gone.
            return [];
        }
    }

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static string Account(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)).AsSpan(0, IdBytes));

    /// <param name="Account">Hash of the account's e-mail address.</param>
    /// <param name="Id">Random id of the browser for this account.</param>
    /// <param name="At">Time of the last sign-in.</param>
    private sealed record Entry(string Account, string Id, DateTimeOffset At)
    {
        public static Entry Read(string line)
        {
            var parts = line.Split(' ');
            return new Entry(parts[0], parts[1], DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[2], CultureInfo.InvariantCulture)));
        }

        public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Account} {Id} {At.ToUnixTimeSeconds()}");
    }
}
