using System.Runtime.CompilerServices;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score.Remote;

/// <summary>Has rows judged by a server, some at a time, and gives the results in the order of the rows.</summary>
/// <param name="server">Who judges.</param>
/// <param name="customer">The customer that the tickets belong to; null for the company's default one.</param>
/// <param name="profile">The profile's name; null for the default one.</param>
/// <param name="findings">For which rows (by number) the output shows findings, which cost a request each.</param>
/// <param name="withoutFindings">What it means that the key may not read scores: told once, and the run goes on without findings; or the reason to stop, when
/// that would say nothing was found.</param>
internal sealed class RemoteJudging(ScoringServer server, string? customer, string? profile, Func<int, bool> findings, WithoutFindings withoutFindings)
{
    private const int AtOnce = 8;

    private int _unreadable;

    /// <summary>Why the run ended before the end of the file; null when all rows were judged. Known once the walk has ended.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Which judge it was, where the server has told.</summary>
    public JudgeName? Judge { get; private set; }

    /// <summary>Walks the rows; reads no more than a few ahead.</summary>
    public async IAsyncEnumerable<JudgedRow> JudgeAsync(IEnumerable<BacklogRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new Queue<Task<(JudgedRow Row, string? Stop)>>();
        using var source = rows.GetEnumerator();
        var more = true;
        while (true)
        {
            while (more && pending.Count < AtOnce && (more = source.MoveNext())) pending.Enqueue(JudgeAsync(source.Current, rest.Token));
            if (pending.Count == 0) yield break;
            var (row, stop) = await pending.Dequeue();
            if (stop is not null)
            {
                Stopped = stop;
                await rest.CancelAsync();
                await ((Task)Task.WhenAll(pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                yield break;
            }

            yield return row;
        }
    }

    private async Task<(JudgedRow Row, string? Stop)> JudgeAsync(BacklogRow row, CancellationToken cancellationToken)
    {
        var (ticket, _, problem) = JudgedRow.Read(row);
        if (ticket is null) return (new JudgedRow(null, problem), null);
        var request = TicketRequest.Of(row, row.Input!, customer, profile);
        var reply = await server.PostAsync("v1/score", request.Body, request.IdempotencyKey, cancellationToken);
        if (reply.Body is not { } answer) return Refused(row, reply);
        if (ServerJson.Score(answer) is not var (judgement, scoreId))
            return (default, $"{server.Name} responded, but not like a Vindex server; is the address right?");
        if (!findings(row.Row)) return (new JudgedRow(ticket with { Judgement = judgement }, null), null);
        var (details, stop) = await DetailsAsync(scoreId, cancellationToken);
        return (new JudgedRow(ticket with { Judgement = details?.Of(judgement) ?? judgement }, null), stop);
    }

    // What is wrong with this ticket alone leaves the others; what is wrong with the key, the customer or the profile would be wrong with each.
    private static (JudgedRow Row, string? Stop) Refused(BacklogRow row, ServerReply reply) =>
        reply is { Status: 413 or 422, Code: not "unknown_profile" }
            ? (new JudgedRow(null, RowProblem.Of(row, reply.Reason!)), null)
            : (default, reply.Status switch
            {
                401 => $"the server rejected the API key: {reply.Reason}",
                403 => $"the API key is not allowed to do this: {reply.Reason}",
                404 => $"the server does not know this customer or address (--customer, --url): {reply.Reason}",
                _ => reply.Reason!,
            });

    private async Task<(JudgementDetails? Details, string? Stop)> DetailsAsync(string scoreId, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _unreadable) != 0) return (null, null);
        var reply = await server.GetAsync($"portal/scores/{Uri.EscapeDataString(scoreId)}", cancellationToken);
        if (reply.Body is { } record)
        {
            Judge ??= ServerJson.Judge(record);
            return JudgementDetails.Read(record) is { } found
                ? (found, null)
                : (null, $"{server.Name} responded, but not like a Vindex server; is the address right?");
        }

        if (reply.Status != 403) return (null, reply.Reason);
        if (withoutFindings.Stop is { } stop) return (null, stop);
        if (Interlocked.Exchange(ref _unreadable, 1) == 0) withoutFindings.Say!("the API key lacks the scope scores:read, so findings are left out");
        return (null, null);
    }
}

/// <summary>What to do when the key may not read findings: exactly one of the two.</summary>
/// <param name="Stop">End the run, for this reason.</param>
/// <param name="Say">Go on, and tell.</param>
internal sealed record WithoutFindings(string? Stop, Action<string>? Say);
