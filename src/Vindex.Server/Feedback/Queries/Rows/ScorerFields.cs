using System.Text.Json;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>The scorer and span fields of a row: those in <see cref="FeedbackRow.Extras"/>, and defaults for all others.</summary>
internal sealed class ScorerFields
{
    public const string TagsName = "scorer_tags";
    public const string RatingsName = "scorer_ratings";
    private readonly JsonElement _fields;

    private ScorerFields(JsonElement fields) => _fields = fields;

    /// <summary>A row with default values only.</summary>
    public static ScorerFields Defaults { get; } = new(JsonElement.Parse("{}"));

    public IEnumerable<string> Tags =>
        _fields.TryGetProperty(TagsName, out var tags) && tags.ValueKind == JsonValueKind.Array ? tags.EnumerateArray().Select(tag => tag.GetString()!) : [];

    public IEnumerable<KeyValuePair<string, double>> Ratings =>
        _fields.TryGetProperty(RatingsName, out var ratings) && ratings.ValueKind == JsonValueKind.Object
            ? ratings.EnumerateObject().Select(rating => KeyValuePair.Create(rating.Name, rating.Value.GetDouble()))
            : [];

    public static ScorerFields Of(FeedbackRow row) => row.Extras is null ? Defaults : new ScorerFields(JsonElement.Parse(row.Extras));

    /// <summary>A text field.</summary>
    public string Text(string name, string byDefault) => _fields.TryGetProperty(name, out var text) ? text.GetString()! : byDefault;

    /// <summary>The value of a name in a column of names and values; null if it has no such name.</summary>
    public JsonElement? Entry(string column, string key) =>
        _fields.TryGetProperty(column, out var map) && map.ValueKind == JsonValueKind.Object && map.TryGetProperty(key, out var value) ? value : null;

    /// <summary>The number of entries of a list or map.</summary>
    public int Size(string column) => !_fields.TryGetProperty(column, out var entries) ? 0
        : entries.ValueKind == JsonValueKind.Array ? entries.GetArrayLength() : entries.GetPropertyCount();

    /// <summary>The rating with this name; null if there is none.</summary>
    public double? Rating(string name) => Entry(RatingsName, name)?.GetDouble();

    /// <summary>Writes a list or a column of names and values.</summary>
    public void Write(Utf8JsonWriter writer, string name, bool isList)
    {
        if (_fields.TryGetProperty(name, out var value))
        {
            value.WriteTo(writer);
            return;
        }

        if (isList) writer.WriteStartArray();
        else writer.WriteStartObject();
        if (isList) writer.WriteEndArray();
        else writer.WriteEndObject();
    }
}
