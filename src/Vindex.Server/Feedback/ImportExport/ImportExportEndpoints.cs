using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>The routes for importing and exporting feedback as streams of lines.</summary>
internal static class ImportExportEndpoints
{
    private const string ContentType = "application/x-ndjson";
    private static readonly QueryParameter s_project = new(
        "project_id", "The project of all lines, overriding their own; without it, each line must name one.");

    public static void MapImportExport(this IEndpointRouteBuilder feedback)
    {
        feedback.MapPost("/import", ImportAsync).WithName("feedback_import").WithSummary("Stores feedback from a stream with one JSON object per line")
            .WithDescription("Each line may contain id, created_at and wb_user_id. A rejected line does not stop the rest. Progress lines are sent during the import; the last one lists what was rejected. "
                + "A failure closes the connection; rows counted before it are durable, and importing the same ids again is harmless.")
            .WithParameters(s_project)
            .RequireScope(Scopes.FeedbackWrite)
            .Accepts<FeedbackLineBody>(
                ContentType, "application/jsonl", JsonAnswer.ContentType, "text/plain", "application/octet-stream", "application/x-www-form-urlencoded")
            .Produces<FeedbackImportedBody>(StatusCodes.Status200OK, ContentType);
        feedback.MapPost("/export", ExportAsync).WithName("feedback_export").WithSummary("A project's feedback as a stream that import can read")
            .WithDescription("A failure closes the connection.")
            .RequireScope(Scopes.FeedbackRead).HeavyRead().Accepts<FeedbackExportBody>(JsonAnswer.ContentType)
            .Produces<FeedbackLineBody>(StatusCodes.Status200OK, ContentType);
    }

    private static async Task<IResult> ImportAsync(HttpContext context, ImportService imports)
    {
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return Problem.UnsupportedMediaType("Send the lines without a content encoding.");
        var projectId = context.Request.Query["project_id"] is [{ } only, ..] ? only : null;
        return (await imports.OpenAsync(context.Caller(), projectId, context.RequestAborted)).ToResult(import => new ImportResult(import));
    }

    private static Task<IResult> ExportAsync(HttpContext context, ExportService exports) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, body => ExportRequest.Read(body.Model), async (request, _) =>
            await (await exports.OpenAsync(context.Caller(), request, context.RequestAborted)).ToResultAsync(export => WriteAsync(context, export)));

    private static async Task<IResult> WriteAsync(HttpContext context, FeedbackExport export)
    {
        context.Response.ContentType = ContentType;
        if (!export.IsEmpty) context.Response.Headers.ContentDisposition = "attachment; filename=\"feedback.ndjson\"";
        await export.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
        return Results.Empty;
    }

    private sealed class ImportResult(FeedbackImport import) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            // The stream can have any length, and the sender may pause between lines.
            if (httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
            if (httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
            TimedBody.AllowPauses(httpContext.Request);
            httpContext.Response.ContentType = ContentType;
            return import.RunAsync(httpContext.Request.BodyReader, httpContext.Response.BodyWriter, httpContext.RequestAborted);
        }
    }
}
