using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal;

/// <summary>Makes what the page of a ticket shows out of what is stored.</summary>
internal static class TicketFacts
{
    /// <summary>The findings by number, what cost most first, then what gave most.</summary>
    public static IReadOnlyList<(int Number, FindingBody Finding)> Numbered(ScoreDetail detail) =>
        [.. detail.Findings.Where(finding => finding.Points < 0).OrderBy(finding => finding.Points)
            .Concat(detail.Findings.Where(finding => finding.Points >= 0).OrderByDescending(finding => finding.Points))
            .Select((finding, index) => (index + 1, finding))];

    public static IReadOnlyList<MarkedField> Fields(StoredScore score, IReadOnlyList<(int Number, FindingBody Finding)> findings)
    {
        var fields = new List<MarkedField> { MarkedText.Of("Summary", "summary", score.Item.Title, findings) };
        if (score.Description is { } description) fields.Add(MarkedText.Of("Description", "description", description, findings));
        if (score.AcceptanceCriteria is { } criteria) fields.Add(MarkedText.Of("Acceptance criteria", "acceptance_criteria", criteria, findings));
        return fields;
    }

    public static IReadOnlyList<FindingModel> Cards(IReadOnlyList<(int Number, FindingBody Finding)> findings, IReadOnlyList<MarkedField> fields, bool faults)
    {
        var marked = fields.SelectMany(field => field.Pieces).SelectMany(piece => piece.Findings).ToHashSet();
        return
        [
            .. findings.Where(one => one.Finding.Points < 0 == faults).Select(one => new FindingModel(
                one.Number,
                Dimensions.TryParse(one.Finding.Dimension, out var dimension) ? Wording.Of(dimension) : one.Finding.Dimension,
                (one.Finding.Points < 0 ? "−" : "+") + Math.Abs(one.Finding.Points).ToString("0.0"),
                one.Finding.Quote,
                marked.Contains(one.Number),
                one.Finding.Why,
                one.Finding.Advice,
                one.Finding.Rule)),
        ];
    }

    /// <summary>Each with the lift of mending what it is about: the points of its findings, a sixth of them in the overall score, and no dimension over 10.</summary>
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

    private static int Value(IReadOnlyList<int> six, string dimension) => Dimensions.TryParse(dimension, out var one) ? six[(int)one] : 0;
}
