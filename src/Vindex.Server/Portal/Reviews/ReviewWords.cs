using System.Globalization;
using NodaTime;
using Vindex.Server.Portal.Ratings;
using Vindex.Server.Reviews;

namespace Vindex.Server.Portal.Reviews;

/// <summary>Texts and models of reviews.</summary>
internal static class ReviewWords
{
    private const int MostTickets = 200;

    public static ReviewEntry Entry(ReviewBody review, IReadOnlyList<(string Id, string Name)> customers, DateTimeZone zone) => new(
        new ReviewLink(review.Name, PortalPaths.Review(review.ReviewId), ReviewLink.ProgressOf(review.Ratings, review.Wanted)),
        review.ClosedAt is null,
        SelectionOf(review, customers),
        review.RatedByYou,
        Moment.Of(review.CreatedAt, zone));

    public static string NameOf(RaterProgressBody person) =>
        person.Name ?? (person.Rater.StartsWith("key:", StringComparison.Ordinal) ? "An API key" : "A former member");

    public static ConsensusLine Consensus(DimensionConsensusBody one, int needed) => new(
        AgreementLine.NameOf(one.Dimension),
        $"{Wording.Count(one.Ratings, "rating")} of {Wording.Count(one.Tickets, "ticket")}",
        AgreementLine.Of(one.Alpha) ?? (one.Enough ? "all ratings are the same" : $"{one.Tickets} of {needed} tickets"),
        one.MeanDifference is { } distance ? Points(distance) : "–");

    public static JudgeTable Judge(JudgeComparisonBody judge, int needed) => new(
        new RubricAgreement(judge.ModelName, [.. judge.Dimensions.Select(one => AgreementLine.Of(one, needed))]),
        $"{Wording.Count(judge.Tickets, "rated ticket")} · {Duration(judge.MedianDurationMs)} per ticket"
        + (judge.MeanCost is { } cost ? $" · cost {cost.ToString("0.######", CultureInfo.InvariantCulture)} per ticket" : ""));

    /// <summary>The rated tickets, the largest difference between people and judge first.</summary>
    public static IReadOnlyList<RatedTicketLine> Tickets(ReviewReportBody report) =>
    [
        .. report.Tickets.OrderByDescending(ticket => ticket.MeanOverall is { } mean ? Math.Abs(mean - (double)ticket.OverallScore) : -1).Take(MostTickets)
            .Select(ticket => new RatedTicketLine(
                ticket.Key,
                ticket.Title,
                ReviewQueuePages.Ticket(report.Review.ReviewId, ticket.ScoreId),
                ticket.People,
                ticket.MeanOverall is { } rated ? Points(rated) : "–",
                Points((double)ticket.OverallScore),
                ticket.MeanOverall is { } other
                    ? (other - (double)ticket.OverallScore).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture)
                    : "–",
                ticket.Spread?.ToString(CultureInfo.InvariantCulture) ?? "–")),
    ];

    private static string SelectionOf(ReviewBody review, IReadOnlyList<(string Id, string Name)> customers)
    {
        var selection = review.Selection;
        var text = $"{Wording.Count(review.Tickets, "ticket")}, "
            + (selection.Pick == ReviewPickAttribute.Uncertain ? "the least certain scores" : "a random sample") + $" of {Wording.Number(selection.Candidates)}";
        if (selection.CustomerId is { } id) text += $" of {customers.FirstOrDefault(customer => customer.Id == id).Name ?? id}";
        if (selection.Source is { } source) text += $" from {source}";
        if (selection.From is { } from) text += $" since {from}";
        if (selection.To is { } to) text += $" until {to}";
        return $"{text} · {Wording.Count(review.Raters, "rating")} each";
    }

    private static string Points(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Duration(double milliseconds) =>
        milliseconds < 1000 ? $"{milliseconds.ToString("0.#", CultureInfo.InvariantCulture)} ms" : $"{Points(milliseconds / 1000)} s";
}
