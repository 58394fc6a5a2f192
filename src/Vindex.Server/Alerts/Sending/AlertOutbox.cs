using Vindex.Server.Background;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Set when a message about an alert or with a digest is due.</summary>
internal sealed class AlertOutboxSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>Sends the messages of the outbox. A message that was under way when a server died is sent again, since whether it arrived is unknown.</summary>
internal sealed class AlertOutbox(
    IAlertMessageStore store, AlertDispatch dispatch, AlertOutboxSignal signal, StoreRetry retry, SendingContext context)
    : ILeasedWork<AlertMessage>
{
    private const int MaxUnderWay = 16;
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(30);

    public LeasedWorkOptions Options { get; } = new(
        "alert messages", MaxUnderWay, Heartbeat: s_reserve, Poll: TimeSpan.FromSeconds(15), Grace: TimeSpan.FromSeconds(10), SignalBelow: MaxUnderWay - 1);

    public WorkSignal Signal => signal;

    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => store.TakeBackAsync(context.Now, all, cancellationToken);

    public async Task<LeasedItems<AlertMessage>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = context.Now;
        var taken = await store.TakeAsync(now, now + context.Longest + s_reserve, room, cancellationToken);
        return new LeasedItems<AlertMessage>(taken, taken.Count == room ? null : await store.NextDueAsync(cancellationToken));
    }

    public async Task RunAsync(AlertMessage item, CancellationToken stop)
    {
        // The channel or the alert may be gone, and the message with it.
        if (await dispatch.SendAsync(item, stop) is not { } outcome) return;
        var ended = AlertMessageLifecycle.End(item, outcome, context.Schedule, context.Now, context.Random());
        await retry.RunAsync(() => store.EndAsync(ended, CancellationToken.None), stop);
    }
}

/// <summary>What sending needs of the server around it.</summary>
internal sealed class SendingContext(
    IOptions<CallbackOptions> callbacks, IOptions<MailOptions> mail, PublicAddress address, Randomness randomness, TimeProvider time)
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How long sending one message takes at most.</summary>
    public TimeSpan Longest => callbacks.Value.Timeout.Value > mail.Value.Timeout.Value ? callbacks.Value.Timeout.Value : mail.Value.Timeout.Value;

    /// <summary>The delays between attempts: those of callbacks.</summary>
    public RetrySchedule Schedule { get; } = RetrySchedule.From(callbacks.Value);

    /// <summary>The public address of a path.</summary>
    public string Link(string path) => address.Of(path);

    /// <summary>Uniform in [0, 1).</summary>
    public double Random() => randomness.Fraction();
}
