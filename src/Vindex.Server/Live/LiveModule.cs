using Vindex.Server.Configuration;

namespace Vindex.Server.Live;

/// <summary>Changes that open pages are told of.</summary>
internal static class LiveModule
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSettings<LiveOptions>("Live");
        services.AddSingleton<LiveChanges>();
    }
}
