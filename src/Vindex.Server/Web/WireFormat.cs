using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Web;

/// <summary>JSON format: snake case, ISO 8601 timestamps in UTC, letters of all scripts unescaped.</summary>
internal static class WireFormat
{
    /// <summary>Responses are never embedded in HTML, so only what JSON requires is escaped.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Options for a feature's own <see cref="JsonSerializerContext"/>.</summary>
    public static JsonSerializerOptions Options(JsonIgnoreCondition ignored = JsonIgnoreCondition.Never)
    {
        var options = new JsonSerializerOptions { DefaultIgnoreCondition = ignored };
        Configure(options);
        return options;
    }

    /// <summary>Options for reading bodies: the constraints of the records apply, and bodies may nest as deep as <see cref="JsonEdge"/> allows.</summary>
    public static JsonSerializerOptions BodyOptions()
    {
        var options = Options();
        Constrain(options);
        return options;
    }

    /// <summary>
    /// Registers a feature's records for bodies, responses and the API description. Source-generated, because reflection would take tens of milliseconds at
    /// startup.
    /// </summary>
    public static IServiceCollection AddJson(this IServiceCollection services, JsonSerializerContext context) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, context));

    /// <summary>The JSON format of bodies, responses and the API description.</summary>
    public static IServiceCollection AddWireFormat(this IServiceCollection services) => services.ConfigureHttpJsonOptions(json =>
    {
        Configure(json.SerializerOptions);
        Constrain(json.SerializerOptions);
    });

    private static void Constrain(JsonSerializerOptions options)
    {
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = JsonEdge.MaxDepth;
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = Encoder;
        options.Converters.Add(new InstantConverter());
    }
}
