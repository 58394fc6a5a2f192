using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Versions;

/// <summary>Compares two versions of a ticket. Versions of different tickets have no comparison.</summary>
internal static class ComparisonEndpoint
{
    public static async Task<IResult> GetAsync(HttpContext context, string id, string other, ScoreService scores)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await FindAsync(scores, visit, id, context.RequestAborted) is not { } one) return Problem.NotFound();
        if (await FindAsync(scores, visit, other, context.RequestAborted) is not { } two || !AreVersions(one.Score.Item, two.Score.Item))
            return Problem.NotFound();

        var (earlier, later) = IsEarlier(one.Score.Item, two.Score.Item) ? (one, two) : (two, one);
        var (before, after) = (earlier.Score.Item.Dimensions.Values, later.Score.Item.Dimensions.Values);
        var key = later.Score.Item.TicketKey;
        return Page.Of<ComparisonPage>(new ComparisonModel(
            PortalFrames.Of(context, T("versions.page-title", ("key", key)), PortalSection.Tickets),
            key,
            Version(earlier, visit),
            Version(later, visit),
            [.. Dimensions.All.Select(dimension => new DimensionChange(dimension, before[(int)dimension], after[(int)dimension]))],
            FieldDifferences.Of(earlier.Score, later.Score),
            JudgeNote(earlier.Score, later.Score)));
    }

    private static async Task<WholeScore?> FindAsync(ScoreService scores, PortalContext visit, string id, CancellationToken cancellationToken) =>
        await scores.FindAsync(visit.Caller.OwnScores, id, cancellationToken) is Outcome<WholeScore>.Done { Value: var score } ? score : null;

    private static bool AreVersions(ScoreItem one, ScoreItem two) =>
        one.Id != two.Id && (one.CompanyId, one.CustomerId, one.TicketId) == (two.CompanyId, two.CustomerId, two.TicketId);

    private static bool IsEarlier(ScoreItem one, ScoreItem two) =>
        one.CreatedAt != two.CreatedAt ? one.CreatedAt < two.CreatedAt : string.CompareOrdinal(one.Id, two.Id) < 0;

    private static ComparedVersion Version(WholeScore score, PortalContext visit)
    {
        var shown = VersionHistory.Of(score, visit.Zone).Shown;
        return new ComparedVersion(shown.Href, shown.Name, score.Score.Item.Title, shown.OverallTenths, shown.At);
    }

    private static string JudgeOf(StoredScore score) => T("ticket.judge", ("model", score.Model), ("profile", score.Profile));

    private static string? JudgeNote(StoredScore earlier, StoredScore later)
    {
        var (before, after) = (JudgeOf(earlier), JudgeOf(later));
        return before == after ? null : T("versions.other-judge", ("before", before), ("after", after));
    }
}
