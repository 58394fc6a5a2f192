namespace Vindex.Server.Security.Sessions;

/// <summary>
/// Whether a write may come from another site, according to the browser (Fetch Metadata, or Origin in older ones). Protects the forms that are sent
/// before there is a session, and complements the antiforgery token afterwards. Programs send neither header.
/// </summary>
internal static class SameOrigin
{
    public static bool Holds(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site]) return site is "same-origin" or "none";
        if (request.Headers.Origin.Count == 0) return true;
        return request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
