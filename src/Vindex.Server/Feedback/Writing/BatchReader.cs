using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.Writing;

/// <summary>
/// Reads the rows of a batch one by one, so that only one of them is a document at a time, and stops when no more errors are reported. What the rows take up is
/// counted until disposed.
/// </summary>
internal sealed class BatchReader : IDisposable
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonEdge.MaxDepth };
    private readonly BodyBytes _bytes;
    private readonly ModelErrors _errors = new();
    private readonly List<FeedbackDraft> _drafts = [];

    private BatchReader(BodyBytes bytes) => _bytes = bytes;

    /// <summary>The rows.</summary>
    public IReadOnlyList<FeedbackDraft> Drafts => _drafts;

    /// <summary>The rows, or the response that rejects the batch.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxItems">The most rows.</param>
    public static async ValueTask<(BatchReader? Batch, IResult? Refusal)> ReadAsync(HttpContext context, int maxItems)
    {
        if (RequestBody.RefuseMediaType(context.Request, isOptional: true) is { } refused) return (null, refused);
        var (bytes, unread) = await BodyBytes.ReceiveAsync(context, FeedbackRequestBody.BatchLimit);
        if (bytes is null) return (null, unread);
        var batch = new BatchReader(bytes);
        if (batch.Read(maxItems) is not { } refusal) return (batch, null);
        batch.Dispose();
        return (null, refusal);
    }

    public void Dispose() => _bytes.Dispose();

    private IResult? Read(int maxItems)
    {
        // The rows are copied out of the body.
        if (_bytes.Lease.Take(_bytes.Memory.Length) is { } tooMuch) return tooMuch;
        var json = FeedbackRequestBody.TextOf(_bytes.Memory, _errors);
        if (_errors.Any) return _errors;
        ListScan scan;
        try
        {
            if (json.Span.IndexOf("\\u"u8) >= 0) FeedbackRequestBody.RefuseHalfPairs(json.Span, _errors);
            if (_errors.Any) return _errors;
            scan = ListScan.Run(json.Span, "batch"u8, maxItems);
        }
        catch (JsonException exception)
        {
            FeedbackRequestBody.RefuseJson(json.Span, exception, _errors);
            return _errors;
        }

        return (IResult?)ReadRest(json, scan, maxItems) ?? (_errors.Any ? _errors : null);
    }

    // All but the rows, which are looked at in their place.
    private Problem? ReadRest(ReadOnlyMemory<byte> json, ListScan scan, int maxItems)
    {
        byte[] rest = scan.List is { } list ? [.. json.Span[..list.Start], .. "[]"u8, .. json.Span[list.End..]] : json.ToArray();
        if (_bytes.Lease.Take(JsonMemory.Of(rest)) is { } problem) return problem;
        using var document = JsonDocument.Parse(rest, s_options);
        if (ModelObject.Of(document.RootElement, ModelLocation.Body, _errors) is not { } model) return null;
        var location = ModelLocation.Body.Member("batch");
        model.Required("batch")?.AsList();
        if (scan.Count > maxItems)
            _errors.Add(location, "too_long", $"List should have at most {maxItems} items after validation, not {scan.Count}", default);
        else if (ReadItems(json, scan.Items, location) is { } refused)
            return refused;
        model.Close();
        return null;
    }

    private Problem? ReadItems(ReadOnlyMemory<byte> json, IReadOnlyList<Range> items, ModelLocation location)
    {
        for (var i = 0; i < items.Count && !_errors.IsFull; i++)
        {
            var item = json[items[i]];
            var needed = JsonMemory.Of(item.Span);
            if (_bytes.Lease.Take(needed) is { } problem) return problem;
            using (var document = JsonDocument.Parse(item, s_options))
            {
                if (ModelObject.Of(document.RootElement, location.Item(i), _errors) is { } model) _drafts.Add(FeedbackForm.Read(model));
            }

            _bytes.Lease.Return(needed);
        }

        return null;
    }
}
