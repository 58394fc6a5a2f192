using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vindex.Server.Web.Bodies;

/// <summary>A member of a body: its JSON name, type and rules.</summary>
internal sealed class BodyMember
{
    private const string NoFlag = "must be true or false";
    private static readonly ConcurrentDictionary<JsonTypeInfo, IReadOnlyList<BodyMember>> s_members = new();
    private readonly JsonPropertyInfo _property;

    private BodyMember(JsonPropertyInfo property)
    {
        _property = property;
        var isOptional = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Optional<>);
        var declared = isOptional ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        Type = Nullable.GetUnderlyingType(declared) ?? declared;
        TypeInfo = property.Options.GetTypeInfo(Type);
        Rules = [.. Attributes(property.AttributeProvider), .. Attributes(property.AssociatedParameter?.AttributeProvider)];
        IsRequired = property.IsRequired;
        Texts = Rules.OfType<TextsAttribute>().FirstOrDefault();
        if (TypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
            && property.Options.GetTypeInfo(element) is { Kind: JsonTypeInfoKind.Object } item)
        {
            ItemInfo = item;
        }

        TakesNull = isOptional ? TakesNullInside(property, declared) : Type != declared || (!declared.IsValueType && property.IsSetNullable);
    }

    public string Name => _property.Name;

    /// <summary>The type of a value, without <see cref="Optional{T}"/> and <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    public JsonTypeInfo TypeInfo { get; }

    /// <summary>The type of the objects in a list; null if the member is not a list of objects.</summary>
    public JsonTypeInfo? ItemInfo { get; }

    public IReadOnlyList<RuleAttribute> Rules { get; }

    /// <summary>Whether it is required.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether it is nullable.</summary>
    public bool TakesNull { get; }

    /// <summary>The members of a record, cached.</summary>
    public static IReadOnlyList<BodyMember> Of(JsonTypeInfo type) =>
        s_members.GetOrAdd(type, static type => [.. type.Properties.Select(property => new BodyMember(property))]);

    /// <summary>The errors about the JSON type of a value; empty if it is right.</summary>
    public IReadOnlyList<string> RefuseKind(JsonElement value)
    {
        foreach (var rule in Rules)
        {
            if (rule.CheckJson(value) is { } errors) return errors;
        }

        return RefuseType(value) is { } error ? [error] : [];
    }

    /// <summary>The error for a value of another type.</summary>
    public string WrongType
    {
        get
        {
            if (Type == typeof(string)) return "must be text";
            if (Type == typeof(bool)) return NoFlag;
            if (Type == typeof(int)) return Expected ?? "must be a whole number";
            if (Type == typeof(decimal)) return Expected ?? "must be a number";
            if (TypeInfo.Kind != JsonTypeInfoKind.Enumerable) return "must be an object";
            return TypeInfo.ElementType == typeof(string) ? "must be a list of strings" : "must be a list";
        }
    }

    /// <summary>The rule of a list of texts; null for members of other types.</summary>
    public TextsAttribute? Texts { get; }

    /// <summary>Further errors of a list that cannot be read: it counts as empty, which is an error if items are required.</summary>
    public IEnumerable<string> EmptyErrors => IsRequired && Texts is { } texts ? texts.Check(Array.Empty<string>()) : [];

    /// <summary>The error for null in a non-nullable member.</summary>
    public string RefuseNull => Rules.Select(rule => rule.Null).FirstOrDefault(error => error is not null) ?? (Type == typeof(bool) ? NoFlag : "is required");

    /// <summary>The value in a record; null if it was left out.</summary>
    public object? Value(object record)
    {
        var value = _property.Get!(record);
        return value is IOptional optional ? optional.Value : value;
    }

    private string? Expected => Rules.Select(rule => rule.Expected).FirstOrDefault(error => error is not null);

    private string? RefuseType(JsonElement value)
    {
        if (Type != typeof(DateTimeOffset)) return Fits(value) ? null : WrongType;
        return Instants.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString()! : "", out _, out var error) ? null : error;
    }

    private bool Fits(JsonElement value)
    {
        if (Type == typeof(string)) return value.ValueKind == JsonValueKind.String;
        if (Type == typeof(bool)) return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        if (Type == typeof(int)) return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
        if (Type == typeof(decimal)) return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _);
        if (Type == typeof(JsonElement)) return true;
        return value.ValueKind == (TypeInfo.Kind == JsonTypeInfoKind.Enumerable ? JsonValueKind.Array : JsonValueKind.Object);
    }

    private static IEnumerable<RuleAttribute> Attributes(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(RuleAttribute), inherit: true).Cast<RuleAttribute>() ?? [];

    private static bool TakesNullInside(JsonPropertyInfo property, Type declared) => declared.IsValueType
        ? Nullable.GetUnderlyingType(declared) is not null
        : property.AttributeProvider is PropertyInfo member
            && new NullabilityInfoContext().Create(member).GenericTypeArguments[0].ReadState == NullabilityState.Nullable;
}
