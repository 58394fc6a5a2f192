using System.Buffers;
using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Schema;

/// <summary><c>POST /feedback/payload_schema</c>: the paths in a project's payloads.</summary>
internal static class SchemaEndpoints
{
    public static void MapSchema(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/payload_schema", FindPathsAsync).WithName("feedback_payload_schema").WithSummary(
            "Paths in the payloads of a time range, and their types")
            .WithDescription("Reads the newest payload of each trigger; rows without a trigger count as one.")
            .RequireScope(Scopes.FeedbackRead).HeavyRead().Accepts<PayloadSchemaBody>(JsonAnswer.ContentType).Produces<PayloadSchemaAnswerBody>();

    private static Task<IResult> FindPathsAsync(HttpContext context, SchemaService schema, TimeProvider time) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, body => SchemaRequest.Read(body, time.GetUtcNow()), async (request, _) =>
            (await schema.FindPathsAsync(context.Caller(), request, context.RequestAborted)).ToResult(types => JsonAnswer.Ok(Json(types))));

    private static byte[] Json(PayloadPathTypes types)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
        {
            json.WriteStartObject();
            json.WriteStartArray("paths");
            foreach (var (path, type) in types.InOrder())
            {
                json.WriteStartObject();
                json.WriteString("json_path", path);
                json.WriteString("value_type", type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
