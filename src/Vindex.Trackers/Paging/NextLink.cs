using System.Net.Http.Headers;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Paging;

/// <summary>
/// The next page of a <c>Link</c> header (RFC 8288). Only the parameter that names the page is taken from it, so that no response can send a request, with its
/// credential, to another address.
/// </summary>
internal static class NextLink
{
    // GitHub: after, page. GitLab: cursor, id_after, page. An opaque position comes first: it does not shift when issues change.
    private static readonly string[] s_names = ["after=", "cursor=", "id_after=", "page="];

    /// <summary>The parameter of the next page, as it is in the address, such as <c>page=2</c>; null if there is no next page.</summary>
    public static string? Page(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Link", out var values)) return null;
        foreach (var link in values.SelectMany(value => value.Split(',')))
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            if (end < 0 || !IsNext(link.AsSpan(end + 1))) continue;
            var query = link.IndexOf('?', StringComparison.Ordinal);
            if (query < 0 || query > end) continue;
            var parameters = link[(query + 1)..end].Split('&');
            return s_names.Select(name => parameters.FirstOrDefault(parameter => parameter.StartsWith(name, StringComparison.Ordinal))).FirstOrDefault(found => found is not null);
        }

        return null;
    }

    /// <summary>The parameter of a page from a cursor.</summary>
    /// <exception cref="TrackerException">It is not one.</exception>
    public static string Checked(string page) =>
        s_names.Any(name => page.StartsWith(name, StringComparison.Ordinal)) && page.AsSpan().IndexOfAny("&#? ") < 0 ? page : throw Invalid();

    /// <summary>The exception for a cursor that this program did not write.</summary>
    public static TrackerException Invalid() => new(TrackerFailure.Rejected, "The cursor is not one of this tracker.");

    private static bool IsNext(ReadOnlySpan<char> parameters) =>
        parameters.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) || parameters.Contains("rel=next", StringComparison.OrdinalIgnoreCase);
}
