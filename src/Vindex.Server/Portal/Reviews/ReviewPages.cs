using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Reviews;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Reviews;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Reviews;

/// <summary>The reviews of a company, and what was found in one.</summary>
internal static class ReviewPages
{
    private static readonly string[] s_fields = ["name", "tickets", "raters", "pick", "customer_id", "source", "from", "to"];

    public static void Map(RouteGroupBuilder pages)
    {
        var reviews = pages.MapGroup("/reviews");
        reviews.MapGet("", ListAsync).RequirePage(Scopes.FeedbackRead);
        reviews.MapPost("", CreateAsync).RequirePage(Scopes.FeedbackWrite).HeavyRead();
        reviews.MapGet("/{id}", ShowAsync).RequirePage(Scopes.FeedbackRead).HeavyRead();
        var change = reviews.MapGroup("/{id}").RequirePage(Scopes.FeedbackWrite);
        change.MapPost("/close", (HttpContext context, string id, ReviewService service) =>
            ChangeAsync(context, id, () => service.CloseAsync(context.Caller(), id, context.RequestAborted), T("reviews.closed")));
        change.MapPost("/reopen", (HttpContext context, string id, ReviewService service) =>
            ChangeAsync(context, id, () => service.ReopenAsync(context.Caller(), id, context.RequestAborted), T("reviews.reopened")));
        change.MapPost("/delete", DeleteAsync);
    }

    private static Task<IResult> ListAsync(HttpContext context, ReviewService reviews, CustomerService customers) =>
        RenderListAsync(context, reviews, customers, Drafts.Take(context, "new", PortalPaths.Reviews), StatusCodes.Status200OK);

    private static async Task<IResult> RenderListAsync(
        HttpContext context, ReviewService reviews, CustomerService customers, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var named = await CustomersAsync(visit, customers, context.RequestAborted);
        var list = await reviews.ListAsync(visit.Caller, context.RequestAborted);
        return Page.Of<ReviewsPage>(
            new ReviewsModel(
                PortalFrames.Of(context, T("reviews.title"), PortalSection.Tickets),
                [.. list.Select(review => ReviewWords.Entry(ReviewBody.Of(review), named, visit.Zone))],
                visit.May(Scopes.FeedbackWrite),
                named,
                form,
                Flash.Take(context)),
            status);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ReviewService reviews, CustomerService customers)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewReviewBody(
                form.Text("name"),
                form.OptionalWholeNumber("tickets"),
                form.OptionalWholeNumber("raters"),
                form.OptionalText("pick"),
                form.OptionalText("customer_id"),
                form.OptionalText("source"),
                form.OptionalText("from"),
                form.OptionalText("to")),
            input => reviews.CreateAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await RenderListAsync(context, reviews, customers, FormState.Refused("new", sent.Form, problem, s_fields), problem.Status)
            : Flash.SeeOther(context, PortalPaths.Review(sent.Value!.Review.Id), T("reviews.drawn", ("count", sent.Value.Tickets)));
    }

    private static Task<IResult> ShowAsync(HttpContext context, string id) => RenderAsync(context, id, FormState.None, StatusCodes.Status200OK);

    private static async Task<IResult> RenderAsync(HttpContext context, string id, FormState form, int status)
    {
        var services = context.RequestServices;
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var outcome = await services.GetRequiredService<ReviewReports>().FindAsync(visit.Caller, id, context.RequestAborted);
        if (outcome is not Outcome<ReviewReportBody>.Done { Value: var report }) return Problem.NotFound();
        var named = await CustomersAsync(visit, services.GetRequiredService<CustomerService>(), context.RequestAborted);
        var review = report.Review;
        return Page.Of<ReviewPage>(
            new ReviewModel(
                PortalFrames.Of(context, review.Name, PortalSection.Tickets),
                ReviewWords.Entry(review, named, visit.Zone),
                review.Raters,
                review.Ratings,
                review.Wanted,
                review.ClosedAt is null && visit.May(Scopes.FeedbackWrite),
                visit.May(Scopes.FeedbackWrite) && ReviewService.MayManage(visit.Caller, review.Creator),
                [.. report.People.Select(person => new RaterLine(ReviewWords.NameOf(person), person.Rated, person.Skipped))],
                report.NeededTickets,
                [.. report.BetweenPeople.Select(one => ReviewWords.Consensus(one, report.NeededTickets))],
                [.. report.Judges.Select(judge => ReviewWords.Judge(judge, report.NeededTickets))],
                ReviewWords.Tickets(report),
                Flash.Take(context),
                form),
            status);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string id, Func<Task<Outcome<ReviewProgress>>> change, string message)
    {
        var sent = await FormInput.SendAsync(context, change);
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Review(id), message),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await RenderAsync(context, id, FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, ReviewService reviews)
    {
        var sent = await FormInput.SendAsync(context, () => reviews.DeleteAsync(context.Caller(), id, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Reviews, T("reviews.deleted")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await RenderAsync(context, id, FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IReadOnlyList<(string Id, string Name)>> CustomersAsync(
        PortalContext visit, CustomerService customers, CancellationToken cancellationToken)
    {
        var listed = await customers.ListAsync(visit.Caller, visit.Company.Id, cancellationToken);
        return listed is Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var all } ? [.. all.Select(one => (one.Customer.Id, one.Customer.Name))] : [];
    }
}
