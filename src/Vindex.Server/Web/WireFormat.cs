using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Server.Web;

/// <summary>How records become JSON: snake case, ISO 8601 instants in UTC, letters of all scripts as they are.</summary>
internal static class WireFormat
{
    /// <summary>Answers are never put into a page as markup, so nothing but what JSON requires is escaped.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Options for a feature's own <see cref="JsonSerializerContext"/>.</summary>
    public static JsonSerializerOptions Options(JsonIgnoreCondition ignored = JsonIgnoreCondition.Never)
    {
        var options = new JsonSerializerOptions { DefaultIgnoreCondition = ignored };
        Configure(options);
        return options;
    }

    /// <summary>Adds a feature's records to those that bodies, answers and the API description are made of. Generated code, because reflection would cost tens of milliseconds at start.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, JsonSerializerContext context) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, context));

    /// <summary>The format of bodies, answers and the API description.</summary>
    public static IServiceCollection AddWireFormat(this IServiceCollection services) => services.ConfigureHttpJsonOptions(json =>
    {
        Configure(json.SerializerOptions);
        json.SerializerOptions.RespectNullableAnnotations = true;
        json.SerializerOptions.RespectRequiredConstructorParameters = true;
    });

    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = Encoder;
        options.Converters.Add(new InstantConverter());
    }
}
