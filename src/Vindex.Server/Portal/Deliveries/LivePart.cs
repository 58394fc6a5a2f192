using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>
/// A part of a page that is fetched again when deliveries have changed. The request names the state that is shown; if nothing has changed, the
/// response is empty, so that open details and the reader's place stay as they are.
/// </summary>
/// <param name="Href">Where it is fetched.</param>
/// <param name="Words">The state in words, announced to screen readers when it changes.</param>
public sealed record LivePart(string Href, string Words)
{
    private const string Seen = "seen";

    internal static LivePart Of(string page, IReadOnlyCollection<Delivery> shown, string words) =>
        new(QueryHelpers.AddQueryString(page, Seen, Version(shown)), words);

    /// <summary>Whether a request asks for the part alone.</summary>
    internal static bool IsAsked(HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    /// <summary>Whether the page already shows this state.</summary>
    internal static bool IsShown(HttpRequest request, IReadOnlyCollection<Delivery> now) => request.Query[Seen] == Version(now);

    private static string Version(IEnumerable<Delivery> shown)
    {
        var states = string.Join('\n', shown.Select(one => $"{one.Id} {one.Status} {one.Run} {one.Attempts} {one.Taken} {one.DueAt?.ToUnixTimeMilliseconds()}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(states)).AsSpan(0, 8));
    }
}
