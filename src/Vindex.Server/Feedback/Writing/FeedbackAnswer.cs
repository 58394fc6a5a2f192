using System.Buffers;
using System.Text.Json;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Writing;

/// <summary>The response to stored feedback: <c>{id, created_at, wb_user_id, payload}</c>.</summary>
internal static class FeedbackAnswer
{
    public static IResult One(FeedbackRow row)
    {
        var buffer = new ArrayBufferWriter<byte>(row.Payload.Length + 256);
        using (var json = Writer(buffer)) Write(json, row);
        return JsonAnswer.Ok(buffer.WrittenSpan.ToArray());
    }

    /// <summary>Writes the rows to the response piece by piece: payloads can be large.</summary>
    public static async Task<IResult> WriteManyAsync(HttpContext context, IReadOnlyList<FeedbackRow> rows)
    {
        const int piece = 64 * 1024;
        context.Response.ContentType = JsonAnswer.ContentType;
        var output = context.Response.BodyWriter;
        await using var json = Writer(output);
        json.WriteStartObject();
        json.WriteStartArray("res");
        foreach (var row in rows)
        {
            Write(json, row);
            if (json.BytesPending + output.UnflushedBytes < piece) continue;
            json.Flush();
            await output.FlushAsync(context.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await output.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    private static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) =>
        new(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder, SkipValidation = true });

    private static void Write(Utf8JsonWriter json, FeedbackRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("created_at", Instants.Format(row.CreatedAt));
        json.WriteString("wb_user_id", row.WbUserId);
        json.WritePropertyName("payload");
        json.WriteRawValue(row.Payload.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
