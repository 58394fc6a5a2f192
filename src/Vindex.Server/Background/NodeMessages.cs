using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Vindex.Storage;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Background;

/// <summary>A message of another node.</summary>
/// <param name="Subject">What it is about, such as a company's id.</param>
/// <param name="First">A count that the topic defines.</param>
/// <param name="Second">Another one.</param>
/// <param name="At">The sender's time.</param>
internal sealed record NodeMessage(string Subject, long First, long Second, DateTimeOffset At);

/// <summary>
/// Tells the other nodes what has changed: work that waits, credentials to read again, scores for open pages. Messages are hints, and everything that they
/// announce is also looked for at intervals. Those about the same thing are gathered and sent as one: for a moment, or longer while there are many, because
/// each message wakes all nodes.
/// </summary>
internal sealed partial class NodeMessages(IStoreMessages store, TimeProvider time, ILogger<NodeMessages> logger) : BackgroundService
{
    /// <summary>The topic of work of any kind: a node has gone, and what it had is there for others.</summary>
    public const string Work = "work";

    private const char Field = '\t';
    private const char Line = '\n';
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lastTry = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Action<NodeMessage?>>> _handlers = new(StringComparer.Ordinal);
    private readonly Channel<bool> _waiting = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _self = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    private Dictionary<(string Topic, string Subject), NodeMessage> _gathered = [];
    private IDisposable? _listening;

    /// <summary>Adds a handler of a topic's messages, which gets null when some may have been missed. Handlers return at once and do not throw.</summary>
    public void On(string topic, Action<NodeMessage?> handler)
    {
        lock (_gate)
        {
            if (!_handlers.TryGetValue(topic, out var handlers)) _handlers[topic] = handlers = [];
            handlers.Add(handler);
        }
    }

    /// <summary>Sends a message to the other nodes, soon. Its counts are added to those of others with the same topic and subject.</summary>
    public void Send(string topic, string subject = "", long first = 0, long second = 0)
    {
        if (!store.AreHeard) return;
        lock (_gate)
        {
            var before = _gathered.GetValueOrDefault((topic, subject));
            _gathered[(topic, subject)] = new NodeMessage(subject, first + (before?.First ?? 0), second + (before?.Second ?? 0), time.GetUtcNow());
        }

        _waiting.Writer.TryWrite(true);
    }

    /// <summary>Has this node's own handlers of a topic called.</summary>
    public void Raise(string topic) => Raise(topic, null);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = store.Listen(Hear);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _listening?.Dispose();
        await base.StopAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(s_lastTry);
        await TryFlushAsync(end.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!store.AreHeard) return;
        long? sentAt = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _waiting.Reader.ReadAsync(stoppingToken);
            var since = sentAt is { } at ? time.GetElapsedTime(at) : s_apart;
            await Task.Delay(s_apart - since is var left && left > s_gather ? left : s_gather, time, stoppingToken);
            sentAt = time.GetTimestamp();
            while (!await TryFlushAsync(stoppingToken)) await Task.Delay(s_retry, time, stoppingToken);
        }
    }

    private async Task<bool> TryFlushAsync(CancellationToken cancellationToken)
    {
        Dictionary<(string Topic, string Subject), NodeMessage> taken;
        lock (_gate) (taken, _gathered) = (_gathered, []);
        try
        {
            foreach (var text in Texts(taken)) await store.SendAsync(text, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            GiveBack(taken);
            LogNotSent(exception);
            return cancellationToken.IsCancellationRequested;
        }
    }

    private void GiveBack(Dictionary<(string Topic, string Subject), NodeMessage> taken)
    {
        lock (_gate)
        {
            foreach (var (key, message) in taken)
            {
                _gathered[key] = _gathered.TryGetValue(key, out var newer)
                    ? newer with { First = newer.First + message.First, Second = newer.Second + message.Second }
                    : message;
            }
        }
    }

    private IEnumerable<string> Texts(Dictionary<(string Topic, string Subject), NodeMessage> messages)
    {
        var text = new StringBuilder(_self);
        foreach (var ((topic, subject), message) in messages)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{Line}{topic}{Field}{subject}{Field}{message.First}{Field}{message.Second}{Field}{message.At.ToUnixTimeMilliseconds()}");

            // Topics and subjects are ASCII.
            if (text.Length + line.Length > IStoreMessages.MostBytes)
            {
                yield return text.ToString();
                text.Clear().Append(_self);
            }

            text.Append(line);
        }

        if (text.Length > _self.Length) yield return text.ToString();
    }

    private void Hear(string? text)
    {
        if (text is null)
        {
            List<string> topics;
            lock (_gate) topics = [.. _handlers.Keys];
            foreach (var topic in topics) Raise(topic, null);
            return;
        }

        var lines = text.Split(Line);
        if (lines[0] == _self) return;
        foreach (var line in lines.Skip(1))
        {
            // A newer version may say more, or speak of other things.
            if (line.Split(Field) is not [var topic, var subject, var first, var second, var at, ..]) continue;
            if (!long.TryParse(first, CultureInfo.InvariantCulture, out var one) || !long.TryParse(second, CultureInfo.InvariantCulture, out var two)) continue;
            if (!long.TryParse(at, CultureInfo.InvariantCulture, out var ms)) continue;
            Raise(topic, new NodeMessage(subject, one, two, DateTimeOffset.FromUnixTimeMilliseconds(ms)));
        }
    }

    private void Raise(string topic, NodeMessage? message)
    {
        Action<NodeMessage?>[] handlers;
        lock (_gate) handlers = [.. _handlers.GetValueOrDefault(topic) ?? []];
        foreach (var handler in handlers) handler(message);
    }

    [LoggerMessage(LogLevel.Warning, "Messages to other nodes could not be sent; retrying")]
    private partial void LogNotSent(Exception exception);
}
