using System.Globalization;
using Vindex.Models.Answers;
using Vindex.Models.Prompts;
using Vindex.Models.Settings;
using Vindex.Scoring;

namespace Vindex.Models.Calls;

/// <summary>What one conversation with a model came to.</summary>
/// <param name="Answer">The answer; null if there is none.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Calls">Calls that were answered.</param>
/// <param name="Use">Their tokens.</param>
internal sealed record Conversation<T>(T? Answer, ModelFailure Failure, int Calls, TokenUse Use)
    where T : class;

/// <summary>
/// A model with its connection and its limits, for any number of callers at the same time. Asks, and asks to repair an answer once. Neither ticket text nor key
/// is in any message or log of it.
/// </summary>
internal sealed class ModelEndpoint : IDisposable
{
    private const int LongestRepaired = 8 * 1024;
    private readonly TimeProvider _time;
    private readonly Func<uint> _random;
    private readonly ModelCalls _calls;

    /// <param name="settings">The model.</param>
    /// <param name="transport">The connection; disposed of with this.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Random numbers that a ticket's author cannot guess.</param>
    public ModelEndpoint(ModelSettings settings, HttpMessageHandler transport, TimeProvider time, Func<uint> random)
    {
        (Settings, _time, _random) = (settings, time, random);
        var handler = new EndpointHandler(transport, time);
        IModelClient client = settings.Provider.Api == ModelApi.Messages ? new MessagesClient(settings, handler) : new ChatCompletionsClient(settings, handler);
        _calls = new ModelCalls(client, settings, time, random);
    }

    /// <summary>The model.</summary>
    public ModelSettings Settings { get; }

    /// <summary>A line that a ticket cannot contain.</summary>
    public string NewMarker() => string.Create(CultureInfo.InvariantCulture, $"=====ticket-{_random():x8}{_random():x8}{_random():x8}{_random():x8}=====");

    /// <summary>
    /// Asks the same question several times at once. Ends within the deadline of the settings; throws only if it is canceled.
    /// </summary>
    /// <param name="prompts">The prompt.</param>
    /// <param name="message">The message with the ticket.</param>
    /// <param name="read">Reads an answer.</param>
    /// <param name="times">How often.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(IReadOnlyList<Conversation<T>> Conversations, ModelRun Run)> AskAsync<T>(
        PromptSet prompts, string message, Func<string, AnswerReading<T>> read, int times, ModelCaller caller, CancellationToken cancellationToken)
        where T : class
    {
        var question = new ModelQuestion(prompts.Instructions, prompts.Form, [new(IsAnswer: false, message)]);
        var (started, deadline) = (_time.GetTimestamp(), _time.GetUtcNow() + Settings.Deadline);
        using var limit = new CancellationTokenSource(Settings.Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var conversations = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => ConverseAsync(prompts, question, read, caller, deadline, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        var use = conversations.Aggregate(default(TokenUse), (sum, one) => sum + one.Use);
        var run = new ModelRun(
            Settings.Provider.Name,
            Settings.Model,
            prompts.Hash,
            Parameters(),
            conversations.Sum(one => one.Calls),
            use.Input,
            use.Output,
            Settings.CostOf(use),
            Math.Round(_time.GetElapsedTime(started).TotalMilliseconds, 3));
        return (conversations, run);
    }

    /// <summary>The parameters of each call. Shown to callers, so without the temperature.</summary>
    public string Parameters() => $"format={Settings.Format.ToString().ToLowerInvariant()} max_output_tokens={Settings.MaxOutputTokens}";

    public void Dispose() => _calls.Dispose();

    private async Task<Conversation<T>> ConverseAsync<T>(
        PromptSet prompts, ModelQuestion question, Func<string, AnswerReading<T>> read, ModelCaller caller, DateTimeOffset deadline,
        CancellationToken cancellationToken)
        where T : class
    {
        var came = new Conversation<T>(null, ModelFailure.InvalidAnswer, 0, default);
        try
        {
            var reply = await AskAsync(question);
            var reading = read(reply.Text);
            if (reading.Answer is null) reading = read((await AskAsync(Repair(prompts, question, reply.Text, reading.Errors))).Text);
            return came with { Answer = reading.Answer };
        }
        catch (EndpointException exception)
        {
            return came with { Failure = exception.Failure };
        }
        catch (OperationCanceledException)
        {
            // The caller's own cancellation is noticed by the caller of this.
            return came with { Failure = ModelFailure.TimedOut };
        }

        async Task<ModelReply> AskAsync(ModelQuestion one)
        {
            var reply = await _calls.AskAsync(one, caller, deadline, cancellationToken);
            came = came with { Calls = came.Calls + 1, Use = came.Use + reply.Use };
            return reply.End switch
            {
                ReplyEnd.Declined => throw new EndpointException(ModelFailure.Declined),
                ReplyEnd.Truncated => throw new EndpointException(ModelFailure.Truncated),
                _ => reply,
            };
        }
    }

    private static ModelQuestion Repair(PromptSet prompts, ModelQuestion question, string wrong, IReadOnlyList<string> errors)
    {
        // An answer without text cannot be part of a conversation.
        if (string.IsNullOrWhiteSpace(wrong)) return question;
        var shown = wrong.Length > LongestRepaired ? wrong[..LongestRepaired] : wrong;
        return question with { Messages = [.. question.Messages, new(IsAnswer: true, shown), new(IsAnswer: false, prompts.Repair(errors))] };
    }
}
