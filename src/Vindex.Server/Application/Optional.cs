using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vindex.Server.Application;

/// <summary>A member of a change: left out (keep the value) or given, possibly as null (remove it).</summary>
[JsonConverter(typeof(OptionalConverter))]
internal readonly record struct Optional<T> : IOptional
{
    private readonly T _value;

    public Optional(T value)
    {
        _value = value;
        IsGiven = true;
    }

    /// <summary>Whether the member was sent.</summary>
    public bool IsGiven { get; }

    /// <summary>The given value, or the current one if left out.</summary>
    public T Or(T present) => IsGiven ? _value : present;

    /// <summary>The given value; the type's default if left out.</summary>
    public T? OrDefault => _value;

    object? IOptional.Value => _value;

    public static implicit operator Optional<T>(T value) => new(value);
}

/// <summary>An <see cref="Optional{T}"/> of any type.</summary>
internal interface IOptional
{
    /// <summary>The given value; null if left out.</summary>
    object? Value { get; }
}

/// <summary>Reads a given member; a member that was left out never reaches a converter.</summary>
internal sealed class OptionalConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Given<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]))!;

    private sealed class Given<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))!);

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.OrDefault, (JsonTypeInfo<T?>)options.GetTypeInfo(typeof(T)));
    }
}
