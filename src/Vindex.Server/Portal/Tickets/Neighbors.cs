using Microsoft.AspNetCore.WebUtilities;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The tickets before and after one in the list from which it was opened.</summary>
/// <param name="List">URL of the list.</param>
/// <param name="Previous">URL of the previous ticket; null if there is none.</param>
/// <param name="Next">URL of the next ticket; null if there is none.</param>
public sealed record Neighbors(string List, string? Previous, string? Next)
{
    /// <summary>How far a ticket may have moved since the list was shown, as new scores came in.</summary>
    private const int MostMoved = 25;

    /// <summary>Nothing but the list of all tickets.</summary>
    public static Neighbors None { get; } = new(PortalPaths.Tickets, null, null);

    internal static async Task<Neighbors> OfAsync(
        PortalContext visit, IQueryCollection query, string scoreId, ScoreService scores, AccessScopes scopes, CancellationToken cancellationToken)
    {
        if (ListPlace.Read(query) is not { } place) return None;
        var reader = new QueryReader(new QueryCollection(QueryHelpers.ParseQuery(place.List)), new FieldErrors());
        if (await scopes.ReadAsync(visit.Caller, global: false, reader, cancellationToken) is not { } scope) return None;
        var list = ScoreSelection.Read(reader, scope with { Zone = visit.Zone }, latest: true);
        if (reader.Errors.Any) return None;
        foreach (var reach in (int[])[1, MostMoved])
        {
            var first = Math.Max(0, place.At - reach);
            var near = (await scores.ListAsync(scope.Access, list, null, first, place.At - first + reach + 1, cancellationToken)).Items;
            var at = near.Index().Where(item => item.Item.Id == scoreId).Select(item => (int?)item.Index).FirstOrDefault();
            if (at is { } found) return new Neighbors(place.ListHref, Href(near, first, found - 1), Href(near, first, found + 1));
        }

        return new Neighbors(place.ListHref, null, null);

        string? Href(IReadOnlyList<ScoreItem> near, int first, int index) =>
            index < 0 || index >= near.Count ? null : (place with { At = first + index }).Href(near[index].Id);
    }
}
