using Vindex.Server.Operations;
using Vindex.Storage;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>Called when a session is to be scored.</summary>
internal sealed class EvaluatorWakeUp(TimeProvider time) : WakeUp(time);

/// <summary>Scores sessions, so many at a time, the one that waits longest first; goes on with those that a stop or a crash left behind.</summary>
internal sealed partial class EvaluatorWorkers(
    IStore store, TimeProvider time, SessionRun run, EvaluatorOptions options, EvaluatorWakeUp wakeUp, ILogger<EvaluatorWorkers> logger) : BackgroundService
{
    /// <summary>How long work goes unseen that was begun on another node.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Starting must not wait for work that is there already.
        await Task.Yield();
        await TryAsync(
            async () =>
            {
                if (store.IsExclusive) await store.Evaluator.TakeBackAsync(stoppingToken);
                return true;
            },
            stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, options.Parallelism).Select(_ => WorkAsync(stoppingToken)));
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await TryAsync(() => ScoreNextAsync(stoppingToken), stoppingToken)) continue;
            await wakeUp.WaitAsync(s_poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Scores the next session; true when there is none.</summary>
    private async Task<bool> ScoreNextAsync(CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (await store.Evaluator.LeaseAsync(now, now + SessionRun.Lease, stoppingToken) is not { } leased) return true;

        // There may be more than one call stood for.
        wakeUp.Call();
        await ScoreAsync(leased, stoppingToken);
        return false;
    }

    private async Task ScoreAsync(LeasedEvaluation leased, CancellationToken stoppingToken)
    {
        try
        {
            await run.RunAsync(leased, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await store.Evaluator.ReleaseAsync(leased.Session.Id, CancellationToken.None);
        }
    }

    /// <summary>A store that fails now may work in a moment; the lease brings back what was under way.</summary>
    private async Task<bool> TryAsync(Func<Task<bool>> step, CancellationToken stoppingToken)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception)
        {
            LogBroken(exception);
            await Task.Delay(s_poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The evaluator's sessions cannot be worked on; it is tried again in a moment")]
    private partial void LogBroken(Exception exception);
}
