using System.Text.Json;
using Vindex.Server.Feedback.Queries.Language;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>Reads one row after the other for a query; its payload and its scorer fields only when they are asked for. One thread.</summary>
/// <param name="projectId">The project as rows name it: <c>entity/project</c>.</param>
internal sealed class RowReading(string projectId)
{
    private bool _payloadRead;
    private ScorerFields? _scorer;

    public string ProjectId { get; } = projectId;

    /// <summary>The row at hand.</summary>
    public FeedbackRow Row { get; private set; } = null!;

    /// <summary>The paths that are asked for.</summary>
    public PayloadPaths Paths { get; } = new();

    public ScorerFields Scorer => _scorer ??= ScorerFields.Of(Row);

    public void Turn(FeedbackRow row)
    {
        Row = row;
        _payloadRead = false;
        _scorer = null;
    }

    public FoundValue Find(int slot)
    {
        if (!_payloadRead)
        {
            Paths.Read(Row.Payload.Span);
            _payloadRead = true;
        }

        return Paths.Found(slot);
    }

    /// <summary>
    /// A payload path as text: a string's own, empty for null and for what is not there (as Weave reads it), and for all else the JSON as it stands.
    /// </summary>
    public QueryValue Text(int slot)
    {
        var found = Find(slot);
        var bytes = Row.Payload.Span.Slice(found.Start, found.Length);
        return found.Token switch
        {
            JsonTokenType.None or JsonTokenType.Null => QueryValue.Text(default(ReadOnlySpan<byte>)),
            JsonTokenType.String => Unquote(bytes),
            _ => QueryValue.Text(bytes),
        };
    }

    /// <summary>A payload path as a number: a JSON number or a text that reads as one.</summary>
    public bool TryNumber(int slot, out QueryNumber number)
    {
        number = default;
        var found = Find(slot);
        if (found.Token is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        var text = Text(slot);
        return !text.IsNull && QueryNumber.TryParse(text.Utf8(), out number);
    }

    /// <summary>A payload path as true or false: the JSON values, these words, 1 and 0.</summary>
    public bool? Boolean(int slot)
    {
        if (Find(slot).Token is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number or JsonTokenType.String)) return null;
        var text = Text(slot);
        return text.IsNull ? null : QueryConversion.ToBoolean(text.Utf8());
    }

    private static QueryValue Unquote(ReadOnlySpan<byte> json)
    {
        var inner = json[1..^1];
        if (!inner.Contains((byte)'\\')) return QueryValue.Text(inner);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var buffer = new byte[inner.Length];
        try
        {
            return QueryValue.Text(buffer.AsSpan(0, reader.CopyString(buffer)));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: the edge refuses those, so this is an old row; it equals no text that can be asked for.
            return QueryValue.Null;
        }
    }
}
