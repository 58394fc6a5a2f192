using Vindex.Storage;

namespace Vindex.Server.Background;

/// <summary>
/// Repeats a call of the store until the store works again. Work under way holds a lease, so waiting loses nothing; giving up would do the work twice, and
/// reporting
/// the failure to a customer would blame the ticket for a full disk.
/// </summary>
internal sealed partial class StoreRetry(TimeProvider time, ILogger<StoreRetry> logger)
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>The result of the call; throws only what is no failure of the store, and when it is canceled while waiting.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var wait = s_first; ; wait = wait * 2 < s_longest ? wait * 2 : s_longest)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException exception)
            {
                LogRetry(wait.TotalSeconds, exception);
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>As the other overload, for a call without a result.</summary>
    public Task RunAsync(Func<Task> call, CancellationToken cancellationToken) =>
        RunAsync(
            async () =>
            {
                await call();
                return true;
            },
            cancellationToken);

    [LoggerMessage(LogLevel.Warning, "The store failed; retrying in {Seconds} s")]
    private partial void LogRetry(double seconds, Exception exception);
}
