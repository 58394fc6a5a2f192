using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Scores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Versions;

/// <summary>Turns the history of a score into versions of its ticket.</summary>
internal static class VersionHistory
{
    /// <summary>The versions around a score.</summary>
    public static TicketVersions Of(WholeScore shown, DateTimeZone zone)
    {
        var newestFirst = shown.History;
        var isComplete = newestFirst.Count < ScoreService.MaxHistory;
        IReadOnlyList<TicketVersion> all =
        [
            .. newestFirst.Select((version, index) =>
                Version(version, isComplete ? newestFirst.Count - index : null, index + 1 < newestFirst.Count ? newestFirst[index + 1] : null, zone)),
        ];

        // A history that is cut may not reach back to the score itself.
        var item = shown.Score.Item;
        return new TicketVersions(all.FirstOrDefault(version => version.Id == item.Id) ?? Version(item, null, null, zone), all, isComplete);
    }

    private static TicketVersion Version(ScoreItem item, int? number, ScoreItem? previous, DateTimeZone zone) => new(
        item.Id,
        number,
        item.OverallTenths,
        Moment.Of(item.CreatedAt, zone),
        previous is null ? null : item.OverallTenths - previous.OverallTenths,
        previous is null ? [] : Changes(previous.Dimensions.Values, item.Dimensions.Values));

    private static IReadOnlyList<string> Changes(IReadOnlyList<int> before, IReadOnlyList<int> after) =>
        [.. Dimensions.All.Where(one => before[(int)one] != after[(int)one]).Select(one => $"{Wording.Of(one)} {before[(int)one]} → {after[(int)one]}")];
}
