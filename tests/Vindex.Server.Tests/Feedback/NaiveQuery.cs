using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Tests.Feedback;

/// <summary>
/// The language of queries a second time, as plainly as can be: values are objects, nothing is prepared, everything is parsed again for each row.
/// </summary>
internal static class NaiveQuery
{
    public static bool Selects(JsonElement expression, FeedbackRow row) => Truth(expression, row) == true;

    private static bool? Truth(JsonElement expression, FeedbackRow row)
    {
        var (name, value) = Only(expression);
        switch (name)
        {
            case "$and":
                var all = value.EnumerateArray().Select(part => Truth(part, row)).ToList();
                return all.Contains(false) ? false : all.Contains(null) ? null : true;
            case "$or":
                var any = value.EnumerateArray().Select(part => Truth(part, row)).ToList();
                return any.Contains(true) ? true : any.Contains(null) ? null : false;
            case "$not":
                return !Truth(value[0], row);
            case "$in":
                var items = value[1].EnumerateArray().Select(item => Compare(value[0], item, row) is { } order ? order == 0 : (bool?)null).ToList();
                return items.Contains(true) ? true : items.Contains(null) ? null : false;
            case "$contains":
                var text = Text(value.GetProperty("input"), row);
                var part = Text(value.GetProperty("substr"), row);
                if (text is null || part is null) return null;
                var ignoreCase = value.TryGetProperty("case_insensitive", out var flag) && flag.GetBoolean();
                return text.Contains(part, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
            default:
                if (Compare(value[0], value[1], row) is not { } outcome) return null;
                return name switch { "$eq" => outcome == 0, "$gt" => outcome > 0, "$gte" => outcome >= 0, "$lt" => outcome < 0, _ => outcome <= 0 };
        }
    }

    private static int? Compare(JsonElement left, JsonElement right, FeedbackRow row)
    {
        var (a, b) = (Read(left, row), Read(right, row));
        if (a is DateTimeOffset || b is DateTimeOffset)
        {
            if (Time(a) is not { } time || Time(b) is not { } other) return null;
            return time.CompareTo(other);
        }

        if (a is JsonValue first && b is JsonValue second)
        {
            if (first.Element.ValueKind == JsonValueKind.Number && second.Element.ValueKind == JsonValueKind.Number && Number(first.Text) is { } x
                && Number(second.Text) is { } y)
            {
                return Compare(x, y);
            }
            return Compare(first.Text, second.Text);
        }

        if (a is null || b is null) return null;
        if (a is JsonValue path) return Compare(path, b);
        if (b is JsonValue otherPath) return -Compare(otherPath, a);
        return (a, b) switch
        {
            (string text, string other) => Compare(text, other),
            (bool flag, bool other) => flag.CompareTo(other),
            _ => Compare(Number(a)!, Number(b)!),
        };
    }

    private static int? Compare(JsonValue path, object value) => value switch
    {
        string text => Compare(path.Text, text),
        bool flag => Flag(path) is { } read ? read.CompareTo(flag) : null,
        _ => path.Element.ValueKind is JsonValueKind.Number or JsonValueKind.String && Number(path.Text) is { } number ? Compare(number, Number(value)!) : null,
    };

    private static bool? Flag(JsonValue path) => path.Element.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? null : path.Text switch
    {
        "true" => true,
        "false" => false,
        var text => Number(text) is { } number ? Compare(number, 0L) == 0 ? false : Compare(number, 1L) == 0 ? true : null : null,
    };

    private static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    // Exactly: a double times 2^1074 is a whole number.
    private static int Compare(object left, object right) => Exact(left).CompareTo(Exact(right));

    private static BigInteger Exact(object number)
    {
        if (number is long whole) return (BigInteger)whole << 1074;
        var bits = BitConverter.DoubleToInt64Bits((double)number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        var magnitude = (BigInteger)mantissa << Math.Max(exponent, 1) - 1;
        return bits < 0 ? -magnitude : magnitude;
    }

    private static object? Number(object? value) => value switch
    {
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(
                text,
                NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var number) && double.IsFinite(number) ? number : null,
        bool flag => flag ? 1L : 0L,
        _ => value,
    };

    private static DateTimeOffset? Time(object? value) => value switch
    {
        DateTimeOffset time => time,
        string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
        JsonValue path => Time(path.Text),
        long seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        _ => null,
    };

    private static string? Text(JsonElement operand, FeedbackRow row) => Read(operand, row) switch { JsonValue path => path.Text, var value => (string?)value };

    private static object? Read(JsonElement operand, FeedbackRow row)
    {
        var (name, value) = Only(operand);
        return name switch
        {
            "$literal" => Literal(value),
            "$getField" => Field(value.GetString()!, row),
            "$convert" => Convert(Read(value.GetProperty("input"), row), value.GetProperty("to").GetString()!),
            _ => Truth(operand, row),
        };
    }

    private static object? Convert(object? value, string target)
    {
        if (target == "exists") return value is JsonValue found ? found.Exists : value is not null;
        var plain = value is JsonValue path ? path.Text : value;
        return target switch
        {
            "string" =>
                plain switch
                {
                    bool flag =>
                    flag ? "true" : "false",
                    null or string => plain,
                    _ => ((IFormattable)plain).ToString("R", CultureInfo.InvariantCulture)
                },
            "double" => Number(plain),
            "int" =>
                Number(plain) switch
                {
                    double number when Math.Truncate(number) == number && Math.Abs(number) < 9.2e18 =>
                    (long)number,
                    long whole => whole,
                    _ => null
                },
            _ => plain switch
            {
                bool flag => flag,
                "true" => true,
                "false" => false,
                _ => Number(plain) is { } number ? Compare(number, 0L) == 0 ? false : Compare(number, 1L) == 0 ? true : null : null,
            },
        };
    }

    private static object? Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Number(value.GetRawText()),
        _ => value.GetBoolean(),
    };

    private static object? Field(string name, FeedbackRow row)
    {
        switch (name)
        {
            case "id": return row.Id;
            case "weave_ref": return row.WeaveRef;
            case "feedback_type": return row.FeedbackType;
            case "trigger_ref": return row.TriggerRef;
            case "created_at": return row.CreatedAt;
        }

        JsonElement? at = JsonElement.Parse(Encoding.UTF8.GetString(row.Payload.Span));
        foreach (var key in name["payload.".Length..].Split('.'))
        {
            if (at is not { } current) break;
            if (current.ValueKind == JsonValueKind.Object)
                at = current.EnumerateObject().Where(member => member.Name == key).Select(member => (JsonElement?)member.Value).FirstOrDefault();
            else
                at = current.ValueKind == JsonValueKind.Array && int.TryParse(key, out var index) && index < current.GetArrayLength() ? current[index] : null;
        }

        return new JsonValue(at ?? default, at is not null);
    }

    private static (string Name, JsonElement Value) Only(JsonElement element)
    {
        var member = element.EnumerateObject().First();
        return (member.Name, member.Value);
    }

    private sealed record JsonValue(JsonElement Element, bool Exists)
    {
        public string Text => Element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            JsonValueKind.String => Element.GetString()!,
            _ => Element.GetRawText(),
        };
    }
}
