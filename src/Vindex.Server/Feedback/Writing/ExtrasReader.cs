using System.Buffers;
using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.Writing;

/// <summary>Reads the scorer and span fields into one JSON object without default values, in the model's order.</summary>
/// <param name="model">The row.</param>
/// <param name="target">What the row is about.</param>
internal sealed class ExtrasReader(ModelObject model, SpanTarget target) : IDisposable
{
    private const int MaxText = 4096;
    private const int MaxItems = 1000;
    private static readonly (string Name, string Default)[] s_texts =
    [
        ("span_agent_name", ""),
        ("span_agent_version", ""),
        ("span_status_code", "UNSET"),
        (SpanTarget.ConversationField, ""),
        (SpanTarget.TraceField, ""),
        ("scorer_trace_id", ""),
    ];

    private ArrayBufferWriter<byte>? _buffer;
    private Utf8JsonWriter? _json;

    public bool HasScorerFields { get; private set; }

    public bool HasTags { get; private set; }

    /// <summary>Why the span fields contradict the row's reference; null if they do not.</summary>
    public string? Contradiction { get; private set; }

    public void Read()
    {
        ReadTags();
        ReadMap("scorer_tag_reasons", isNumbers: false);
        ReadMap("scorer_tag_confidences", isNumbers: true);
        ReadMap("scorer_ratings", isNumbers: true);
        ReadMap("scorer_rating_reasons", isNumbers: false);
        ReadMap("scorer_rating_confidences", isNumbers: true);
        foreach (var (name, otherwise) in s_texts)
        {
            var (text, refusal) = target.Fill(name, model.Given(name)?.AsText(MaxText));
            Contradiction ??= refusal;
            if (text is not null && text != otherwise) Writer().WriteString(name, text);
        }
    }

    /// <summary>The object; null if all fields have default values.</summary>
    public string? Json()
    {
        if (_json is null) return null;
        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_buffer!.WrittenSpan);
    }

    public void Dispose() => _json?.Dispose();

    private void ReadTags()
    {
        if (model.Given("scorer_tags")?.AsList(MaxItems) is not { Count: > 0 } tags) return;
        HasScorerFields = HasTags = true;
        Writer().WriteStartArray("scorer_tags");
        foreach (var tag in tags) Writer().WriteStringValue(tag.AsText(MaxText) ?? "");
        Writer().WriteEndArray();
    }

    private void ReadMap(string name, bool isNumbers)
    {
        if (model.Given(name)?.AsDictionary() is not { } map) return;
        var isEmpty = true;
        foreach (var (key, value) in map.Members)
        {
            if (isEmpty) Writer().WriteStartObject(name);
            isEmpty = false;
            if (isNumbers) Writer().WriteNumber(key, value.AsNumber() ?? 0);
            else Writer().WriteString(key, value.AsText(MaxText) ?? "");
        }

        if (isEmpty) return;
        HasScorerFields = true;
        Writer().WriteEndObject();
    }

    private Utf8JsonWriter Writer()
    {
        if (_json is not null) return _json;
        _buffer = new ArrayBufferWriter<byte>();
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder });
        _json.WriteStartObject();
        return _json;
    }
}
