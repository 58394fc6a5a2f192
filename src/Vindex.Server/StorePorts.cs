using Vindex.Storage;

namespace Vindex.Server;

/// <summary>
/// Registers the store and its ports. Services take the ports that they use; only what needs many of them, or the database as a whole, takes the store.
/// </summary>
internal static class StorePorts
{
    public static void AddStore(this IServiceCollection services, IStore store)
    {
        services.AddSingleton<IStore>(_ => store);
        services.AddPort(store => store.AnnotationQueues);
        services.AddPort(store => store.AnnotationSpecs);
        services.AddPort(store => store.Alerts);
        services.AddPort(store => store.AlertMessages);
        services.AddPort(store => store.Digests);
        services.AddPort(store => store.Audit);
        services.AddPort(store => store.Companies);
        services.AddPort(store => store.Dashboards);
        services.AddPort(store => store.Deletions);
        services.AddPort(store => store.Deliveries);
        services.AddPort(store => store.Evaluator);
        services.AddPort(store => store.Feedback);
        services.AddPort(store => store.Idempotency);
        services.AddPort(store => store.Identities);
        services.AddPort(store => store.Installations);
        services.AddPort(store => store.Jobs);
        services.AddPort(store => store.Judging);
        services.AddPort(store => store.KeyRing);
        services.AddPort(store => store.Keys);
        services.AddPort(store => store.Limits);
        services.AddPort(store => store.Links);
        services.AddPort(store => store.Messages);
        services.AddPort(store => store.Nodes);
        services.AddPort(store => store.Profiles);
        services.AddPort(store => store.Replica);
        services.AddPort(store => store.Rescores);
        services.AddPort(store => store.Reviews);
        services.AddPort(store => store.Scores);
        services.AddPort(store => store.SecondFactors);
        services.AddPort(store => store.Sessions);
        services.AddPort(store => store.Teams);
        services.AddPort(store => store.Trackers);
        services.AddPort(store => store.TrackerWork);
        services.AddPort(store => store.Users);
        services.AddPort(store => store.Views);
        services.AddPort(store => store.Webhooks);
    }

    private static void AddPort<TPort>(this IServiceCollection services, Func<IStore, TPort> port)
        where TPort : class => services.AddSingleton(provider => port(provider.GetRequiredService<IStore>()));
}
