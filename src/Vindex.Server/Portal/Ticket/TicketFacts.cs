using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Ticket;

/// <summary>Converts a stored score for the ticket page.</summary>
internal static class TicketFacts
{
    /// <summary>Findings that quote the same words with the same advice are merged. First those that lower the score, then those that raise it, largest first.</summary>
    public static IReadOnlyList<FindingGroup> Grouped(ScoreDetail detail) =>
    [
        .. detail.Findings.GroupBy(finding => (Fault: finding.Points < 0, finding.Field, finding.Start, finding.End, finding.Quote, finding.Advice, Why: finding.Points < 0 ? "" : finding.Why))
            .Select(group => (group.Key.Fault, Findings: group.OrderBy(finding => finding.Points).ToList()))
            .OrderByDescending(group => group.Fault).ThenByDescending(group => Math.Abs(group.Findings.Sum(finding => finding.Points)))
            .Select((group, index) => new FindingGroup(index + 1, group.Findings)),
    ];

    public static IReadOnlyList<MarkedField> Fields(StoredScore score, IReadOnlyList<FindingGroup> findings)
    {
        var fields = new List<MarkedField> { MarkedText.Of("Summary", "summary", score.Item.Title, findings) };
        if (score.Description is { } description) fields.Add(MarkedText.Of("Description", "description", description, findings));
        if (score.AcceptanceCriteria is { } criteria) fields.Add(MarkedText.Of("Acceptance criteria", "acceptance_criteria", criteria, findings));
        return fields;
    }

    public static IReadOnlyList<FindingModel> Cards(IReadOnlyList<FindingGroup> findings, IReadOnlyList<MarkedField> fields, bool faults)
    {
        var marked = fields.SelectMany(field => field.Pieces).SelectMany(piece => piece.Findings).ToHashSet();
        return
        [
            .. findings.Where(group => group.IsFault == faults).Select(group => new FindingModel(
                group.Number,
                Signed(group.Points),
                group.First.Quote,
                marked.Contains(group.Number),
                [.. group.Findings.Select(finding => new ReasonModel(Name(finding.Dimension), Signed(finding.Points), finding.Why))],
                group.First.Advice)),
        ];
    }

    /// <summary>Recommendations with their lift: a sixth of the points of their findings, with no dimension above 10.</summary>
    public static IReadOnlyList<RecommendationModel> Recommendations(ScoreDetail detail, IReadOnlyList<int> six) =>
    [
        .. detail.Recommendations.Select(text =>
        {
            var lift = detail.Findings.Where(finding => finding.Advice == text && finding.Points < 0).GroupBy(finding => finding.Dimension, StringComparer.Ordinal)
                .Sum(group => Math.Min(-group.Sum(finding => finding.Points), 10 - Value(six, group.Key))) / Dimensions.Count;
            return new RecommendationModel(text, lift >= 0.05 ? "+" + lift.ToString("0.0") : null);
        }),
    ];

    public static IReadOnlyList<HistoryModel> History(IReadOnlyList<ScoreItem> newestFirst, string shownId, DateTimeZone zone) =>
    [
        .. newestFirst.Select((item, index) => new HistoryModel(
            PortalPaths.Ticket(item.Id),
            item.OverallTenths,
            Moment.Of(item.CreatedAt, zone),
            item.Id == shownId,
            index + 1 < newestFirst.Count ? Changes(TicketRow.SixOf(newestFirst[index + 1].Dimensions), TicketRow.SixOf(item.Dimensions)) : [],
            index + 1 == newestFirst.Count)),
    ];

    private static IReadOnlyList<string> Changes(IReadOnlyList<int> before, IReadOnlyList<int> after) =>
        [.. Dimensions.All.Where(one => before[(int)one] != after[(int)one]).Select(one => $"{Wording.Of(one)} {before[(int)one]} → {after[(int)one]}")];

    private static string Signed(double points) => (points < 0 ? "−" : "+") + Math.Abs(points).ToString("0.0");

    private static string Name(string dimension) => Dimensions.TryParse(dimension, out var one) ? Wording.Of(one) : dimension;

    private static int Value(IReadOnlyList<int> six, string dimension) => Dimensions.TryParse(dimension, out var one) ? six[(int)one] : 0;
}

/// <summary>Findings that quote the same words with the same advice.</summary>
/// <param name="Number">Number on the page.</param>
/// <param name="Findings">One or more, the most expensive first.</param>
internal sealed record FindingGroup(int Number, IReadOnlyList<FindingBody> Findings)
{
    public FindingBody First => Findings[0];

    public double Points => Findings.Sum(finding => finding.Points);

    public bool IsFault => First.Points < 0;
}
