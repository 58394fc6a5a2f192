using Vindex.Scoring;
using Vindex.Server.Languages;
using Vindex.Server.Portal.Reviews;
using Vindex.Server.Ratings;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Ratings;

/// <summary>The page of how far the judge agrees with people.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="CustomerId">The customer that is chosen; null for all.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="RatedTickets">Scores that people said something about.</param>
/// <param name="People">How many people did.</param>
/// <param name="NeededTickets">Rated tickets from which on values are given.</param>
/// <param name="IsComplete">Whether all remarks are counted.</param>
/// <param name="Reviews">The reviews with ratings.</param>
/// <param name="Rubrics">By rubric version.</param>
public sealed record AgreementReportModel(
    PortalFrame Frame,
    string? CustomerId,
    IReadOnlyList<(string Id, string Name)> Customers,
    int RatedTickets,
    int People,
    int NeededTickets,
    bool IsComplete,
    IReadOnlyList<ReviewLink> Reviews,
    IReadOnlyList<RubricAgreement> Rubrics)
{
    internal static AgreementReportModel Of(
        PortalFrame frame,
        string? customerId,
        IReadOnlyList<(string Id, string Name)> customers,
        IReadOnlyList<ReviewLink> reviews,
        AgreementBody report) => new(
        frame,
        customerId,
        customers,
        report.RatedTickets,
        report.People,
        report.NeededTickets,
        report.Complete,
        reviews,
        [.. report.Rubrics.Select(rubric =>
            new RubricAgreement(rubric.ModelName, [.. rubric.Dimensions.Select(one => AgreementLine.Of(one, report.NeededTickets))]))]);
}

/// <summary>One rubric version.</summary>
public sealed record RubricAgreement(string ModelName, IReadOnlyList<AgreementLine> Lines);

/// <summary>One dimension as it is shown.</summary>
/// <param name="Name">The dimension.</param>
/// <param name="Ratings">How many ratings, of how many tickets by how many people.</param>
/// <param name="RankCorrelation">The value with its interval, or why there is none.</param>
/// <param name="WeightedKappa">As above.</param>
/// <param name="MeanDifference">How much more generous people are.</param>
/// <param name="Agreed">How many agree with the score, with the share's interval.</param>
public sealed record AgreementLine(string Name, string Ratings, string RankCorrelation, string WeightedKappa, string MeanDifference, string Agreed)
{
    internal static AgreementLine Of(DimensionAgreementBody one, int needed)
    {
        var missing = one.Enough ? T("ratings.same-for-all") : T("ratings.too-few", ("tickets", one.Tickets), ("needed", needed));
        return new AgreementLine(
            NameOf(one.Dimension),
            one.Ratings == 0 ? T("ratings.no-ratings") : T(
                "ratings.ratings-by",
                ("ratings", T("ratings.ratings", ("count", one.Ratings))), ("tickets", T("count.ticket", ("count", one.Tickets))), ("people", T("ratings.people", ("count", one.People)))),
            Of(one.RankCorrelation) ?? missing,
            Of(one.WeightedKappa) ?? missing,
            one.MeanDifference is { } difference ? difference.ToString("+0.0;−0.0;0.0", Language.Current.Culture) : missing,
            one.AgreeShare is { } share ? T(
                "ratings.agreed",
                ("agree", one.Agree), ("votes", one.Agree + one.Disagree), ("share", Percent(share.Value)), ("low", Percent(share.Low)), ("high", Percent(share.High))) : T("ratings.no-votes"));
    }

    /// <summary>A value with its interval; null for none.</summary>
    internal static string? Of(EstimateBody? estimate) =>
        estimate is null
            ? null
            : estimate.Low is { } low ? T("ratings.estimate", ("value", Signed(estimate.Value)), ("low", Signed(low)), ("high", Signed(estimate.High!.Value))) : Signed(estimate.Value);

    /// <summary>Display name of a dimension or of <c>overall</c>.</summary>
    internal static string NameOf(string name) => Dimensions.TryParse(name, out var dimension) ? Wording.Of(dimension) : T("portal.overall");

    private static string Signed(double value) => value.ToString("0.00;−0.00;0.00", Language.Current.Culture);

    private static string Percent(double? share) => share?.ToString("0 %", Language.Current.Culture) ?? "";
}
