using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Reviews;
using Vindex.Server.Portal.Ticket;
using Vindex.Server.Ratings;
using Vindex.Server.Reviews;
using Vindex.Server.Security;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Ratings;

/// <summary>Rating a ticket oneself, and how far the judge agrees with people.</summary>
internal static class RatingPages
{
    public const string Agreement = PortalPaths.Root + "/agreement";

    public static void Map(RouteGroupBuilder pages)
    {
        var rating = pages.MapGroup("/tickets/{id}/rating").RequirePage(Scopes.FeedbackWrite);
        rating.MapGet("", (HttpContext context, string id, RatingService ratings) =>
            ShowAsync(context, id, ratings, Drafts.Take(context, "rating", Rating(id)), StatusCodes.Status200OK));
        rating.MapPost("", RateAsync);
        pages.MapGet("/agreement", AgreementAsync).RequirePage(Scopes.FeedbackRead);
    }

    /// <summary>Where a ticket is rated.</summary>
    public static string Rating(string scoreId) => PortalPaths.Ticket(scoreId) + "/rating";

    private static async Task<IResult> RateAsync(HttpContext context, string id, RatingService ratings)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => RatingBody.Of(form.OptionalWholeNumber),
            input => ratings.RateAsync(context.Caller(), id, input, review: null, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, Rating(id), T("ratings.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, id, ratings, FormState.Refused("rating", sent.Form, problem, RatingRows.Dimensions), problem.Status),
        };
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string id, RatingService ratings, FormState form, int status)
    {
        if (await ratings.FindAsync(context.Caller(), id, context.RequestAborted) is not Outcome<RatedScore>.Done { Value: var rated })
            return Problem.NotFound();
        var (score, own) = (rated.Score, rated.Rating.Values());
        return Page.Of<RatingPage>(
            new RatingModel(
                PortalFrames.Of(context, T("ratings.rate-key", ("key", score.Item.TicketKey)), PortalSection.Tickets),
                Flash.Take(context),
                PortalPaths.Ticket(id),
                Rating(id),
                score.Item.TicketKey,
                MarkedText.Unmarked(score.Item.Title, score.Description, score.AcceptanceCriteria),
                [.. RatingRows.Dimensions.Zip(own, (dimension, value) => RatingField.Of(dimension, value))],
                form),
            status);
    }

    private static async Task<IResult> AgreementAsync(
        HttpContext context, AgreementService agreement, ReviewService reviews, CustomerService customers)
    {
        if (await PortalContext.OfAsync(context) is not { } portal) return Problem.NotFound();
        var customerId = context.Request.Query["customer_id"] is [{ Length: > 0 and <= 255 } value, ..] ? value : null;
        var outcome = await agreement.ReportAsync(portal.Caller, customerId, context.RequestAborted);
        if (outcome is not Outcome<AgreementBody>.Done { Value: var report }) return Problem.Of(((Outcome<AgreementBody>.Refused)outcome).Reason);
        var listed = await customers.ListAsync(portal.Caller, portal.Company.Id, context.RequestAborted);
        var choices = listed is Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var all } ? all : [];
        return Page.Of<AgreementPage>(AgreementReportModel.Of(
            PortalFrames.Of(context, T("ratings.agreement"), PortalSection.Tickets),
            customerId,
            [.. choices.Select(choice => (choice.Customer.Id, choice.Customer.Name))],
            [.. (await reviews.ListAsync(portal.Caller, context.RequestAborted)).Where(review => review.Ratings > 0).Select(ReviewLink.Of)],
            report));
    }
}
