using System.Buffers;
using System.Text.Json;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback;

/// <summary>Streams a project's rows, by creation and id, one JSON object a line.</summary>
internal static class ExportEndpoint
{
    private const int FlushBytes = 32 * 1024;

    public static async Task<IResult> ExportAsync(HttpContext context, ProjectAccess access, IStore store)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.SmallLimit);
        using var read = body;
        if (read is null) return refused!;
        var model = read.Model;
        var projectId = model.Required("project_id")?.AsText() ?? "";
        var start = model.Optional("start")?.AsTime();
        var end = model.Optional("end")?.AsTime();
        var type = model.Optional("feedback_type")?.AsText();
        var trigger = model.Optional("trigger_ref")?.AsText();
        var expression = FeedbackQueryRequest.ReadExpression(model.Optional("query"));
        model.Close();
        if (read.Errors.Any) return read.Errors;
        if (await access.FindAsync(context.Caller(), projectId, context.RequestAborted) is not { } sight) return FeedbackRefusal.ProjectNotFound;
        if (FeedbackQuery.Compile(sight.ProjectId, expression, out var refusal) is not { } query) return FeedbackRefusal.BadRequest(refusal!.Reason);
        var asked = new FeedbackSelection { From = start, Before = end, FeedbackTypes = type is null ? null : [type] }.WithTrigger(trigger);
        if (start < end || start is null || end is null) await StreamAsync(context, store, sight, query, Both(asked, query.Selection));
        else context.Response.ContentType = ImportEndpoint.ContentType;
        return Results.Empty;
    }

    private static async Task StreamAsync(HttpContext context, IStore store, ProjectSight sight, FeedbackQuery query, FeedbackSelection selection)
    {
        var cancellationToken = context.RequestAborted;
        context.Response.ContentType = ImportEndpoint.ContentType;
        context.Response.Headers.ContentDisposition = "attachment; filename=\"feedback.ndjson\"";
        var output = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true });
        await foreach (var row in store.Feedback.ReadAsync(sight.Key, selection, cancellationToken))
        {
            if (!sight.Sees(row.Payload.Span) || !query.Selects(row)) continue;
            json.Reset(output);
            ExportLine.Write(json, sight.ProjectId, row);
            json.Flush();
            output.Write("\n"u8);
            if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    // What is asked for narrows the read; the query is asked of every row read anyway, so its part may stay behind.
    private static FeedbackSelection Both(FeedbackSelection asked, FeedbackSelection query) => asked with
    {
        Ids = query.Ids,
        WeaveRefs = query.WeaveRefs,
        FeedbackTypes = asked.FeedbackTypes ?? query.FeedbackTypes,
        From = asked.From > query.From ? asked.From : query.From ?? asked.From,
        Before = asked.Before < query.Before ? asked.Before : query.Before ?? asked.Before,
    };
}
