using Vindex.Server.Configuration;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Statistics;
using Vindex.Statistics.ClickHouse;
using Vindex.Storage;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Registers the statistics engine: one per server, over the store, with its files in the data folder, or ClickHouse instead.</summary>
internal static class StatisticsModule
{
    private const string FolderName = "statistics";

    public static void AddStatistics(this IServiceCollection services)
    {
        services.AddSettings<StatsOptions>("Stats");
        services.AddSettings<ClickHouseSettings>("Stats:ClickHouse");

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
        services.AddSingleton(provider => new ClickHouseHttp(provider.GetRequiredService<IOptions<ClickHouseSettings>>().Value.ToOptions()));
        services.AddSingleton(provider => new ClickHouseEngine(
            new StoreChangeLog(provider.GetRequiredService<IStore>().Feedback),
            provider.GetRequiredService<ClickHouseHttp>(),
            provider.GetRequiredService<IOptions<ClickHouseSettings>>().Value.ToOptions(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IStatisticsEngine>(provider => provider.GetRequiredService<IOptions<StatsOptions>>().Value.Engine switch
        {
            StatsEngineKind.ClickHouse => provider.GetRequiredService<ClickHouseEngine>(),
            _ => provider.GetRequiredService<StatisticsEngine>(),
        });
        services.AddSingleton<StatisticsService>();
        services.AddHostedService<StatisticsFollower>();
        services.AddHostedService<StatisticsMaintenance>();
    }
}
