using Vindex.Server.Background;
using Vindex.Server.Web;
using Vindex.Storage.Deletions;

namespace Vindex.Server.Deletions;

/// <summary>Deletions that run in the background.</summary>
internal static class DeletionModule
{
    public static void AddDeletions(this IServiceCollection services)
    {
        services.AddJson(DeletionJson.Shared);
        services.AddSingleton<DeletionSignal>();
        services.AddSingleton<DeletionRun>();
        services.AddSingleton<DeletionService>();
        services.AddLeasedWorker<Deletion, DeletionWork>();
    }
}
