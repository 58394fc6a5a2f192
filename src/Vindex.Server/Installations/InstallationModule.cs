using System.Text.Json.Serialization;
using Vindex.Server.Sources;
using Vindex.Server.Web;

namespace Vindex.Server.Installations;

/// <summary>Installations: customers whose tickets come from a source.</summary>
internal static class InstallationModule
{
    public static void AddInstallations(this IServiceCollection services)
    {
        services.AddJson(InstallationJson.Shared);
        services.AddSingleton<InstallationDirectory>();
        services.AddSingleton<InstallationService>();
        services.AddSingleton<InstallationSecrets>();
        services.AddSingleton<TrackerLinks>();
        services.AddSingleton<RegistrationService>();
    }
}

/// <summary>JSON types of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RegistrationBody))]
[JsonSerializable(typeof(RegisteredBody))]
[JsonSerializable(typeof(InstallationChangeBody))]
[JsonSerializable(typeof(InstallationBody))]
[JsonSerializable(typeof(InstallationListBody))]
[JsonSerializable(typeof(InstallationSettings))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class InstallationJson : JsonSerializerContext
{
    public static InstallationJson Shared { get; } = new(WireFormat.Options());

    /// <summary>For reading bodies.</summary>
    public static InstallationJson Bodies { get; } = new(WireFormat.BodyOptions());
}
