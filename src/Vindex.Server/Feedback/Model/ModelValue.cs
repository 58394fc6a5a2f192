using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Vindex.Server.Feedback.Model;

/// <summary>
/// A value in a request. Each method returns null and adds an error if the value has another type; conversions follow pydantic's lax mode (a number in
/// a string for a number, an integral float for an integer).
/// </summary>
internal readonly struct ModelValue(JsonElement element, ModelLocation parent, string? name, int index, ModelErrors errors)
{
    /// <summary>A member of an object.</summary>
    public ModelValue(JsonElement element, ModelLocation parent, string name, ModelErrors errors)
        : this(element, parent, name, 0, errors)
    {
    }

    public JsonElement Element => element;

    // Created on demand, because most requests have no errors.
    public ModelLocation Location => name is null ? parent.Item(index) : parent.Member(name);

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>The value's JSON as sent; valid as long as the body.</summary>
    public ReadOnlySpan<byte> Raw => JsonMarshal.GetRawUtf8Value(element);

    public void Refuse(string type, string message) => errors.Add(Location, type, message, Raw);

    /// <summary>Rejects a value of the right type.</summary>
    public void RefuseValue(string message) => Refuse("value_error", "Value error, " + message);

    /// <summary>A string without U+0000, up to the given length in UTF-16 units.</summary>
    public string? AsText(int max = int.MaxValue)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            Refuse("string_type", "Input should be a valid string");
            return null;
        }

        var text = element.GetString()!;
        if (text.Contains('\0', StringComparison.Ordinal)) RefuseValue("U+0000 is not text");
        else if (text.Length > max) Refuse("string_too_long", $"String should have at most {max} characters");
        else return text;
        return null;
    }

    /// <summary>One of a <c>Literal</c>'s values.</summary>
    public string? AsLiteral(IReadOnlyList<string> allowed) => AsOneOf(allowed, "literal_error");

    /// <summary>One of an <c>Enum</c>'s values.</summary>
    public string? AsEnum(IReadOnlyList<string> allowed) => AsOneOf(allowed, "enum");

    /// <summary>A whole number; −0 is 0.</summary>
    public long? AsInteger(long min = long.MinValue, long max = long.MaxValue)
    {
        if (ReadInteger() is not { } number) return null;
        if (number < min) Refuse("greater_than_equal", $"Input should be greater than or equal to {min}");
        else if (number > max) Refuse("less_than_equal", $"Input should be less than or equal to {max}");
        else return number;
        return null;
    }

    /// <summary>A finite number; −0 is 0.</summary>
    public double? AsNumber()
    {
        double number;
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                number = element.GetDouble();
                break;
            case JsonValueKind.True or JsonValueKind.False:
                number = element.ValueKind == JsonValueKind.True ? 1 : 0;
                break;
            case JsonValueKind.String:
                if (double.TryParse(element.GetString()!.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)) break;
                Refuse("float_parsing", "Input should be a valid number, unable to parse string as a number");
                return null;
            default:
                Refuse("float_type", "Input should be a valid number");
                return null;
        }

        if (double.IsFinite(number)) return number == 0 ? 0 : number;
        Refuse("finite_number", "Input should be a finite number");
        return null;
    }

    /// <summary>A timestamp: ISO 8601 (UTC if there is no offset), or a Unix time in seconds or milliseconds.</summary>
    public DateTimeOffset? AsTime()
    {
        var (time, type, message) = ModelTime.Read(element);
        if (time is null) Refuse(type!, message!);
        return time;
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<ModelValue>? AsList(int max = int.MaxValue)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Refuse("list_type", "Input should be a valid list");
            return null;
        }

        var length = element.GetArrayLength();
        if (length > max)
        {
            Refuse("too_long", $"List should have at most {max} items after validation, not {length}");
            return null;
        }

        var location = Location;
        var items = new List<ModelValue>(length);
        foreach (var item in element.EnumerateArray()) items.Add(new ModelValue(item, location, null, items.Count, errors));
        return items;
    }

    /// <summary>An object with the fields of a model.</summary>
    public ModelObject? AsModel() => ModelObject.Of(element, Location, errors);

    /// <summary>An object with arbitrary keys.</summary>
    public ModelObject? AsDictionary() => IsDictionary() ? ModelObject.Of(element, Location, errors) : null;

    /// <summary>The JSON of an object with arbitrary keys as sent, without parsing it.</summary>
    public byte[]? AsRawDictionary() => IsDictionary() ? Raw.ToArray() : null;

    private bool IsDictionary()
    {
        if (element.ValueKind == JsonValueKind.Object) return true;
        Refuse("dict_type", "Input should be a valid dictionary");
        return false;
    }

    private string? AsOneOf(IReadOnlyList<string> allowed, string type)
    {
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { } text && allowed.Contains(text)) return text;
        Refuse(type, $"Input should be {ModelText.Choice(allowed)}");
        return null;
    }

    private long? ReadInteger()
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return element.ValueKind == JsonValueKind.True ? 1 : 0;
            case JsonValueKind.Number:
                return ReadNumber(element);
            case JsonValueKind.String:
                if (long.TryParse(element.GetString()!.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)) return parsed;
                Refuse("int_parsing", "Input should be a valid integer, unable to parse string as an integer");
                return null;
            default:
                Refuse("int_type", "Input should be a valid integer");
                return null;
        }
    }

    private long? ReadNumber(JsonElement number)
    {
        if (number.TryGetInt64(out var integer)) return integer;
        var value = number.GetDouble();
        if (!double.IsFinite(value)) Refuse("finite_number", "Input should be a finite number");
        else if (value != Math.Truncate(value)) Refuse("int_from_float", "Input should be a valid integer, got a number with a fractional part");
        else if (Math.Abs(value) >= 9.2e18) Refuse("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
        else return (long)value;
        return null;
    }
}
