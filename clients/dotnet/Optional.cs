using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vindex.Client;

/// <summary>A member of a change: left out by default; null, where it is allowed, clears the value.</summary>
public readonly record struct Optional<T>
{
    /// <summary>A member with this value.</summary>
    public Optional(T value) => (Value, IsSet) = (value, true);

    /// <summary>Whether the member is sent.</summary>
    public bool IsSet { get; }

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>A member with this value.</summary>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => IsSet ? Value?.ToString() ?? "null" : "(left out)";
}

/// <summary>Writes the value; the serializer leaves out what is not set.</summary>
internal sealed class OptionalConverter<T> : JsonConverter<Optional<T?>>
{
    public override bool HandleNull => true;

    public override Optional<T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

    public override void Write(Utf8JsonWriter writer, Optional<T?> value, JsonSerializerOptions options)
    {
        if (value.Value is { } given) JsonSerializer.Serialize(writer, given, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        else writer.WriteNullValue();
    }
}
