using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Reads a line of an import.</summary>
internal static class ImportLine
{
    private const int MaxReasons = 3;

    // {"weave_ref":"","feedback_type":"","payload":{}}
    private const int ShortestRow = 48;
    private const string NotListed = "";
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonEdge.MaxDepth };

    /// <summary>The feedback, or the reason for rejecting the line; neither for a blank line.</summary>
    /// <param name="line">The line; not needed after the call.</param>
    /// <param name="projectId">The project of all lines; null if each line names its own.</param>
    /// <param name="isListed">Whether the reason will be listed; if not, it is not looked for, because that would take most of the time.</param>
    public static (FeedbackDraft? Draft, string? Reason) Read(ReadOnlySequence<byte> line, string? projectId, bool isListed)
    {
        if (line.IsSingleSegment) return Read(line.First, projectId, isListed);
        var length = (int)line.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            line.CopyTo(rented);
            return Read(rented.AsMemory(0, length), projectId, isListed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static (FeedbackDraft? Draft, string? Reason) Read(ReadOnlyMemory<byte> line, string? projectId, bool isListed)
    {
        var bytes = line.Span;
        if (bytes.Trim(" \t\r"u8).IsEmpty) return (null, null);
        if (!isListed && (bytes.Length < ShortestRow || !JsonSyntax.IsValid(bytes, JsonEdge.MaxDepth))) return (null, NotListed);
        if (!Utf8.IsValid(bytes)) return (null, "the line is not UTF-8");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line, s_options);
        }
        catch (JsonException exception)
        {
            return (null, $"the line is not JSON: byte {exception.BytePositionInLine + 1}");
        }

        using (document)
        {
            var errors = new ModelErrors();
            if (bytes.IndexOf("\\u"u8) >= 0) FeedbackRequestBody.RefuseHalfPairs(bytes, errors);
            if (errors.Any || ModelObject.Of(document.RootElement, ModelLocation.Body, errors) is not { } model) return (null, Reason(errors));
            var draft = FeedbackForm.ReadImported(model, projectId);
            return errors.Any ? (null, Reason(errors)) : (draft, null);
        }
    }

    private static string Reason(ModelErrors errors)
    {
        const string body = "body.";
        return string.Join("; ", errors.All.Take(MaxReasons).Select(error =>
        {
            var place = error.Location.ToString();
            return place.StartsWith(body, StringComparison.Ordinal) ? $"{place[body.Length..]}: {error.Message}" : error.Message;
        }));
    }
}
