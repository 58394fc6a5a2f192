using System.Buffers;
using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Feedback.Queries.Language;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>
/// Reads schemas of annotation values. A keyword that is not honored is refused: a schema that checks less than it says would be worse than none. So is
/// <c>pattern</c>, because dialects of regular expressions differ.
/// </summary>
internal static class ValueSchemaReader
{
    /// <summary>The longest schema, in UTF-8 bytes without whitespace.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxValues = 1000;
    private const int MaxTextLength = 1024 * 1024;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonEdge.MaxDepth };
    private static readonly string[] s_types = ["number", "integer", "string", "boolean"];
    private static readonly string[] s_bounds = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
    private static readonly string[] s_lengths = ["minLength", "maxLength"];

    // They describe, and check nothing.
    private static readonly string[] s_remarks = ["title", "description", "default", "examples", "$schema", "$comment"];

    /// <summary>The schema; only valid if there are no errors.</summary>
    public static ValueSchema Read(ModelObject model)
    {
        RefuseUnknown(model);
        var type = model.Given("type")?.AsLiteral(s_types) switch
        {
            "number" => AnnotationType.Number,
            "integer" => AnnotationType.Integer,
            "string" => AnnotationType.String,
            "boolean" => AnnotationType.Boolean,
            _ => (AnnotationType?)null,
        };
        var isNumber = type is AnnotationType.Number or AnnotationType.Integer;
        foreach (var name in s_bounds.Where(_ => !isNumber)) model.Given(name)?.RefuseValue($"{name} needs the type number or integer");
        foreach (var name in s_lengths.Where(_ => type != AnnotationType.String)) model.Given(name)?.RefuseValue($"{name} needs the type string");
        var schema = new ValueSchema
        {
            Type = type,
            Minimum = ReadNumber(model, "minimum"),
            ExclusiveMinimum = ReadNumber(model, "exclusiveMinimum"),
            Maximum = ReadNumber(model, "maximum"),
            ExclusiveMaximum = ReadNumber(model, "exclusiveMaximum"),
            MinLength = model.Given("minLength")?.AsInteger(0, MaxTextLength),
            MaxLength = model.Given("maxLength")?.AsInteger(0, MaxTextLength),
            Enumeration = ReadValues(model, type),
        };
        if (model.Given("type") is null && model.Given("enum") is null) model.RefuseValue($"a schema needs a type ({string.Join(", ", s_types)}) or an enum");
        if (IsEmpty(schema)) model.RefuseValue("no value fits these bounds");
        if (Minify(model.Raw).Length > MaxBytes) model.RefuseValue($"a schema has at most {MaxBytes} bytes");
        return schema;
    }

    /// <summary>A stored schema; null if it is not one.</summary>
    public static ValueSchema? Parse(string json)
    {
        var errors = new ModelErrors();
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            var schema = ModelObject.Of(document.RootElement, ModelLocation.Body, errors) is { } model ? Read(model) : null;
            return errors.Any ? null : schema;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>JSON without whitespace, so that two texts of one schema are equal.</summary>
    public static byte[] Minify(ReadOnlySpan<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
        {
            using var document = JsonDocument.Parse(json.ToArray(), s_options);
            document.RootElement.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void RefuseUnknown(ModelObject model)
    {
        string[] keywords = ["type", "enum", .. s_bounds, .. s_lengths];
        foreach (var (name, value) in model.Members)
        {
            if (!keywords.Contains(name) && !s_remarks.Contains(name))
                value.RefuseValue($"{name} is not supported; supported keywords: {string.Join(", ", keywords)}");
        }
    }

    private static QueryNumber? ReadNumber(ModelObject model, string name)
    {
        if (model.Given(name) is not { } value) return null;
        if (value.Element.ValueKind != JsonValueKind.Number) value.Refuse("float_type", "Input should be a valid number");
        else if (ValueSchema.NumberOf(value.Element) is { } number) return number;
        else value.Refuse("finite_number", "Input should be a finite number");
        return null;
    }

    private static List<JsonElement>? ReadValues(ModelObject model, AnnotationType? type)
    {
        if (model.Given("enum")?.AsList(MaxValues) is not { } given) return null;
        if (given.Count == 0) model.Given("enum")?.RefuseValue("an enum has at least one value");
        var ofType = new ValueSchema { Type = type };
        var values = new List<JsonElement>(given.Count);
        foreach (var value in given)
        {
            if (value.Element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                value.RefuseValue("values of an enum are strings, numbers, booleans or null");
            else if (ofType.CheckType(value.Element) is { } error) value.Refuse(error.Type, error.Message);
            else values.Add(value.Element.Clone());
        }

        return values;
    }

    private static bool IsEmpty(ValueSchema schema) =>
        schema.MinLength > schema.MaxLength
        || (schema.Minimum is { } least && schema.Maximum is { } most && least.Order(most) > 0)
        || (schema.Minimum is { } from && schema.ExclusiveMaximum is { } before && from.Order(before) >= 0)
        || (schema.ExclusiveMinimum is { } after && schema.Maximum is { } until && after.Order(until) >= 0)
        || (schema.ExclusiveMinimum is { } above && schema.ExclusiveMaximum is { } below && above.Order(below) >= 0);
}
