using System.Buffers;
using System.Text.Json;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Schema;

/// <summary><c>POST /feedback/payload_schema</c>: which paths a project's payloads have, so that a metric can be chosen from a list.</summary>
internal static class PayloadSchemaEndpoint
{
    private const int DefaultSample = 2000;
    private const int MostSample = 5000;

    public static void MapPayloadSchema(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/payload_schema", SchemaAsync).WithName("feedback_payload_schema").WithSummary("Paths in the payloads of a span of time, and their types")
            .WithDescription("Looks at the newest payload of each trigger; rows without a trigger count as one.")
            .RequireScope(Scopes.FeedbackRead).Accepts<PayloadSchemaBody>(JsonAnswer.ContentType).Produces<PayloadSchemaAnswerBody>();

    private static async Task<IResult> SchemaAsync(HttpContext context, ProjectAccess projects, IStore store, TimeProvider time)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.SmallLimit);
        using var read = body;
        if (read is null) return refused!;
        var (projectId, selection, sample) = Read(read, time.GetUtcNow());
        if (read.Errors.Any) return read.Errors;
        if (await projects.FindAsync(context.Caller(), projectId, context.RequestAborted) is not { } sight) return FeedbackRefusal.ProjectNotFound;
        return JsonAnswer.Ok(Write(await LookAsync(store.Feedback, sight, selection, sample, context.RequestAborted)));
    }

    /// <summary>The paths of the newest payloads, for the endpoint and for the page that suggests them.</summary>
    public static async Task<PayloadPathTypes> LookAsync(
        IFeedbackStore store, ProjectSight sight, FeedbackSelection selection, int sample, CancellationToken cancellationToken)
    {
        var types = new PayloadPathTypes();
        if (selection.From >= selection.Before) return types;
        await foreach (var row in Newest(store, sight, selection, sample, cancellationToken)) types.Add(row.Payload.Span);
        return types;
    }

    private static (string ProjectId, FeedbackSelection Selection, int Sample) Read(ModelBody body, DateTimeOffset now)
    {
        var model = body.Model;
        var projectId = model.Required("project_id")?.AsText();
        var start = model.Required("start")?.AsTime();
        var end = model.Optional("end")?.AsTime();
        var type = model.Optional("feedback_type")?.AsText();
        var trigger = model.Optional("trigger_ref")?.AsText();
        var sample = model.Given("sample_limit")?.AsInteger(1, MostSample) ?? DefaultSample;
        model.Close();
        if (!body.Errors.Any && (end ?? now) < start) model.RefuseValue("Feedback request end must be after start");
        var selection = new FeedbackSelection
        {
            // To whole seconds, as statistics count.
            From = start is { } from ? Floor(from) : null,
            Before = Floor(end ?? now),
            FeedbackTypes = type is null ? null : [type],
            Descending = true,
        };
        return (projectId ?? "", selection.WithTrigger(trigger), (int)sample);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static IAsyncEnumerable<FeedbackRow> Newest(
        IFeedbackStore store, ProjectSight sight, FeedbackSelection selection, int most, CancellationToken cancellationToken)
    {
        if (sight.CustomerIds is null) return store.NewestByTriggerAsync(sight.Key, selection, most, cancellationToken);

        // The newest of a trigger may be another customer's, which is not there for this caller.
        var met = new HashSet<string>(StringComparer.Ordinal);
        return store.ReadAsync(sight.Key, selection, cancellationToken)
            .Where(row => sight.Sees(row.Payload.Span) && met.Add(row.TriggerRef is null ? "" : "=" + row.TriggerRef)).Take(most);
    }

    private static byte[] Write(PayloadPathTypes types)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Encoder }))
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

/// <summary>For the API description: where to look.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Start">From when on; without an offset UTC.</param>
/// <param name="End">Until when, not included; now when absent.</param>
/// <param name="FeedbackType">Only this type.</param>
/// <param name="TriggerRef">Only this trigger, or with <c>:*</c> at its end all versions of it.</param>
/// <param name="SampleLimit">Most payloads to look at, 1 to 5000.</param>
internal sealed record PayloadSchemaBody(
    string ProjectId, DateTimeOffset Start, DateTimeOffset? End = null, string? FeedbackType = null, string? TriggerRef = null, int SampleLimit = 2000);

/// <summary>For the API description: the paths, in order.</summary>
internal sealed record PayloadSchemaAnswerBody(IReadOnlyList<PayloadPathBody> Paths);

/// <summary>For the API description: a path and the type of a metric on it.</summary>
/// <param name="JsonPath">The path, as statistics take it.</param>
/// <param name="ValueType"><c>numeric</c>, <c>boolean</c> or <c>categorical</c>.</param>
internal sealed record PayloadPathBody(string JsonPath, string ValueType);
