using System.Buffers;
using System.Text;
using System.Text.Json;
using Vindex.Server.Web;
using Vindex.Statistics.Questions;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Portal.Feedback.Rows;

/// <summary>A row must have this value, as groups of the statistics have it.</summary>
/// <param name="Field"><c>feedback_type</c>, <c>trigger_ref</c> or a path in the payload.</param>
/// <param name="Value">The value; null for rows without one.</param>
internal sealed record RowCondition(string Field, ScalarValue Value)
{
    private const int MaxLength = 2000;

    /// <summary>The value as a parameter: a JSON scalar. Null if it is too long for a URL.</summary>
    public string? Parameter
    {
        get
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
            {
                if (Value.Text is { } text) json.WriteStringValue(text);
                else if (Value.Number is { } number) json.WriteNumberValue(number);
                else if (Value.Boolean is { } boolean) json.WriteBooleanValue(boolean);
                else json.WriteNullValue();
            }

            return buffer.WrittenCount <= MaxLength ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
        }
    }

    /// <summary>Reads a condition; null if the parameter is not a JSON scalar.</summary>
    public static RowCondition? Read(string field, string parameter)
    {
        if (parameter.Length > MaxLength) return null;
        try
        {
            using var json = JsonDocument.Parse(parameter);
            return json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? null
                : new RowCondition(field, RowPayload.ScalarOf(json.RootElement));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a row fulfills it.</summary>
    public bool Holds(FeedbackRow row, RowPayload payload) => Value == Field switch
    {
        "feedback_type" => ScalarValue.Of(row.FeedbackType),
        "trigger_ref" => row.TriggerRef is { } trigger ? ScalarValue.Of(trigger) : ScalarValue.Null,
        _ => payload.At(Field),
    };
}

/// <summary>A row must have a number within an interval, as bars of a histogram have it.</summary>
/// <param name="Path">The path in the payload.</param>
/// <param name="From">The least number.</param>
/// <param name="To">The greatest number.</param>
/// <param name="HasEnd">Whether the interval contains its end.</param>
internal sealed record RowInterval(string Path, double From, double To, bool HasEnd)
{
    /// <summary>Whether a row fulfills it.</summary>
    public bool Holds(RowPayload payload) => payload.At(Path).Number is { } number && number >= From && (HasEnd ? number <= To : number < To);
}
