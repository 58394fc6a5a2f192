using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vindex.Server.Web.Bodies;

/// <summary>
/// Reads a record from a JSON document validated by <see cref="JsonEdge"/>, collecting all errors. First, each member's JSON type is compared with its
/// type. Then System.Text.Json creates the record, from the document itself if all types match, otherwise from a copy with default values in place of those
/// that do not. Finally, the rules of all readable members are checked.
/// </summary>
internal static class BodyReader
{
    private const int MaxUnknown = 10;
    private static readonly ConcurrentDictionary<Type, bool> s_areClosed = new();
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = JsonEdge.MaxDepth };

    public static Input<T> Read<T>(JsonElement root, JsonTypeInfo<T> type)
    {
        var errors = new FieldErrors();
        if (root.ValueKind != JsonValueKind.Object) errors.Close($"must be a JSON object; it is {Kind(root)}");
        else CheckKinds(root, type, "", errors);
        if (errors.Any) root = Neutral(root, type, errors);
        var value = root.Deserialize(type)!;
        CheckRules(value, type, "", errors);
        return new Input<T>(value, errors);
    }

    /// <summary>Checks the rules of a record that was created in another way, except for members that have errors already.</summary>
    public static void Check<T>(T record, JsonTypeInfo<T> type, FieldErrors errors)
        where T : notnull => CheckRules(record, type, "", errors);

    private static void CheckKinds(JsonElement value, JsonTypeInfo type, string path, FieldErrors errors)
    {
        var members = BodyMember.Of(type);
        if (s_areClosed.GetOrAdd(type.Type, static type => type.IsDefined(typeof(KnownMembersOnlyAttribute)))) RefuseUnknown(value, members, path, errors);
        foreach (var member in members)
        {
            var name = path + member.Name;
            if (!value.TryGetProperty(member.Name, out var found))
            {
                if (member.IsRequired && !member.TakesNull) errors.Add(name, "is required");
            }
            else if (found.ValueKind == JsonValueKind.Null)
            {
                if (!member.TakesNull) errors.Add(name, member.RefuseNull);
            }
            else if (member.RefuseKind(found) is { Count: > 0 } foundErrors)
            {
                errors.AddAll(name, foundErrors);
                errors.AddAll(name, member.EmptyErrors);
            }
            else
            {
                CheckInside(found, member, name, errors);
            }
        }
    }

    private static void CheckInside(JsonElement value, BodyMember member, string name, FieldErrors errors)
    {
        if (member.Texts is { } texts)
        {
            if (value.GetArrayLength() <= texts.MaxItems)
            {
                CheckItems(value, texts, name, errors);
                return;
            }

            errors.Add(name, texts.TooMany);
            errors.AddAll(name, member.EmptyErrors);
        }
        else if (member.ItemInfo is { } item)
        {
            CheckObjects(value, item, name, errors);
        }
        else if (member.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            CheckKinds(value, member.TypeInfo, name + ".", errors);
        }
    }

    private static void CheckObjects(JsonElement list, JsonTypeInfo item, string name, FieldErrors errors)
    {
        var index = 0;
        foreach (var value in list.EnumerateArray())
        {
            var path = $"{name}[{index++}]";
            if (value.ValueKind == JsonValueKind.Object) CheckKinds(value, item, path + ".", errors);
            else errors.Add(path, "must be an object");
        }
    }

    private static void CheckItems(JsonElement list, TextsAttribute rule, string name, FieldErrors errors)
    {
        var accepted = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (Fits(item, rule)) accepted++;
            else errors.Add($"{name}[{accepted}]", rule.ItemExpected);
        }
    }

    private static bool Fits(JsonElement item, TextsAttribute rule) => item.ValueKind == JsonValueKind.String && rule.Fits(item.GetString());

    private static void RefuseUnknown(JsonElement value, IReadOnlyList<BodyMember> members, string path, FieldErrors errors)
    {
        var unknown = value.EnumerateObject().Select(member => member.Name).Where(name => members.All(member => member.Name != name)).Take(MaxUnknown);
        foreach (var name in unknown) errors.Add(path + name, $"cannot be changed; {string.Join(", ", members.Select(member => member.Name))} can");
    }

    private static JsonElement Neutral(JsonElement value, JsonTypeInfo type, FieldErrors errors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) WriteFitting(writer, value, type, "", errors);
        return JsonElement.Parse(buffer.WrittenSpan, s_deep);
    }

    private static void WriteFitting(Utf8JsonWriter writer, JsonElement value, JsonTypeInfo type, string path, FieldErrors errors)
    {
        writer.WriteStartObject();
        foreach (var member in BodyMember.Of(type))
        {
            var isThere = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member.Name, out var found) ? found : (JsonElement?)null;
            if (isThere is { } present && !errors.ByField.ContainsKey(path + member.Name))
            {
                writer.WritePropertyName(member.Name);
                WriteMember(writer, present, member, path + member.Name, errors);
            }
            else if (member.IsRequired)
            {
                writer.WritePropertyName(member.Name);
                WriteNeutral(writer, member);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonElement value, BodyMember member, string path, FieldErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            writer.WriteNullValue();
        }
        else if (member.Texts is { } texts)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray().Where(item => Fits(item, texts))) item.WriteTo(writer);
            writer.WriteEndArray();
        }
        else if (member.ItemInfo is { } item)
        {
            var index = 0;
            writer.WriteStartArray();
            foreach (var one in value.EnumerateArray()) WriteFitting(writer, one, item, $"{path}[{index++}].", errors);
            writer.WriteEndArray();
        }
        else if (member.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            WriteFitting(writer, value, member.TypeInfo, path + ".", errors);
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static void WriteNeutral(Utf8JsonWriter writer, BodyMember member)
    {
        if (member.TakesNull) writer.WriteNullValue();
        else if (member.Type == typeof(string)) writer.WriteStringValue("");
        else if (member.Type == typeof(bool)) writer.WriteBooleanValue(false);
        else if (member.Type == typeof(DateTimeOffset)) writer.WriteStringValue("1970-01-01T00:00:00Z");
        else if (member.TypeInfo.Kind == JsonTypeInfoKind.Enumerable) writer.WriteRawValue("[]");
        else if (member.TypeInfo.Kind == JsonTypeInfoKind.None) writer.WriteNumberValue(0);
        else WriteFitting(writer, default, member.TypeInfo, "", new FieldErrors());
    }

    private static void CheckRules(object record, JsonTypeInfo type, string path, FieldErrors errors)
    {
        foreach (var member in BodyMember.Of(type))
        {
            var name = path + member.Name;
            if (errors.ByField.ContainsKey(name) || member.Value(record) is not { } value) continue;
            if (member.ItemInfo is { } item) CheckRulesOfItems((IEnumerable)value, item, name, errors);
            else if (member.TypeInfo.Kind == JsonTypeInfoKind.Object) CheckRules(value, member.TypeInfo, name + ".", errors);
            foreach (var rule in member.Rules) errors.AddAll(name, rule.Check(value));
        }
    }

    private static void CheckRulesOfItems(IEnumerable list, JsonTypeInfo item, string name, FieldErrors errors)
    {
        var index = 0;
        foreach (var value in list)
        {
            var path = $"{name}[{index++}]";
            if (!errors.ByField.ContainsKey(path)) CheckRules(value, item, path + ".", errors);
        }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
