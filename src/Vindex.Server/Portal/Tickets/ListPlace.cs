using Microsoft.AspNetCore.Http.Extensions;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The place of a ticket in the list from which it was opened, as encoded in the URL of its page.</summary>
/// <param name="List">The query of the list's URL.</param>
/// <param name="At">Position in the list, from 0.</param>
internal sealed record ListPlace(string List, int At)
{
    /// <summary>The farthest position that is looked up; skipping to it takes a few milliseconds.</summary>
    private const int Farthest = 5000;

    private const int MaxLength = 2000;

    /// <summary>URL of the list.</summary>
    public string ListHref => PortalPaths.Tickets + (List.Length == 0 ? "" : "?" + List);

    /// <summary>URL of the page of a ticket at this place.</summary>
    public string Href(string scoreId)
    {
        var builder = new QueryBuilder();
        if (List.Length > 0) builder.Add("in", List);
        builder.Add("at", At.ToString());
        return PortalPaths.Ticket(scoreId) + builder;
    }

    /// <summary>Reads the place; null if the page was not opened from a list.</summary>
    public static ListPlace? Read(IQueryCollection query)
    {
        if (!int.TryParse(query["at"], out var at) || at is < 0 or > Farthest) return null;
        return query["in"].ToString() is { Length: <= MaxLength } list ? new ListPlace(list, at) : null;
    }
}
