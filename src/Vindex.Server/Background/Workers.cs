namespace Vindex.Server.Background;

/// <summary>
/// Whether this server works without being asked: judges the queue, sends callbacks, deletes what is old. A command that needs a server for a moment switches
/// it off.
/// </summary>
/// <param name="IsOn">Whether it does.</param>
/// <param name="Always">The one worker that works all the same; null for none.</param>
internal sealed record OwnWork(bool IsOn, Type? Always = null);

/// <summary>Registers workers.</summary>
internal static class Workers
{
    /// <summary>Adds a worker that runs as long as the server does, where the server works on its own.</summary>
    public static void AddWorker<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddSingleton<IHostedService>(provider =>
            provider.GetRequiredService<OwnWork>() is var own && (own.IsOn || own.Always == typeof(T)) ? provider.GetRequiredService<T>() : new Idle());
    }

    private sealed class Idle : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
