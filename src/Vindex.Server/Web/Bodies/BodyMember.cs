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
        TakesNull = isOptional ? TakesNullInside(property, declared) : Type != declared || (!declared.IsValueType && property.IsSetNullable);
    }

    public string Name => _property.Name;

    /// <summary>The type of a value, without <see cref="Optional{T}"/> and <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    public JsonTypeInfo TypeInfo { get; }

    public IReadOnlyList<RuleAttribute> Rules { get; }

    /// <summary>Whether it is required.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether it is nullable.</summary>
    public bool TakesNull { get; }

    /// <summary>The members of a record, cached.</summary>
    public static IReadOnlyList<BodyMember> Of(JsonTypeInfo type) =>
        s_members.GetOrAdd(type, static type => [.. type.Properties.Select(property => new BodyMember(property))]);

    /// <summary>The error about the JSON type of a value; null if it is right.</summary>
    public string? RefuseKind(JsonElement value)
    {
        if (Type == typeof(string)) return value.ValueKind == JsonValueKind.String ? null : "must be text";
        if (Type == typeof(bool)) return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : NoFlag;
        if (Type == typeof(int)) return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _) ? null : Expected ?? "must be a whole number";
        if (Type == typeof(decimal)) return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _) ? null : Expected ?? "must be a number";
        if (Type == typeof(DateTimeOffset))
            return Instants.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString()! : "", out _, out var error) ? null : error;
        if (Type == typeof(JsonElement)) return null;
        return TypeInfo.Kind switch
        {
            JsonTypeInfoKind.Enumerable => value.ValueKind == JsonValueKind.Array ? null : IsTexts ? "must be a list of strings" : "must be a list",
            _ => value.ValueKind == JsonValueKind.Object ? null : "must be an object",
        };
    }

    /// <summary>The rule of a list of texts; null for members of other types.</summary>
    public TextsAttribute? Texts => Rules.OfType<TextsAttribute>().FirstOrDefault();

    /// <summary>The error for null in a non-nullable member.</summary>
    public string RefuseNull => Rules.Select(rule => rule.Null).FirstOrDefault(error => error is not null) ?? (Type == typeof(bool) ? NoFlag : "is required");

    /// <summary>The value in a record; null if it was left out.</summary>
    public object? Value(object record)
    {
        var value = _property.Get!(record);
        return value is IOptional optional ? optional.Value : value;
    }

    private bool IsTexts => TypeInfo.ElementType == typeof(string);

    private string? Expected => Rules.Select(rule => rule.Expected).FirstOrDefault(error => error is not null);

    private static IEnumerable<RuleAttribute> Attributes(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(RuleAttribute), inherit: true).Cast<RuleAttribute>() ?? [];

    private static bool TakesNullInside(JsonPropertyInfo property, Type declared) => declared.IsValueType
        ? Nullable.GetUnderlyingType(declared) is not null
        : property.AttributeProvider is PropertyInfo member
            && new NullabilityInfoContext().Create(member).GenericTypeArguments[0].ReadState == NullabilityState.Nullable;
}
