using System.Text.Json;
using Vindex.Server.Feedback.Queries.Language;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>Writes rows to a response. The payload is written byte for byte as stored.</summary>
internal sealed class RowWriter
{
    private readonly RowReading _reading;
    private readonly (FieldReference Field, JsonEncodedText Name, int Slot)[] _fields;

    /// <param name="fields">The fields to write.</param>
    /// <param name="reading">Reads the current row; receives the payload paths of the fields.</param>
    public RowWriter(IEnumerable<FieldReference> fields, RowReading reading)
    {
        _reading = reading;
        _fields = [.. fields.Select(field => (
            field, JsonEncodedText.Encode(field.Name, WireFormat.Encoder), field.Path is { Count: > 0 } path ? reading.Paths.Slot(path) : -1))];
    }

    /// <summary>All columns.</summary>
    public static IReadOnlyList<FieldReference> AllColumns { get; } = [.. FeedbackColumn.All.Select(column => FieldReference.Find(column.Name, out _)!)];

    /// <summary>The distinct fields of a request; otherwise an error that names the unknown field.</summary>
    public static IReadOnlyList<FieldReference>? Find(IReadOnlyList<string>? names, out QueryRefusal? refusal)
    {
        refusal = null;
        if (names is null or { Count: 0 }) return AllColumns;
        if (names.Count > QueryLimits.Fields)
        {
            refusal = new QueryRefusal($"At most {QueryLimits.Fields} fields can be requested, got {names.Count}");
            return null;
        }

        var fields = new List<FieldReference>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (FieldReference.Find(name, out refusal) is not { } field) return null;
            fields.Add(field);
        }

        return fields;
    }

    /// <summary>Writes the current row.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (field, name, slot) in _fields)
        {
            json.WritePropertyName(name);
            if (slot >= 0) WriteText(json, _reading.Text(slot));
            else WriteColumn(json, field, _reading.Row);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, QueryValue text)
    {
        if (text.IsNull) json.WriteStringValue("");
        else json.WriteStringValue(text.Utf8());
    }

    private void WriteColumn(Utf8JsonWriter json, FieldReference field, FeedbackRow row)
    {
        switch (field.Column.Type)
        {
            case ColumnType.Text:
                json.WriteStringValue(field.Column.Text!(_reading));
                break;
            case ColumnType.Time:
                json.WriteStringValue(Instants.Format(row.CreatedAt));
                break;
            case ColumnType.Json:
                json.WriteRawValue(row.Payload.Span, skipInputValidation: true);
                break;
            case var _ when field.Entry is { } entry:
                if (_reading.Scorer.Entry(field.Column.Name, entry) is { } value) value.WriteTo(json);
                else json.WriteNullValue();
                break;
            default:
                _reading.Scorer.Write(json, field.Column.Name, field.Column.Type == ColumnType.Tags);
                break;
        }
    }
}
