using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>The routes for annotation specs.</summary>
internal static class AnnotationEndpoints
{
    private static readonly Problems s_problems = new(StatusCodes.Status400BadRequest, StatusCodes.Status422UnprocessableEntity);
    private static readonly QueryParameter s_project = new("project_id", "The project: entity/project. Required.");
    private static readonly QueryParameter s_ref = new("annotation_ref", "The spec. Required.");

    public static void MapAnnotationSpecs(this IEndpointRouteBuilder feedback)
    {
        var specs = feedback.MapGroup("/annotation_specs");
        specs.MapPost("", CreateAsync).WithName("create_annotation_spec").WithSummary("Creates an annotation spec: what the values of an annotation have to be")
            .WithDescription("Rows of wandb.annotation.<name> whose annotation_ref names the spec are checked against it. The same spec again is the same reference.")
            .RequireScope(Scopes.FeedbackWrite).Accepts<NewAnnotationSpecBody>(JsonAnswer.ContentType).Produces<AnnotationRefBody>();
        specs.MapGet("", ListAsync).WithName("list_annotation_specs").WithSummary("The annotation specs of a project")
            .WithParameters(s_project).WithMetadata(s_problems)
            .RequireScope(Scopes.FeedbackRead).Produces<AnnotationSpecListBody>();
        specs.MapDelete("", DeleteAsync).WithName("delete_annotation_spec").WithSummary("Deletes an annotation spec; rows that name it stay")
            .WithParameters(s_project, s_ref).WithMetadata(s_problems)
            .RequireScope(Scopes.FeedbackWrite).Produces<QueueDoneBody>();
    }

    private static Task<IResult> CreateAsync(HttpContext context, AnnotationSpecService specs) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, body => AnnotationSpecRequest.Read(body.Model), async (request, _) =>
            (await specs.CreateAsync(context.Caller(), request, context.RequestAborted)).ToResult(
                reference => JsonAnswer.Ok(new AnnotationRefBody(reference), FeedbackJson.Shared.AnnotationRefBody)));

    private static Task<IResult> ListAsync(HttpContext context, AnnotationSpecService specs) =>
        FeedbackResults.WithParametersAsync(context, parameters => parameters.ProjectId(), async projectId =>
            (await specs.ListAsync(context.Caller(), projectId, context.RequestAborted)).ToResult(
                list => JsonAnswer.Ok(list, FeedbackJson.Shared.AnnotationSpecListBody)));

    private static Task<IResult> DeleteAsync(HttpContext context, AnnotationSpecService specs) =>
        FeedbackResults.WithParametersAsync(context, parameters => (ProjectId: parameters.ProjectId(), Ref: parameters.Required("annotation_ref")), async spec =>
            (await specs.DeleteAsync(context.Caller(), spec.ProjectId, spec.Ref, context.RequestAborted)).ToResult(_ => FeedbackResults.Empty));
}
