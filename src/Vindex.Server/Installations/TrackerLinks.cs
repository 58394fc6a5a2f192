using Vindex.Server.Scoring;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;
using Vindex.Storage.Scores;

namespace Vindex.Server.Installations;

/// <summary>A link to a ticket in its tracker.</summary>
/// <param name="Href">The address.</param>
/// <param name="Product">Name of the tracker, for example <c>Jira</c>.</param>
public sealed record TrackerLink(string Href, string Product);

/// <summary>Links from scored tickets to their trackers: the address in the event, or the pattern in the settings of the installation.</summary>
internal sealed class TrackerLinks(IInstallationStore store)
{
    /// <summary>The links of a company's tickets in a list, by score. Tickets of installations without a pattern have none.</summary>
    public async Task<IReadOnlyDictionary<string, TrackerLink>> OfAsync(
        string companyId, IReadOnlyCollection<ScoreItem> scores, CancellationToken cancellationToken)
    {
        var customers = scores.Select(score => score.CustomerId).Distinct(StringComparer.Ordinal).ToList();
        var links = new Dictionary<string, TrackerLink>(StringComparer.Ordinal);
        foreach (var installation in await store.ListAsync(companyId, customers, cancellationToken))
        {
            if (InstallationSettings.Parse(installation.Settings).TicketUrl is not { } pattern) continue;
            var product = ProductOf(installation.Source);
            foreach (var score in scores.Where(score => score.CustomerId == installation.CustomerId))
                links[score.Id] = new TrackerLink(TicketUrlPattern.Fill(pattern, score.TicketKey, score.TicketId), product);
        }

        return links;
    }

    /// <summary>The link of one ticket; null if it has none.</summary>
    public async Task<TrackerLink?> OfAsync(StoredScore score, CancellationToken cancellationToken) =>
        JudgedInputs.TicketUrlOf(score) is { } url
            ? new TrackerLink(url, ProductOf(score.Source))
            : (await OfAsync(score.Item.CompanyId, [score.Item], cancellationToken)).GetValueOrDefault(score.Item.Id);

    private static string ProductOf(string source) => SourceTable.Find(source) is { } found and not Generic ? found.Title : "the tracker";
}
