using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Projects;

/// <summary>The projects of a company that have ever had a row.</summary>
/// <param name="Items">The projects, by name.</param>
internal sealed record ProjectListBody(IReadOnlyList<ProjectBody> Items);

/// <summary>A project.</summary>
/// <param name="ProjectId"><c>entity/project</c>, as used in requests under <c>/feedback</c>.</param>
/// <param name="Name">The part after the slash.</param>
/// <param name="Rows">Current number of rows.</param>
/// <param name="FirstAt">Creation time of its oldest row; null without rows.</param>
/// <param name="LastAt">Creation time of its newest row; null without rows.</param>
internal sealed record ProjectBody(string ProjectId, string Name, long Rows, DateTimeOffset? FirstAt, DateTimeOffset? LastAt);

/// <summary><c>GET /portal/projects</c>.</summary>
internal static class ProjectEndpoints
{
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/portal/projects", ListAsync).WithTags("Feedback").WithName("projects").WithSummary("The company's projects, with their rows")
            .RequireScope(Scopes.FeedbackRead).AcceptSessions();
        routes.MapGet("/admin/companies/{company_id}/projects", OfCompanyAsync)
            .WithTags("Feedback").WithName("list_company_projects").WithSummary("A company's projects, with their rows")
            .RequireAdmin().AlsoForLocalCommands().WithMetadata(new Problems(StatusCodes.Status404NotFound));
    }

    private static async Task<Ok<ProjectListBody>> OfCompanyAsync(HttpContext context, string company_id, ProjectService projects)
    {
        var items = await projects.ListAsync(company_id, context.RequestAborted);
        if (items is null) return Problem.NotFound();
        return new ProjectListBody(items);
    }

    private static async Task<Ok<ProjectListBody>> ListAsync(HttpContext context, ProjectService projects)
    {
        var items = await projects.ListAsync(context.Caller(), context.RequestAborted);
        if (items is null) return Problem.NotFound();
        return new ProjectListBody(items);
    }
}
