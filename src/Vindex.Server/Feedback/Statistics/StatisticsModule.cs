using Vindex.Server.Configuration;
using Vindex.Statistics;
using Vindex.Storage;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Registers the statistics engine: one per server, over the store, with its files in the data folder.</summary>
internal static class StatisticsModule
{
    private const string FolderName = "statistics";

    public static void AddStatistics(this IServiceCollection services)
    {
        // Resolves the store first, so that the container disposes of the engine before the store.
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<StatsOptions>();
            return new StatisticsEngine(
                new StoreChangeLog(provider.GetRequiredService<IStore>().Feedback),
                new StatisticsOptions
                {
                    Folder = Path.GetFullPath(options.Folder ?? Path.Combine(provider.GetRequiredService<DataFolderPath>().Value, FolderName)),
                    MemoryBudget = options.MemoryBudget,
                },
                provider.GetRequiredService<ILogger<StatisticsEngine>>(),
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<StatisticsService>();
        services.AddHostedService<StatisticsMaintenance>();
    }
}
