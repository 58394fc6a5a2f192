using System.Globalization;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Ratings;
using Vindex.Server.Portal.Ticket;
using Vindex.Server.Ratings;
using Vindex.Server.Reviews;
using Vindex.Server.Security;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Reviews;

/// <summary>
/// Rating the tickets of a review one after the other. Each has a page of its own: taking the next one is a form that redirects there, so that going back and
/// reloading hand out nothing.
/// </summary>
internal static class ReviewQueuePages
{
    public static void Map(RouteGroupBuilder pages)
    {
        var queue = pages.MapGroup("/reviews/{id}").RequirePage(Scopes.FeedbackWrite);
        queue.MapPost("/next", NextAsync);
        queue.MapPost("/tickets/{score_id}", RateAsync);
        queue.MapPost("/tickets/{score_id}/skip", SkipAsync);
        pages.MapGet("/reviews/{id}/tickets/{score_id}", ShowAsync).RequirePage(Scopes.FeedbackRead);
    }

    /// <summary>Where a ticket of a review is rated.</summary>
    public static string Ticket(string id, string scoreId) => $"{PortalPaths.Review(id)}/tickets/{scoreId}";

    private static async Task<IResult> NextAsync(HttpContext context, string id, ReviewQueue queue)
    {
        var sent = await FormInput.SendAsync(context, () => queue.NextAsync(context.Caller(), id, context.RequestAborted));
        return Follow(context, id, sent, null);
    }

    private static async Task<IResult> RateAsync(HttpContext context, string id, string score_id, ReviewQueue queue)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new ReviewRatingBody(form.Within("ratings", rating => RatingBody.Of(rating.OptionalWholeNumber)), form.OptionalText("note")),
            input => queue.RateAsync(context.Caller(), id, score_id, input, context.RequestAborted));
        if (sent.Problem is { } problem)
        {
            return problem.Status == StatusCodes.Status404NotFound
                ? problem
                : await RenderAsync(context, id, score_id, queue, Refused(sent.Form, problem), problem.Status);
        }

        var message = Said(sent.Value!.Ticket);
        return sent.Form["then"] == "stay"
            ? Flash.SeeOther(context, Ticket(id, score_id), message)
            : Follow(context, id, Submitted<ReviewTurnBody>.Of(sent.Form, await queue.NextAsync(context.Caller(), id, context.RequestAborted)), message);
    }

    private static async Task<IResult> SkipAsync(HttpContext context, string id, string score_id, ReviewQueue queue)
    {
        var sent = await FormInput.SendAsync(context, () => queue.SkipAsync(context.Caller(), id, score_id, context.RequestAborted));
        return sent.Problem switch
        {
            null => Follow(
                context, id, Submitted<ReviewTurnBody>.Of(sent.Form, await queue.NextAsync(context.Caller(), id, context.RequestAborted)), T("reviews.ticket-skipped")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await RenderAsync(context, id, score_id, queue, FormState.Refused("rating", sent.Form, problem), problem.Status),
        };
    }

    private static Task<IResult> ShowAsync(HttpContext context, string id, string score_id, ReviewQueue queue) =>
        RenderAsync(context, id, score_id, queue, Drafts.Take(context, "rating", Ticket(id, score_id)), StatusCodes.Status200OK);

    private static async Task<IResult> RenderAsync(HttpContext context, string id, string scoreId, ReviewQueue queue, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var outcome = await queue.LookAsync(visit.Caller, id, scoreId, context.RequestAborted);
        if (outcome is not Outcome<ReviewLook>.Done { Value: var look }) return Problem.Of(((Outcome<ReviewLook>.Refused)outcome).Reason);
        var (review, ticket) = (look.Review, look.Ticket);
        var own = ticket.Ratings?.Values() ?? [.. RatingRows.Dimensions.Select(_ => (int?)null)];
        return Page.Of<ReviewTicketPage>(
            new ReviewTicketModel(
                PortalFrames.Of(context, T("ratings.rate-key", ("key", ticket.Ticket.Key)), PortalSection.Tickets),
                review.Name,
                PortalPaths.Review(id),
                Ticket(id, scoreId),
                ticket.Ticket.Key,
                T("reviews.own-progress", ("count", review.RatedByYou), ("left", look.Left)),
                MarkedText.Unmarked(ticket.Text.Summary, ticket.Text.Description, ticket.Text.AcceptanceCriteria),
                [.. RatingRows.Dimensions.Zip(own, RatingField.Of)],
                ticket.Note,
                ticket.Judge is { } judge ? Compared(ticket, judge) : null,
                review.ClosedAt is null && visit.May(Scopes.FeedbackWrite),
                ticket.Ratings is not null,
                form,
                Flash.Take(context)),
            status);
    }

    // The errors of ratings are shown at the fields, which do not know that they belong together.
    private static FormState Refused(IFormCollection form, Problem problem)
    {
        var state = FormState.Refused("rating", form, problem, [.. RatingRows.Dimensions.Select(dimension => "ratings." + dimension), "note"]);
        return state with
        {
            Refusal = state.Errors.ContainsKey("ratings") ? T("reviews.rate-one") : state.Refusal,
            Errors = state.Errors.ToDictionary(error => error.Key.Replace("ratings.", "", StringComparison.Ordinal), error => error.Value, StringComparer.Ordinal),
        };
    }

    private static IResult Follow(HttpContext context, string id, Submitted<ReviewTurnBody> turn, string? message)
    {
        if (turn.Problem is { Status: StatusCodes.Status404NotFound } problem) return problem;
        var text = message ?? "";
        if (turn.Value?.Ticket is { } ticket)
        {
            var path = Ticket(id, ticket.ScoreId);
            return message is null ? Account.SignInPages.SeeOther(path) : Flash.SeeOther(context, path, text);
        }

        return Flash.SeeOther(
            context, PortalPaths.Review(id), $"{text} {(turn.Problem is { } stop ? Translated(stop.Detail) : T("reviews.no-ticket"))}".Trim());
    }

    private static string Said(ReviewTicketBody ticket) => ticket is { Ratings.Overall: { } overall, Judge: { } judge }
        ? T("reviews.saved-compared", ("key", ticket.Ticket.Key), ("own", overall), ("judge", judge.OverallScore.ToString("0.0", Language.Current.Culture)))
        : T("reviews.saved", ("key", ticket.Ticket.Key));

    private static ComparedRatings Compared(ReviewTicketBody ticket, JudgeSaidBody judge)
    {
        IReadOnlyList<string> judged =
            [judge.OverallScore.ToString("0.0", Language.Current.Culture), .. judge.InvestScores.Values().Select(score => $"{score}")];
        return new ComparedRatings(
            judge.ModelName,
            [
                .. RatingRows.Dimensions.Select((dimension, i) => (
                    AgreementLine.NameOf(dimension),
                    ticket.Ratings?.RatingOf(dimension)?.ToString(CultureInfo.InvariantCulture) ?? "–",
                    judged[i],
                    string.Join(", ", (ticket.Others ?? []).Select(other => other.RatingOf(dimension)).OfType<double>().Order()
                        .Select(rating => rating.ToString(CultureInfo.InvariantCulture))) is { Length: > 0 } others ? others : "–")),
            ]);
    }
}
