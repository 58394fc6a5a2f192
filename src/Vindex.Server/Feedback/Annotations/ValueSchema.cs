using System.Runtime.InteropServices;
using System.Text.Json;
using Vindex.Server.Feedback.Queries.Language;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>
/// What the values of an annotation have to be: the part of JSON Schema that <see cref="ValueSchemaReader"/> accepts. Texts are those of pydantic, like all
/// errors of these endpoints.
/// </summary>
internal sealed record ValueSchema
{
    private const int MostNamed = 20;

    /// <summary>The type; null if <see cref="Enumeration"/> alone decides.</summary>
    public AnnotationType? Type { get; init; }

    /// <summary>The allowed values; null for any.</summary>
    public IReadOnlyList<JsonElement>? Enumeration { get; init; }

    public QueryNumber? Minimum { get; init; }

    public QueryNumber? ExclusiveMinimum { get; init; }

    public QueryNumber? Maximum { get; init; }

    public QueryNumber? ExclusiveMaximum { get; init; }

    /// <summary>The least length of a string, in Unicode code points.</summary>
    public long? MinLength { get; init; }

    /// <summary>The greatest length of a string, in Unicode code points.</summary>
    public long? MaxLength { get; init; }

    /// <summary>What is wrong with a value, as type and message of an error; null if it fits.</summary>
    public (string Type, string Message)? Check(JsonElement value)
    {
        if (CheckType(value) is { } otherType) return otherType;
        var outside = Type switch
        {
            AnnotationType.Number or AnnotationType.Integer => CheckBounds(value),
            AnnotationType.String => CheckLength(value),
            _ => null,
        };
        return outside ?? CheckEnumeration(value);
    }

    /// <summary>What is wrong with the type of a value.</summary>
    public (string Type, string Message)? CheckType(JsonElement value) => Type switch
    {
        AnnotationType.String when value.ValueKind != JsonValueKind.String => ("string_type", "Input should be a valid string"),
        AnnotationType.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => ("bool_type", "Input should be a valid boolean"),
        AnnotationType.Number when value.ValueKind != JsonValueKind.Number => ("float_type", "Input should be a valid number"),
        AnnotationType.Integer when value.ValueKind != JsonValueKind.Number => ("int_type", "Input should be a valid integer"),
        AnnotationType.Number or AnnotationType.Integer when NumberOf(value) is null => ("finite_number", "Input should be a finite number"),
        AnnotationType.Integer when NumberOf(value) is { IsWhole: false, Value: var number } && Math.Truncate(number) != number =>
            ("int_from_float", "Input should be a valid integer, got a number with a fractional part"),
        _ => null,
    };

    /// <summary>The number of a JSON number; null if it overflows a double.</summary>
    public static QueryNumber? NumberOf(JsonElement value) =>
        QueryNumber.TryParse(JsonMarshal.GetRawUtf8Value(value), out var number) ? number : null;

    private (string Type, string Message)? CheckBounds(JsonElement value)
    {
        var number = NumberOf(value)!.Value;
        if (Minimum is { } least && number.Order(least) < 0) return ("greater_than_equal", $"Input should be greater than or equal to {least}");
        if (ExclusiveMinimum is { } below && number.Order(below) <= 0) return ("greater_than", $"Input should be greater than {below}");
        if (Maximum is { } most && number.Order(most) > 0) return ("less_than_equal", $"Input should be less than or equal to {most}");
        return ExclusiveMaximum is { } above && number.Order(above) >= 0 ? ("less_than", $"Input should be less than {above}") : null;
    }

    private (string Type, string Message)? CheckLength(JsonElement value)
    {
        if (MinLength is null && MaxLength is null) return null;
        var length = value.GetString()!.EnumerateRunes().Count();
        if (length < MinLength) return ("string_too_short", $"String should have at least {Characters(MinLength.Value)}");
        return length > MaxLength ? ("string_too_long", $"String should have at most {Characters(MaxLength.Value)}") : null;
    }

    private (string Type, string Message)? CheckEnumeration(JsonElement value)
    {
        if (Enumeration is not { } allowed || allowed.Any(one => AreEqual(one, value))) return null;
        var message = allowed.Count > MostNamed
            ? $"Input should be one of the {allowed.Count} values of the annotation spec"
            : $"Input should be {Choice([.. allowed.Select(Shown)])}";
        return ("literal_error", message);
    }

    private static bool AreEqual(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind) return false;
        return one.ValueKind switch
        {
            JsonValueKind.String => one.GetString() == other.GetString(),
            JsonValueKind.Number => NumberOf(one) is { } first && NumberOf(other) is { } second && first.Order(second) == 0,
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
            _ => false,
        };
    }

    private static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.String ? $"'{value.GetString()}'" : value.GetRawText();

    private static string Choice(string[] values) => values.Length == 1 ? values[0] : $"{string.Join(", ", values[..^1])} or {values[^1]}";

    private static string Characters(long count) => count == 1 ? "1 character" : $"{count} characters";
}

/// <summary>The type of an annotation's values.</summary>
internal enum AnnotationType
{
    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A number without a fractional part.</summary>
    Integer,

    /// <summary>A string.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,
}
