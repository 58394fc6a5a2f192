using System.Globalization;
using Vindex.Models.Answers;
using Vindex.Models.Calls;
using Vindex.Models.Judgements;
using Vindex.Models.Prompts;
using Vindex.Models.Settings;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Models;

/// <summary>
/// Judges tickets by asking a model. Holds the connection and the limits of one model, for any number of tickets and callers at the same time. Neither ticket
/// text nor key is in any message or log of it.
/// </summary>
public sealed class ModelJudge : IDisposable
{
    private const int LongestRepaired = 8 * 1024;
    private readonly ModelSettings _settings;
    private readonly TimeProvider _time;
    private readonly Func<uint> _random;
    private readonly ModelCalls _calls;
    private readonly PromptSet _prompts = PromptSet.Latest;

    /// <summary>Creates a judge.</summary>
    /// <param name="settings">The model.</param>
    /// <param name="transport">
    /// The connection to its endpoint, which decides on the addresses that may be reached and must not follow redirects. Disposed of with the judge.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Random numbers that a ticket's author cannot guess.</param>
    public ModelJudge(ModelSettings settings, HttpMessageHandler transport, TimeProvider time, Func<uint> random)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _time, _random) = (settings, time, random);
        var handler = new EndpointHandler(transport, time);
        IModelClient client = settings.Provider.Api == ModelApi.Messages
            ? new MessagesClient(settings, handler, _prompts.Schema)
            : new ChatCompletionsClient(settings, handler, _prompts.Schema);
        _calls = new ModelCalls(client, settings, time, random);
    }

    /// <summary>The model.</summary>
    public ModelSettings Settings => _settings;

    /// <summary>The name in <c>model_metadata</c>: the model, in a consensus with the rubric.</summary>
    public string ModelName(JudgingPlan plan, TicketJudge offline) =>
        plan.Mode == JudgingMode.Consensus ? $"{_settings.Model}+{offline.ModelName}" : _settings.Model;

    /// <summary>Everything that a score depends on beside the ticket and the offline judge, in one line.</summary>
    public string Identity(JudgingPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_settings.Provider.Name} {_settings.BaseUrl} {_settings.Model} {_prompts.Hash} {Parameters(plan)} temperature={_settings.SentTemperature}");

    /// <summary>Judges a ticket. Ends within the deadline of the settings, with a score or a reason why there is none; throws only if it is canceled.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="offline">The offline judge, for the reading of the ticket, for a consensus and as a limit.</param>
    /// <param name="plan">How to judge.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ModelOutcome> JudgeAsync(
        TicketReading reading, TicketJudge offline, JudgingPlan plan, ModelCaller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(offline);
        ArgumentNullException.ThrowIfNull(plan);
        var own = offline.Judge(reading);
        var ticket = JudgedText.Of(reading.Ticket!, own);
        var question = new ModelQuestion(_prompts.Instructions, [new(IsAnswer: false, TicketPrompt.Write(ticket, Marker()))]);
        var (started, deadline) = (_time.GetTimestamp(), _time.GetUtcNow() + _settings.Deadline);
        using var limit = new CancellationTokenSource(_settings.Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var runs = await Task.WhenAll(Enumerable.Range(0, plan.Runs).Select(_ => RunAsync(question, caller, deadline, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        var answers = runs.Select(run => run.Answer).OfType<ModelAnswer>().ToList();
        var use = runs.Aggregate(default(TokenUse), (sum, run) => sum + run.Use);
        var used = new ModelRun(
            _settings.Provider.Name,
            _settings.Model,
            _prompts.Hash,
            Parameters(plan),
            runs.Sum(run => run.Calls),
            use.Input,
            use.Output,
            _settings.CostOf(use),
            Math.Round(_time.GetElapsedTime(started).TotalMilliseconds, 3));
        // A median of less than half of the runs would be another judge's.
        if (answers.Count <= plan.Runs / 2)
        {
            var reason = runs.First(run => run.Answer is null).Failure;
            return new ModelOutcome.Failed(reason, _settings.Model, own, used with { Failure = reason.Code() });
        }

        return new ModelOutcome.Judged(ModelJudgement.Of(MedianAnswer.Of(answers), ticket, plan.Mode) with { Run = used });
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    // Asks, and asks to repair the answer once.
    private async Task<Run> RunAsync(ModelQuestion question, ModelCaller caller, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var run = new Run();
        try
        {
            var reply = await AskAsync(question);
            var read = AnswerReader.Read(reply.Text);
            if (read.Answer is null)
            {
                var wrong = reply.Text.Length > LongestRepaired ? reply.Text[..LongestRepaired] : reply.Text;
                var repair = new ModelMessage(IsAnswer: false, _prompts.Repair(read.Errors));
                // An answer without text cannot be part of a conversation.
                IReadOnlyList<ModelMessage> messages = string.IsNullOrWhiteSpace(wrong)
                    ? [.. question.Messages]
                    : [.. question.Messages, new(IsAnswer: true, wrong), repair];
                read = AnswerReader.Read((await AskAsync(question with { Messages = messages })).Text);
            }

            return run with { Answer = read.Answer, Failure = ModelFailure.InvalidAnswer };
        }
        catch (EndpointException exception)
        {
            return run with { Failure = exception.Failure };
        }
        catch (OperationCanceledException)
        {
            // The caller's own cancellation is noticed by the caller of this.
            return run with { Failure = ModelFailure.TimedOut };
        }

        async Task<ModelReply> AskAsync(ModelQuestion one)
        {
            var reply = await _calls.AskAsync(one, caller, deadline, cancellationToken);
            run = run with { Calls = run.Calls + 1, Use = run.Use + reply.Use };
            return reply.End switch
            {
                ReplyEnd.Declined => throw new EndpointException(ModelFailure.Declined),
                ReplyEnd.Truncated => throw new EndpointException(ModelFailure.Truncated),
                _ => reply,
            };
        }
    }

    private string Marker() => string.Create(CultureInfo.InvariantCulture, $"=====ticket-{_random():x8}{_random():x8}{_random():x8}{_random():x8}=====");

    // Shown to callers, so without the temperature.
    private string Parameters(JudgingPlan plan) =>
        $"format={_settings.Format.ToString().ToLowerInvariant()} max_output_tokens={_settings.MaxOutputTokens} "
        + $"mode={plan.Mode.ToString().ToLowerInvariant()} runs={plan.Runs}";

    /// <summary>What one run came to.</summary>
    private sealed record Run
    {
        public ModelAnswer? Answer { get; init; }

        public ModelFailure Failure { get; init; }

        public int Calls { get; init; }

        public TokenUse Use { get; init; }
    }
}
