using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Shouldly;
using Xunit;

namespace Vindex.Models.Tests.Protocol;

/// <summary>What the libraries between us and the network write to the process's event sources, which logs and traces are made of.</summary>
[Collection(nameof(LeakTests))]
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTests
{
    [Theory]
    [InlineData("openai", 200)]
    [InlineData("anthropic", 200)]
    [InlineData("openai", 400)]
    [InlineData("anthropic", 400)]
    [InlineData("openai", 500)]
    public async Task No_event_contains_the_key_or_the_ticket(string provider, int status)
    {
        var api = Api.Of(provider);
        var body = status == 200 ? api.Success(AnswerText.Of(6).ToJsonString()) : api.Error("bad", $"{TestJudge.Key} {TestJudge.Secret}");
        await using var server = await ModelServer.StartAsync(status, body);
        using var events = new Events();

        await TestJudge.JudgeAsync(api.Settings(server.Address) with { Retries = 0 });

        events.Texts.ShouldNotBeEmpty();
        events.Texts.ShouldAllBe(text => !text.Contains(TestJudge.Key) && !text.Contains(TestJudge.Secret));
    }

    [Fact]
    public void A_key_is_in_no_text_of_the_settings() => Api.Of("openai").Settings(new Uri("http://localhost")).ToString().ShouldNotContain(TestJudge.Key);

    private sealed class Events : EventListener
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IReadOnlyCollection<string> Texts => _texts;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            // The private ones are for those who debug the runtime.
            if (eventSource.Name.StartsWith("System.Net", StringComparison.Ordinal) || eventSource.Name.StartsWith("System.ClientModel", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => _texts?.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? [])}");
    }
}
