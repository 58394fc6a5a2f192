using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Feedback;

/// <summary>Takes feedback as a stream of any length, one JSON object a line.</summary>
internal static class ImportEndpoint
{
    public const string ContentType = "application/x-ndjson";

    /// <summary>The parameter, for the API description.</summary>
    public static QueryParameter ProjectParameter { get; } = new("project_id", "The project of all lines, whatever they say; without it each line names its own.");

    public static async Task<IResult> ImportAsync(HttpContext context, ProjectAccess access, FeedbackWriter writer, IStore store, TimeProvider time)
    {
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return Problem.UnsupportedMediaType("Send the lines without a content encoding.");
        ProjectSight? only = null;
        if (context.Request.Query["project_id"] is [{ } projectId, ..])
        {
            only = await access.FindAsync(context.Caller(), projectId, context.RequestAborted);
            if (only is null) return FeedbackRefusal.ProjectNotFound;
        }

        // The stream may be of any length, and its sender may think between two lines.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        context.Response.ContentType = ContentType;
        var progress = new ImportProgress(context.Response.BodyWriter, time);
        await new ImportRun(context.Caller(), only, access, writer, store, progress).RunAsync(context.Request.BodyReader, context.RequestAborted);
        return Results.Empty;
    }
}
