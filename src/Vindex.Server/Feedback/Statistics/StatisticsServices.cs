using Vindex.Server.Operations;
using Vindex.Server.Scores;
using Vindex.Statistics;
using Vindex.Storage;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>The statistics engine within the server: one, over the store, with its files in the data folder.</summary>
internal static class StatisticsServices
{
    private const string FolderName = "statistics";

    public static void AddStatistics(this IServiceCollection services)
    {
        // Made after the store and by way of it, so that the container lets go of the engine first.
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<StatsOptions>();
            return new StatisticsEngine(
                new StoreChangeLog(provider.GetRequiredService<IStore>().Feedback),
                new StatisticsOptions
                {
                    Folder = Path.GetFullPath(options.Folder ?? Path.Combine(provider.GetRequiredService<DataFolderPath>().Value, FolderName)),
                    MemoryBudget = options.MemoryBudget,
                });
        });
        services.AddSingleton<StatisticsDesk>();
        services.AddHostedService<StatisticsKeeper>();
    }
}
