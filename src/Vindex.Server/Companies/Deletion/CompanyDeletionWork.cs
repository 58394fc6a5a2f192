using Vindex.Server.Background;
using Vindex.Storage.Companies;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Companies.Deletion;

/// <summary>Set when a company was deleted.</summary>
internal sealed class CompanyDeletionSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>Deletes the rows of deleted companies, also of those that a stop or a crash interrupted.</summary>
internal sealed partial class CompanyDeletionWork(
    ICompanyStore store, INodeStore nodes, CompanyDeletions deletions, CompanyDeletionSignal signal, TimeProvider time, ILogger<CompanyDeletionWork> logger)
    : BackgroundService
{
    private const string Duty = "company deletions";
    private static readonly TimeSpan s_poll = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_held = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server must not wait for this before it listens.
        await Task.Yield();
        while (true)
        {
            await RunAsync(stoppingToken);
            await signal.WaitAsync(s_poll, stoppingToken);
        }
    }

    // A company whose rows cannot be deleted does not hold up the others.
    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var deleted = await TryAsync(() => store.DeletedAsync(stoppingToken)) ?? [];
        if (deleted.Count == 0 || !await MayAsync(stoppingToken)) return;
        foreach (var companyId in deleted)
        {
            await TryAsync(async () =>
            {
                await deletions.FinishAsync(companyId, stoppingToken);
                return companyId;
            });
        }
    }

    private async Task<bool> MayAsync(CancellationToken stoppingToken)
    {
        var taken = await TryAsync(async () => new Taken(await nodes.TakeDutyAsync(Duty, time.GetUtcNow(), time.GetUtcNow() + s_held, stoppingToken)));
        return taken is { IsOurs: true };
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            return null;
        }
    }

    private sealed record Taken(bool IsOurs);

    [LoggerMessage(LogLevel.Error, "Deleting the rows of a deleted company failed; retrying within a minute")]
    private partial void LogFailed(Exception exception);
}
