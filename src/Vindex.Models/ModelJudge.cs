using System.Globalization;
using Vindex.Models.Answers;
using Vindex.Models.Calls;
using Vindex.Models.Judgements;
using Vindex.Models.Prompts;
using Vindex.Models.Rewriting;
using Vindex.Models.Settings;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Models;

/// <summary>
/// Judges tickets by asking a model, and rewrites them. Holds the connection and the limits of one model, for any number of tickets and callers at the same
/// time. Neither ticket text nor key is in any message or log of it.
/// </summary>
public sealed class ModelJudge : IDisposable
{
    private readonly ModelEndpoint _endpoint;

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
        _endpoint = new ModelEndpoint(settings, transport, time, random);
        Rewriter = new ModelRewriter(_endpoint);
    }

    /// <summary>The model.</summary>
    public ModelSettings Settings => _endpoint.Settings;

    /// <summary>Asks the same model for better texts, over the same connection and within the same limits.</summary>
    public ModelRewriter Rewriter { get; }

    /// <summary>The name in <c>model_metadata</c>: the model, in a consensus with the rubric.</summary>
    public string ModelName(JudgingPlan plan, TicketJudge offline) =>
        plan.Mode == JudgingMode.Consensus ? $"{Settings.Model}+{offline.ModelName}" : Settings.Model;

    /// <summary>Everything that a score depends on beside the ticket and the offline judge, in one line.</summary>
    public string Identity(JudgingPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Settings.Provider.Name} {Settings.BaseUrl} {Settings.Model} {PromptSet.Judging.Hash} {Parameters(plan)} temperature={Settings.SentTemperature}");

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
        var message = TicketPrompt.Write(ticket, _endpoint.NewMarker(), PromptSet.Judging.Closing);
        var (conversations, asked) = await _endpoint.AskAsync(PromptSet.Judging, message, AnswerReader.Read, plan.Runs, caller, cancellationToken);
        var run = asked with { Parameters = Parameters(plan) };
        var answers = conversations.Select(one => one.Answer).OfType<ModelAnswer>().ToList();
        // A median of less than half of the runs would be another judge's.
        if (answers.Count <= plan.Runs / 2)
        {
            var reason = conversations.First(one => one.Answer is null).Failure;
            return new ModelOutcome.Failed(reason, Settings.Model, own, run with { Failure = reason.Code() });
        }

        return new ModelOutcome.Judged(ModelJudgement.Of(MedianAnswer.Of(answers), ticket, plan.Mode) with { Run = run });
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();

    private string Parameters(JudgingPlan plan) => $"{_endpoint.Parameters()} mode={plan.Mode.ToString().ToLowerInvariant()} runs={plan.Runs}";
}
