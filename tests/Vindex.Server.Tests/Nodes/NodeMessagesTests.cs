using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Vindex.Server.Background;
using Vindex.Server.Live;
using Vindex.Server.Security;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Vindex.Storage.Nodes;
using Xunit;

namespace Vindex.Server.Tests.Nodes;

public sealed class NodeMessagesTests : IAsyncLifetime
{
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 4, 16, 9, 0, 0, TimeSpan.Zero));
    private readonly Wire _wire = new();
    private readonly NodeMessages _one;
    private readonly NodeMessages _other;

    public NodeMessagesTests()
    {
        _one = new NodeMessages(new Wire.End(_wire), _time, NullLogger<NodeMessages>.Instance);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _other = new NodeMessages(new Wire.End(_wire), _time, NullLogger<NodeMessages>.Instance);
    }

    public async ValueTask InitializeAsync()
    {
        await _one.StartAsync(CancellationToken.None);
        await _other.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.StopAsync(CancellationToken.None);
        await _other.StopAsync(CancellationToken.None);
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task What_is_sent_within_a_moment_is_one_message_which_its_sender_does_not_hear()
    {
        var heard = new ConcurrentQueue<NodeMessage?>();
        var own = new ConcurrentQueue<NodeMessage?>();
        _other.On("scores", heard.Enqueue);
        _one.On("scores", own.Enqueue);
        for (var i = 0; i < 5; i++) _one.Send("scores", "co_1", 1, 2);
        _one.Send("scores", "co_2", 1);
        _one.Send("unknown to the other", "x");
        await UntilAsync(() => heard.Count == 2);

        _wire.Sent.Count.ShouldBe(1);
        heard.Select(message => (message!.Subject, message.First, message.Second)).ShouldBe([("co_1", 5, 10), ("co_2", 1, 0)], ignoreOrder: true);
        own.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_could_not_be_sent_is_sent_later_and_what_is_missed_is_told_to_every_handler()
    {
        var heard = new ConcurrentQueue<NodeMessage?>();
        _other.On("scores", heard.Enqueue);
        _wire.IsBroken = true;
        _one.Send("scores", "co_1", 1);
        await UntilAsync(() => _wire.Refused > 0);
        _one.Send("scores", "co_1", 1);
        _wire.IsBroken = false;
        await UntilAsync(() => heard.Count == 1);
        heard.Single()!.First.ShouldBe(2);

        _wire.Lose();
        heard.Last().ShouldBeNull();
        _wire.Say("nonsense\nscores\tx\tnot a number\t0\t0\nscores");
        heard.Count.ShouldBe(2, "what cannot be read is left alone");
    }

    [Fact]
    public async Task Very_many_messages_are_split_into_what_the_store_takes()
    {
        var heard = new ConcurrentQueue<NodeMessage?>();
        _other.On("scores", heard.Enqueue);
        for (var i = 0; i < 1000; i++) _one.Send("scores", $"co_{i:00000000000000000000000000000000}", 1, 1);
        await UntilAsync(() => heard.Count == 1000);
        _wire.Sent.Count.ShouldBeGreaterThan(1);
        _wire.Sent.ShouldAllBe(text => text.Length <= IStoreMessages.MostBytes);
    }

    [Fact]
    public async Task A_page_of_one_node_is_told_by_another_what_is_new_since_then_and_no_more()
    {
        var options = Microsoft.Extensions.Options.Options.Create(
            new LiveOptions { Streams = 10, StreamsPerUser = 2, Lifetime = new Vindex.Server.Configuration.Duration(TimeSpan.FromMinutes(5)) });
        var one = new LiveChanges(options, _time, _one, Randomness.System);
        var other = new LiveChanges(options, _time, _other, Randomness.System);
        other.Since("co_1", one.Now("co_1")).ShouldBe((1, 1), "it has just started, and may have missed something");
        _time.Advance(TimeSpan.FromMinutes(1));

        one.ScoreStored("co_1");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var page = one.Now("co_1");
        await UntilAsync(() => other.Since("co_1", page with { At = 0, Start = other.Now("co_1").Start, Scores = 0, Deliveries = 0 }).Scores == 1);
        (one.Since("co_1", page), other.Since("co_1", page)).ShouldBe(((0, 0), (0, 0)), "the page has that score, whenever the message came");

        _time.Advance(TimeSpan.FromMilliseconds(5));
        other.ScoreStored("co_1");
        other.DeliveryChanged("co_1");
        other.Since("co_1", page).ShouldBe((1, 1));
        await UntilAsync(() => one.Since("co_1", page) == (1, 1));
        one.Since("co_2", one.Now("co_2")).ShouldBe((0, 0));
        LivePoint.Parse(page.ToString()).ShouldBe(page);
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Carries messages to all its ends.</summary>
    private sealed class Wire
    {
        private readonly List<End> _ends = [];

        public ConcurrentQueue<string> Sent { get; } = [];

        public volatile bool IsBroken;

        public volatile int Refused;

        public void Say(string text) => _ends.ForEach(end => end.Raise(text));

        public void Lose() => _ends.ForEach(end => end.Raise(null));

        public sealed class End : IStoreMessages, IDisposable
        {
            private readonly Wire _wire;

            public End(Wire wire)
            {
                _wire = wire;
                wire._ends.Add(this);
            }

            private Action<string?>? _handler;

            public bool AreHeard => true;

            public void Raise(string? text) => _handler?.Invoke(text);

            public IDisposable Listen(Action<string?> handler)
            {
                _handler = handler;
                return this;
            }

            public void Dispose() => _handler = null;

            public Task SendAsync(string message, CancellationToken cancellationToken)
            {
                if (_wire.IsBroken)
                {
                    _wire.Refused++;
                    throw new StoreUnavailableException("The connection was lost.");
                }

                _wire.Sent.Enqueue(message);
                _wire.Say(message);
                return Task.CompletedTask;
            }
        }
    }
}
