using System.Text.Json;

namespace Vindex.Server.Web.Bodies;

/// <summary>Reads the members of a JSON object, collecting errors by path. Unread members are ignored.</summary>
internal readonly struct JsonFields
{
    private const int MaxOthers = 10;
    private readonly JsonElement _object;
    private readonly string _path;

    private JsonFields(JsonElement element, string path, FieldErrors errors)
    {
        _object = element;
        _path = path;
        Errors = errors;
    }

    public FieldErrors Errors { get; }

    /// <summary>The members of a body's root; anything but an object has no members and an error.</summary>
    public static JsonFields Of(JsonElement root, FieldErrors errors)
    {
        if (root.ValueKind == JsonValueKind.Object) return new JsonFields(root, "", errors);
        errors.Add(FieldErrors.WholeBody, $"must be a JSON object; it is {Kind(root)}");

        // Missing members need no further errors.
        return new JsonFields(root, "", new FieldErrors(errors));
    }

    /// <summary>The path of a member in errors.</summary>
    public string Path(string name) => _path.Length == 0 ? name : _path + "." + name;

    public void Refuse(string name, string error) => Errors.Add(Path(name), error);

    /// <summary>Rejects other members than those that can be changed, because ignoring them would look like success.</summary>
    public void RefuseOthers(IReadOnlyList<string> changeable)
    {
        if (_object.ValueKind != JsonValueKind.Object) return;
        foreach (var name in _object.EnumerateObject().Select(member => member.Name).Where(name => !changeable.Contains(name)).Take(MaxOthers))
            Refuse(name, $"cannot be changed; {string.Join(", ", changeable)} can");
    }

    /// <summary>Whether the member exists, even if null.</summary>
    public bool Has(string name) => _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out _);

    /// <summary>The member; null if it is missing or null.</summary>
    public JsonElement? Find(string name) =>
        _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>An object; null if it is missing (with an error if it is required).</summary>
    public JsonFields? Object(string name, bool required = false)
    {
        if (Find(name) is not { } value)
        {
            if (required) Refuse(name, "is required");
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object) return new JsonFields(value, Path(name), Errors);
        Refuse(name, "must be an object");
        return null;
    }

    /// <summary>Text of 1 to <paramref name="max"/> UTF-16 units that is not blank; null when absent.</summary>
    public string? Text(string name, int max, bool required = false)
    {
        if (Find(name) is not { } value)
        {
            if (required) Refuse(name, "is required");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, "must be text");
            return null;
        }

        var text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) Refuse(name, "must not be blank");
        else if (text.Length > max) Refuse(name, $"must have at most {max} characters; it has {text.Length}");
        return text;
    }

    /// <summary>The same for names and ids, which appear in lists, logs and headers: without control characters.</summary>
    public string? Line(string name, int max, bool required = false)
    {
        var text = Text(name, max, required);
        if (text is not null && text.Any(char.IsControl))
            Refuse(name, $"must not contain control characters; it contains U+{(int)text.First(char.IsControl):X4}");
        return text;
    }

    /// <summary>Text of at most <paramref name="max"/> units, blank or not; null when absent.</summary>
    public string? TextOrBlank(string name, int max)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            if (text.Length > max) Refuse(name, $"must have at most {max} characters; it has {text.Length}");
            return text;
        }

        Refuse(name, "must be text");
        return null;
    }

    /// <summary>true or false; null when absent.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(name, "must be true or false");
        return null;
    }

    /// <summary>A whole number within bounds; null when absent.</summary>
    public int? Integer(string name, int min, int max)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Refuse(name, $"must be a whole number from {min} to {max}");
        return null;
    }

    /// <summary>A score with at most one decimal, in tenths; null when absent.</summary>
    public int? Tenths(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and <= 10
            && number * 10 == decimal.Truncate(number * 10))
        {
            return (int)(number * 10);
        }
        Refuse(name, "must be a number from 0 to 10 with at most one decimal");
        return null;
    }

    /// <summary>An instant in ISO 8601 with its offset; null when absent.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Find(name) is not { } value) return null;
        if (Instants.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString()! : "", out var instant, out var error)) return instant;
        Refuse(name, error);
        return null;
    }

    /// <summary>A list of texts that are not blank; null when absent.</summary>
    public IReadOnlyList<string>? Texts(string name, int maxItems, int maxLength, bool required = false)
    {
        if (Find(name) is not { } value)
        {
            if (required) Refuse(name, "is required");
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, "must be a list of strings");
            return null;
        }

        if (value.GetArrayLength() > maxItems)
        {
            Refuse(name, $"must have at most {maxItems} items");
            return null;
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { } text && !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength)
                texts.Add(text);
            else Refuse($"{name}[{texts.Count}]", $"must be text of 1 to {maxLength} characters");
        }

        return texts;
    }

    /// <summary>The objects of a list; other items are rejected. Empty if missing.</summary>
    public IReadOnlyList<JsonFields> Objects(string name, int maxItems)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, "must be a list");
            return [];
        }

        if (value.GetArrayLength() > maxItems)
        {
            Refuse(name, $"must have at most {maxItems} items; it has {value.GetArrayLength()}");
            return [];
        }

        var objects = new List<JsonFields>(value.GetArrayLength());
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object) objects.Add(new JsonFields(item, $"{Path(name)}[{index}]", Errors));
            else Refuse($"{name}[{index}]", "must be an object");
            index++;
        }

        return objects;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>The members of the object itself, for objects used as dictionaries.</summary>
    public JsonElement.ObjectEnumerator Members() => _object.EnumerateObject();
}
