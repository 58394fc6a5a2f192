using System.Text.Json;
using Vindex.Server.Feedback.Queries.Language;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>Reads rows for a query; payload and scorer fields only if needed. Not thread-safe.</summary>
/// <param name="projectId">The project's id in rows: <c>entity/project</c>.</param>
internal sealed class RowReading(string projectId)
{
    private bool _payloadRead;
    private ScorerFields? _scorer;

    public string ProjectId { get; } = projectId;

    /// <summary>The current row.</summary>
    public FeedbackRow Row { get; private set; } = null!;

    /// <summary>The requested paths.</summary>
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
    /// A payload path as text: a string's text, the empty text for null and missing values (as in Weave), and the stored JSON for anything else.
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

    /// <summary>A payload path as a number: a JSON number, or a string that parses as one.</summary>
    public bool TryNumber(int slot, out QueryNumber number)
    {
        number = default;
        var found = Find(slot);
        if (found.Token is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        var text = Text(slot);
        return !text.IsNull && QueryNumber.TryParse(text.Utf8(), out number);
    }

    /// <summary>A payload path as a boolean: JSON booleans, the strings true and false, 1 and 0.</summary>
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
            // A lone surrogate, only possible in old rows; it equals no text in a request.
            return QueryValue.Null;
        }
    }
}
