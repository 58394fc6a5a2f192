using System.Runtime.InteropServices;
using System.Text.Json;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Annotations;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>
/// Checks rows against the annotation specs and queues that they name. Each is looked up once, so an instance serves one request, or one batch of an import.
/// </summary>
internal sealed class AnnotationChecks(IAnnotationSpecStore specs, IAnnotationQueueStore queues)
{
    // What an import that has nothing to write looks up must not add up.
    private const int MostKnown = 1000;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonEdge.MaxDepth };
    private readonly Dictionary<(ProjectKey Project, string Ref), ValueSchema?> _schemas = [];
    private readonly Dictionary<(ProjectKey Project, string Id), bool> _queues = [];

    /// <summary>Why a row that its type's rules allow is refused, otherwise null.</summary>
    public async ValueTask<FeedbackRefusal?> RefuseAsync(ProjectKey project, FeedbackDraft draft, CancellationToken cancellationToken)
    {
        if (draft.AnnotationRef is { } reference && await SchemaAsync(project, reference, cancellationToken) is { } schema
            && Refuse(schema, draft.Payload) is { } refusal)
        {
            return refusal;
        }

        // A line of an import with a time is a row of the past, whose queue may have been deleted since.
        return draft is { QueueId: { } id, CreatedAt: null } && !await HasQueueAsync(project, id, cancellationToken)
            ? new FeedbackRefusal.Invalid(AnnotationQueueService.Missing(id))
            : null;
    }

    private async ValueTask<ValueSchema?> SchemaAsync(ProjectKey project, string reference, CancellationToken cancellationToken)
    {
        if (_schemas.TryGetValue((project, reference), out var known)) return known;
        var spec = AnnotationVersion.Of(reference) is { } version
            ? await specs.FindAsync(project, version.Name, version.Digest, cancellationToken)
            : null;
        if (_schemas.Count == MostKnown) _schemas.Clear();
        return _schemas[(project, reference)] = spec is null ? null : ValueSchemaReader.Parse(spec.ValueSchema);
    }

    private async ValueTask<bool> HasQueueAsync(ProjectKey project, string id, CancellationToken cancellationToken)
    {
        if (_queues.TryGetValue((project, id), out var known)) return known;
        if (_queues.Count == MostKnown) _queues.Clear();
        return _queues[(project, id)] = await queues.ExistsAsync(project, id, cancellationToken);
    }

    // The first of duplicate keys counts.
    private static FeedbackRefusal.Unfit? Refuse(ValueSchema schema, ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload, s_options);
        var value = document.RootElement.EnumerateObject().First(member => member.NameEquals("value")).Value;
        return schema.Check(value) is { } error
            ? new FeedbackRefusal.Unfit(error.Message, error.Type, JsonMarshal.GetRawUtf8Value(value).ToArray())
            : null;
    }
}
