using NodaTime;
using Vindex.Server.Languages;
using Vindex.Server.Portal.Ratings;
using Vindex.Server.Reviews;
using static Vindex.Server.Languages.Texts;

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
        person.Name ?? (person.Rater.StartsWith("key:", StringComparison.Ordinal) ? T("reviews.api-key") : T("reviews.former-member"));

    public static ConsensusLine Consensus(DimensionConsensusBody one, int needed) => new(
        AgreementLine.NameOf(one.Dimension),
        T("reviews.ratings-of", ("ratings", T("ratings.ratings", ("count", one.Ratings))), ("tickets", T("count.ticket", ("count", one.Tickets)))),
        AgreementLine.Of(one.Alpha) ?? (one.Enough ? T("reviews.all-same") : T("ratings.too-few", ("tickets", one.Tickets), ("needed", needed))),
        one.MeanDifference is { } distance ? Points(distance) : "–");

    public static JudgeTable Judge(JudgeComparisonBody judge, int needed) => new(
        new RubricAgreement(judge.ModelName, [.. judge.Dimensions.Select(one => AgreementLine.Of(one, needed))]),
        judge.MeanCost is { } cost
            ? T("reviews.judge-facts-and-cost", ("count", judge.Tickets), ("time", Duration(judge.MedianDurationMs)), ("cost", cost.ToString("0.######", Language.Current.Culture)))
            : T("reviews.judge-facts", ("count", judge.Tickets), ("time", Duration(judge.MedianDurationMs))));

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
                    ? (other - (double)ticket.OverallScore).ToString("+0.0;−0.0;0.0", Language.Current.Culture)
                    : "–",
                ticket.Spread?.ToString(Language.Current.Culture) ?? "–")),
    ];

    private static string SelectionOf(ReviewBody review, IReadOnlyList<(string Id, string Name)> customers)
    {
        var selection = review.Selection;
        var pick = selection.Pick == ReviewPickAttribute.Uncertain ? "reviews.picked-uncertain" : "reviews.picked-random";
        var text = T(pick, ("count", review.Tickets), ("candidates", selection.Candidates));
        if (selection.CustomerId is { } id) text = T("reviews.of-customer", ("tickets", text), ("customer", customers.FirstOrDefault(customer => customer.Id == id).Name ?? id));
        if (selection.Source is { } source) text = T("reviews.from-source", ("tickets", text), ("source", source));
        if (selection.From is { } from) text = T("reviews.scored-since", ("tickets", text), ("from", from));
        if (selection.To is { } to) text = T("reviews.scored-until", ("tickets", text), ("to", to));
        return T("reviews.ratings-each", ("tickets", text), ("count", review.Raters));
    }

    private static string Points(double value) => value.ToString("0.0", Language.Current.Culture);

    private static string Duration(double milliseconds) =>
        milliseconds < 1000
            ? T("reviews.milliseconds", ("time", milliseconds.ToString("0.#", Language.Current.Culture)))
            : T("reviews.seconds", ("time", Points(milliseconds / 1000)));
}
