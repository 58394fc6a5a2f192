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
        services.AddSettings<StatsOptions>("Stats");

        // Resolves the store first, so that the container disposes of the engine before the store.
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StatsOptions>>().Value;
            return new StatisticsEngine(
                new StoreChangeLog(provider.GetRequiredService<IStore>().Feedback),
                new StatisticsOptions
                {
                    Folder = Path.GetFullPath(string.IsNullOrWhiteSpace(options.Folder)
                        ? Path.Combine(provider.GetRequiredService<DataFolderPath>().Value, FolderName)
                        : options.Folder.Trim()),
                    MemoryBudget = (long)options.MemoryMegabytes << 20,
                },
                provider.GetRequiredService<ILogger<StatisticsEngine>>(),
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<StatisticsService>();
        services.AddHostedService<StatisticsMaintenance>();
    }
}
