using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Deletions;

/// <summary>Deletions that run in the background, and how far they are.</summary>
internal static class DeletionEndpoints
{
    private const string Background = "Runs in the background; GET the operation to see how far it is.";
    private static readonly Problems s_notFound = new(StatusCodes.Status404NotFound);
    private static readonly Problems s_conflict = new(StatusCodes.Status409Conflict);
    private static readonly QueryParameter s_confirm = new("confirm", "Number of scores to delete: the total of the list with the same filters.", "integer");

    /// <summary>The filters of a list; what only orders it is not needed, and the latest scores are others as soon as one is deleted.</summary>
    private static readonly QueryParameter[] s_filters = [.. ScoreSelection.Parameters.Where(parameter => parameter.Name is not ("sort" or "latest"))];

    public static void MapDeletions(this IEndpointRouteBuilder routes)
    {
        var company = routes.MapGroup("/admin/companies/{company_id}").WithTags("Management").RequireAdmin().WithMetadata(s_notFound);
        company.MapDelete("/customers/{customer_id}/data", CustomerAsync)
            .WithName("delete_company_customer_data").WithSummary("Deletes a customer's scores, feedback, jobs and callbacks").WithDescription(Background);
        company.MapGet("/operations/{operation_id}", OneAsync).WithName("get_company_operation").WithSummary("The progress of a deletion");

        var owners = routes.MapGroup("/portal").RequireOwner().WithMetadata(s_notFound);
        owners.MapDelete(
                "/customers/{customer_id}/data",
                (HttpContext context, string customer_id, DeletionService deletions) => CustomerAsync(context, Own(context), customer_id, deletions))
            .WithTags("Customers").WithName("delete_customer_data").WithSummary("Deletes a customer's scores, feedback, jobs and callbacks")
            .WithDescription(Background);
        owners.MapDelete("/projects/{name}", ProjectAsync)
            .WithTags("Feedback").WithName("delete_project").WithSummary("Deletes a project with its feedback").WithDescription(Background).WithMetadata(s_conflict);

        var scores = routes.MapGroup("/portal").WithTags("Scores").RequireScope(Scopes.ScoresWrite).AcceptSessions().WithMetadata(s_notFound);
        scores.MapDelete("/scores", ScoresAsync)
            .WithName("delete_scores").WithSummary("Deletes the scores that the filters select").WithDescription(Background)
            .WithParameters([.. s_filters, s_confirm]).WithMetadata(s_conflict);
        scores.MapGet(
                "/operations/{operation_id}",
                (HttpContext context, string operation_id, DeletionService deletions) => OneAsync(context, Own(context), operation_id, deletions))
            .WithName("get_operation").WithSummary("The progress of a deletion");
    }

    private static async Task<Accepted<StartedOperationBody>> CustomerAsync(
        HttpContext context, string company_id, string customer_id, DeletionService deletions) =>
        (await deletions.CustomerAsync(context.Caller(), company_id, customer_id, context.RequestAborted)).ToAccepted(StartedOperationBody.Of);

    private static async Task<Accepted<StartedOperationBody>> ProjectAsync(HttpContext context, string name, DeletionService deletions) =>
        (await deletions.ProjectAsync(context.Caller(), Own(context), name, context.RequestAborted)).ToAccepted(StartedOperationBody.Of);

    private static async Task<Accepted<StartedOperationBody>> ScoresAsync(HttpContext context, DeletionService deletions, AccessScopes scopes)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(context.Caller(), global: false, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var filter = ScoreSelection.Read(query, scope).Filter;
        var confirmed = query.Integer(s_confirm.Name, 0, int.MaxValue, -1);
        if (query.Text(s_confirm.Name, 20) is null) query.Errors.Add(s_confirm.Name, "is required: the number of scores that the filters select");
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        return (await deletions.ScoresAsync(context.Caller(), scope.Access, filter, confirmed, context.RequestAborted)).ToAccepted(StartedOperationBody.Of);
    }

    private static async Task<Ok<OperationBody>> OneAsync(HttpContext context, string company_id, string operation_id, DeletionService deletions) =>
        (await deletions.FindAsync(context.Caller(), company_id, operation_id, context.RequestAborted)).ToOk(OperationBody.Of);

    private static string Own(HttpContext context) => context.Caller().OwnCompany;
}
