using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vindex.Server.Background;

/// <summary>Registers leased work.</summary>
internal static class LeasedWorkers
{
    /// <summary>Adds work with its worker and the health check that makes <c>/health/ready</c> say when the worker cannot work.</summary>
    /// <typeparam name="T">A leased item.</typeparam>
    /// <typeparam name="TWork">The work.</typeparam>
    public static void AddLeasedWorker<T, TWork>(this IServiceCollection services)
        where T : class
        where TWork : class, ILeasedWork<T>
    {
        services.TryAddSingleton<StoreRetry>();
        services.AddSingleton<ILeasedWork<T>, TWork>();
        services.AddWorker<LeasedWorker<T>>();
        services.AddHealthChecks().AddCheck<LeasedWorker<T>>(typeof(TWork).Name);
    }
}
