using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>Adds the limits that a member's rule checks to its schema, so that the two cannot diverge.</summary>
internal static class ApiLimits
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var rules = context.JsonPropertyInfo?.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(typeof(RuleAttribute), inherit: true) ?? [];
        foreach (var rule in rules) Describe(schema, rule);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, object rule)
    {
        switch (rule)
        {
            case TextAttribute text when schema.Type?.HasFlag(JsonSchemaType.String) is true:
                (schema.MinLength, schema.MaxLength) = (1, text.Max < int.MaxValue ? text.Max : null);
                break;
            case TextOrBlankAttribute text when schema.Type?.HasFlag(JsonSchemaType.String) is true:
                schema.MaxLength = text.Max;
                break;
            case TextsAttribute texts when schema.Type?.HasFlag(JsonSchemaType.Array) is true:
                schema.MaxItems = texts.MaxItems;
                break;
            case ItemsAttribute items when schema.Type?.HasFlag(JsonSchemaType.Array) is true:
                schema.MaxItems = items.Max;
                break;
            case WholeNumberAttribute number:
                (schema.Minimum, schema.Maximum) = (Text(number.Min), Text(number.Max));
                break;
            case ScoreAttribute:
                (schema.Minimum, schema.Maximum) = (Text(0), Text(10));
                break;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
