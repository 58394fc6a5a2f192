using System.Text;

namespace Vindex.Server.Security;

/// <summary>The secret in a request's <c>Authorization</c> header: Bearer (RFC 6750), or Basic (RFC 7617) with the user name <c>api</c>.</summary>
internal static class Credential
{
    private const int MaxLength = 1024;

    /// <summary>The secret; null when there is none in a form that is understood.</summary>
    public static string? Read(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: <= MaxLength } header]) return null;
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return null;
        var value = header[(space + 1)..].Trim();
        if (value.Length == 0) return null;
        var scheme = header.AsSpan(0, space);
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return value;
        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? ReadBasic(value) : null;
    }

    private static string? ReadBasic(string value)
    {
        const string user = "api:";
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.Length > user.Length && pair.StartsWith(user, StringComparison.Ordinal) ? pair[user.Length..] : null;
    }
}
