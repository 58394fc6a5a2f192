using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Score;
using Vindex.Models;
using Vindex.Models.Calls;
using Vindex.Models.Settings;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Judging;

/// <summary>Has rows judged by a model, several at a time, and gives the results in the order of the rows.</summary>
internal sealed class ModelJudging : IDisposable
{
    private readonly ModelJudge _judge;
    private readonly TicketJudge _offline;
    private readonly JudgingPlan _plan;
    private readonly UseMeter _meter = new();

    /// <param name="settings">The model.</param>
    /// <param name="plan">How to judge.</param>
    /// <param name="offline">The offline judge.</param>
    public ModelJudging(ModelSettings settings, JudgingPlan plan, TicketJudge offline)
    {
        (_plan, _offline) = (plan, offline);
        _judge = Open(settings);
    }

    /// <summary>Why the run ended before the end of the file; null if all rows were judged. Known once the enumeration has ended.</summary>
    public string? Stopped { get; private set; }

    /// <summary>What was used so far.</summary>
    public UseMeter Meter => _meter;

    /// <summary>Who judges.</summary>
    public JudgeName Name => new(_judge.Settings.Provider.Name, _judge.ModelName(_plan, _offline));

    /// <summary>Opens a connection to a model.</summary>
    public static ModelJudge Open(ModelSettings settings)
    {
        var transport = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(15) };
        return new ModelJudge(settings, transport, TimeProvider.System, () => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
    }

    /// <summary>Judges the rows; asks for no more tickets at a time than the model's concurrency.</summary>
    public async IAsyncEnumerable<JudgedRow> JudgeAsync(
        IEnumerable<BacklogRow> rows, ITicketOutput? output, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new Queue<Task<(JudgedRow Row, ModelOutcome.Failed? Failed)>>();
        using var source = rows.GetEnumerator();
        var more = true;
        while (true)
        {
            while (more && pending.Count < _judge.Settings.Concurrency && (more = source.MoveNext()))
                pending.Enqueue(JudgeAsync(source.Current, output, rest.Token));
            if (pending.Count == 0) yield break;
            var (row, failed) = await pending.Dequeue();
            if (failed is not null && IsForAll(failed.Reason))
            {
                Stopped = failed.Detail;
                await rest.CancelAsync();
                await ((Task)Task.WhenAll(pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                yield break;
            }

            yield return row;
        }
    }

    /// <summary>Judges one row.</summary>
    public async Task<(JudgedRow Row, ModelOutcome.Failed? Failed)> JudgeAsync(BacklogRow row, ITicketOutput? output, CancellationToken cancellationToken)
    {
        var (ticket, reading, problem) = JudgedRow.Read(row);
        if (ticket is null) return (new JudgedRow(null, problem), null);
        switch (await _judge.JudgeAsync(reading!, _offline, _plan, new ModelCaller("", _meter), cancellationToken))
        {
            case ModelOutcome.Judged { Judgement: var judgement }:
                var judged = ticket with { Judgement = judgement };
                return (new JudgedRow(judged with { Rendered = output?.Render(judged) }, null), null);
            case ModelOutcome.Failed failed:
                return (new JudgedRow(null, RowProblem.Of(row, failed.Detail)), failed);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public void Dispose() => _judge.Dispose();

    // What would fail for every other ticket as well.
    private static bool IsForAll(ModelFailure failure) =>
        failure is ModelFailure.Unauthorized or ModelFailure.ModelNotFound or ModelFailure.QuotaExhausted or ModelFailure.Redirected
            or ModelFailure.CircuitOpen;
}
