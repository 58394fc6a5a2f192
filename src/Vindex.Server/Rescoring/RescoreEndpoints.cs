using Vindex.Server.Rescoring.Effects;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Rescoring;

/// <summary>Judging tickets again: under <c>/portal</c> for the caller's company, and the same under <c>/admin/companies/{company_id}</c>.</summary>
internal static class RescoreEndpoints
{
    private const string ContentType = "application/x-ndjson";

    public static void MapRescoring(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/portal/rescores").WithTags("Rescoring").AcceptSessions();
        var writes = own.MapGroup("").RequireScope(Scopes.ScoresWrite);
        writes.MapPost(
            "",
            (HttpContext context, OptionalBody<NewRescoreBody> body, RescoreService rescores) => StartAsync(context, Own(context), body, rescores)).IsStart("");
        writes.MapGet("/preview", (HttpContext context, RescoreService rescores) => PreviewAsync(context, Own(context), rescores)).IsPreview("");
        writes.MapDelete(
            "/{rescore_id}",
            (HttpContext context, string rescore_id, RescoreService rescores) => CancelAsync(context, Own(context), rescore_id, rescores)).IsCancel("");
        var reads = own.MapGroup("").RequireScope(Scopes.ScoresRead);
        reads.MapGet("", (HttpContext context, RescoreService rescores) => ListAsync(context, Own(context), rescores)).IsList("");
        reads.MapGet(
            "/{rescore_id}", (HttpContext context, string rescore_id, RescoreService rescores) => OneAsync(context, Own(context), rescore_id, rescores))
            .IsOne("");

        var admin = routes.MapGroup("/admin/companies/{company_id}/rescores").WithTags("Rescoring").RequireAdmin().AlsoForLocalCommands();
        admin.MapPost("", StartAsync).IsStart("admin_");
        admin.MapGet("/preview", PreviewAsync).IsPreview("admin_");
        admin.MapDelete("/{rescore_id}", CancelAsync).IsCancel("admin_");
        admin.MapGet("", ListAsync).IsList("admin_");
        admin.MapGet("/{rescore_id}", OneAsync).IsOne("admin_");

        routes.MapProfileEffects();
    }

    private static void IsStart(this RouteHandlerBuilder route, string prefix) =>
        route.WithName(prefix + "start_rescore").WithSummary("Rescores the latest tickets with the current rubric")
            .WithDescription(
                "Runs in the background. A ticket gets a new score if its latest one was made by another rubric version or before its profile changed. A company can have one run at a time.")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));

    private static void IsPreview(this RouteHandlerBuilder route, string prefix) =>
        route.WithName(prefix + "preview_rescore").WithSummary("What rescoring would change; nothing is stored")
            .WithDescription(
                "One line for each ticket that would get a new score or be skipped; the last line has the totals. A failure closes the connection.")
            .WithParameters(new QueryParameter("customer_id", "Only this customer's tickets."))
            .WithMetadata(new Problems(StatusCodes.Status404NotFound)).Produces<RescorePreviewBody>(StatusCodes.Status200OK, ContentType);

    private static void IsCancel(this RouteHandlerBuilder route, string prefix) =>
        route.WithName(prefix + "cancel_rescore").WithSummary("Cancels a run; scores made so far are kept")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));

    private static void IsList(this RouteHandlerBuilder route, string prefix) =>
        route.WithName(prefix + "list_rescores").WithSummary("The 20 newest runs").WithMetadata(new Problems(StatusCodes.Status404NotFound));

    private static void IsOne(this RouteHandlerBuilder route, string prefix) =>
        route.WithName(prefix + "get_rescore").WithSummary("The progress of a run").WithMetadata(new Problems(StatusCodes.Status404NotFound));

    private static async Task<Created<RescoreBody>> StartAsync(
        HttpContext context, string company_id, OptionalBody<NewRescoreBody> body, RescoreService rescores) =>
        body.Problem is { } problem
            ? problem
            : (await rescores.StartAsync(context.Caller(), company_id, body.Input, context.RequestAborted)).ToCreated(
                RescoreBody.Of, run => $"{context.Request.Path}/{run.Id}");

    private static async Task<Ok<RescoreListBody>> ListAsync(HttpContext context, string company_id, RescoreService rescores) =>
        (await rescores.ListAsync(context.Caller(), company_id, context.RequestAborted)).ToOk(runs => new RescoreListBody([.. runs.Select(RescoreBody.Of)]));

    private static async Task<Ok<RescoreBody>> OneAsync(HttpContext context, string company_id, string rescore_id, RescoreService rescores) =>
        (await rescores.FindAsync(context.Caller(), company_id, rescore_id, context.RequestAborted)).ToOk(RescoreBody.Of);

    private static async Task<Ok<RescoreBody>> CancelAsync(HttpContext context, string company_id, string rescore_id, RescoreService rescores) =>
        (await rescores.CancelAsync(context.Caller(), company_id, rescore_id, context.RequestAborted)).ToOk(RescoreBody.Of);

    private static async Task<IResult> PreviewAsync(HttpContext context, string company_id, RescoreService rescores)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var customerId = query.Text("customer_id", 255);
        switch (await rescores.PreviewAsync(context.Caller(), company_id, customerId, query.Errors, context.RequestAborted))
        {
            case Outcome<RescorePreview>.Done { Value: var preview }:
                context.Response.ContentType = ContentType;
                await preview.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
                return Results.Empty;
            case Outcome<RescorePreview>.Refused refused:
                return Problem.Of(refused.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Own(HttpContext context) => context.Caller().OwnCompany;
}
