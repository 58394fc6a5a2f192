using System.Text;

namespace Vindex.Server.Security;

/// <summary>The secret in a request's <c>Authorization</c> header: Bearer (RFC 6750), or Basic (RFC 7617) with the user name <c>api</c>.</summary>
/// <param name="Secret">The secret; null if there is none in a supported form.</param>
/// <param name="Fault">The problem with the header; null if there is none. Repeats nothing of the header, which may be a secret.</param>
internal readonly record struct Credential(string? Secret, string? Fault)
{
    private const int MaxLength = 1024;

    public static Credential Read(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count == 0) return default;
        if (headers is not [{ } header]) return Bad("it was sent more than once");
        if (header.Length > MaxLength) return Bad($"it is longer than {MaxLength} characters");
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var scheme = space < 0 ? header.AsSpan() : header.AsSpan(0, space);
        var value = space < 0 ? "" : header[(space + 1)..].Trim();
        var isBearer = scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);
        if (!isBearer && !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return Bad("it begins with neither Bearer nor Basic");
        if (value.Length == 0) return Bad($"nothing follows {(isBearer ? "Bearer" : "Basic")}");
        return isBearer ? new Credential(value, null) : ReadBasic(value);
    }

    private static Credential ReadBasic(string value)
    {
        const string user = "api:";
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length)) return Bad("the text after Basic is not base64");
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        if (!pair.Contains(':', StringComparison.Ordinal)) return Bad("the text after Basic does not decode to a user name and password separated by a colon");
        if (!pair.StartsWith(user, StringComparison.Ordinal)) return Bad("its user name is not api");
        return pair.Length > user.Length ? new Credential(pair[user.Length..], null) : Bad("its password is empty");
    }

    private static Credential Bad(string fault) => new(null, fault);
}
