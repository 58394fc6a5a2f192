using System.Runtime.CompilerServices;
using System.Text.Json;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score.Remote;

/// <summary>Has rows judged by a server, in batches, and returns the results in the order of the rows.</summary>
/// <param name="server">The server.</param>
/// <param name="customer">The customer that the tickets belong to; null for the company's default one.</param>
/// <param name="profile">The profile's name; null for the default one.</param>
/// <param name="needsDetails">For which rows (by number) the output shows how the scores came about.</param>
/// <param name="time">The clock.</param>
internal sealed class RemoteJudging(ScoringServer server, string? customer, string? profile, Func<int, bool> needsDetails, TimeProvider time)
{
    private const int AtOnce = 2;

    // Another run may be scoring the same ticket. If that run died, the server gives it up after a minute.
    private const int MaxTries = 15;
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(5);

    /// <summary>Why the run ended before the end of the file; null if all rows were judged. Known once the enumeration has ended.</summary>
    public string? Stopped { get; private set; }

    /// <summary>The judge's name; null if the API key may not read scores.</summary>
    public JudgeName? Judge { get; private set; }

    /// <summary>Judges the rows; reads at most two batches ahead.</summary>
    public async IAsyncEnumerable<JudgedRow> JudgeAsync(IEnumerable<BacklogRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new Queue<Task<RowOutcome[]>>();
        using var source = TicketBatch.Of(rows, customer, profile).GetEnumerator();
        var isFirst = true;
        var more = true;
        while (true)
        {
            while (more && pending.Count < AtOnce && (more = source.MoveNext())) pending.Enqueue(JudgeAsync(source.Current, rest.Token));
            if (pending.Count == 0) yield break;
            foreach (var outcome in await pending.Dequeue())
            {
                if (outcome.Stop is not null)
                {
                    Stopped = outcome.Stop;
                    await rest.CancelAsync();
                    await ((Task)Task.WhenAll(pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    yield break;
                }

                if (isFirst && outcome.ScoreId is { } scoreId)
                {
                    isFirst = false;
                    Judge = await JudgeOfAsync(scoreId, cancellationToken);
                }

                yield return outcome.Row;
            }
        }
    }

    private async Task<RowOutcome[]> JudgeAsync(IReadOnlyList<BatchRow> batch, CancellationToken cancellationToken)
    {
        var outcomes = batch.Select(row => new RowOutcome(new JudgedRow(null, row.Problem))).ToArray();
        var details = batch.Any(row => needsDetails(row.Row.Row));
        IReadOnlyList<int> open = [.. Enumerable.Range(0, batch.Count).Where(i => batch[i].Line is not null)];
        for (var left = MaxTries; open.Count > 0; left--)
        {
            if (left < MaxTries) await Task.Delay(s_betweenTries, time, cancellationToken);
            open = await SendAsync(batch, open, details, outcomes, cancellationToken);
            if (left == 1) break;
        }

        return outcomes;
    }

    /// <summary>Sends rows of a batch and sets their outcomes. Returns those that are to be sent again.</summary>
    private async Task<IReadOnlyList<int>> SendAsync(
        IReadOnlyList<BatchRow> batch, IReadOnlyList<int> rows, bool details, RowOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var (lines, refused) = await server.ScoreAsync(TicketBatch.Body(batch, rows), details, cancellationToken);
        if (refused is { Code: "too_many_tickets" } && rows.Count > 1)
        {
            // The server's limit allows only smaller batches.
            var half = rows.Count / 2;
            var first = await SendAsync(batch, [.. rows.Take(half)], details, outcomes, cancellationToken);
            return [.. first, .. await SendAsync(batch, [.. rows.Skip(half)], details, outcomes, cancellationToken)];
        }

        foreach (var row in rows) outcomes[row] = RowOutcome.Stopped(refused is null ? server.NotVindex : Reason(refused));
        if (refused is { Status: 413 } && rows.Count == 1) outcomes[rows[0]] = Rejected(batch[rows[0]], refused);
        var again = new List<int>();
        foreach (var line in lines)
        {
            if (ServerJson.Index(line) is not { } index || index >= rows.Count) continue;
            var reply = server.ReadLine(line);
            outcomes[rows[index]] = reply.Body is { } answer ? Judged(batch[rows[index]], answer, details) : Rejected(batch[rows[index]], reply);
            if (reply.Status is 409 or 503) again.Add(rows[index]);
        }

        return again;
    }

    private RowOutcome Judged(BatchRow row, JsonElement answer, bool details)
    {
        if (ServerJson.Score(answer) is not var (judgement, scoreId)) return RowOutcome.Stopped(server.NotVindex);
        if (!details) return new RowOutcome(new JudgedRow(row.Ticket! with { Judgement = judgement }, null));
        return JudgementDetails.Read(answer) is { } found
            ? new RowOutcome(new JudgedRow(row.Ticket! with { Judgement = found.Of(judgement) }, null)) { ScoreId = scoreId }
            : RowOutcome.Stopped(server.NotVindex);
    }

    // What is wrong with this ticket alone does not affect the others; what is wrong with the key, the customer or the profile would be wrong with each.
    private static RowOutcome Rejected(BatchRow row, ServerReply reply) => reply is { Status: 400 or 413 or 422, Code: not "unknown_profile" }
        ? new RowOutcome(new JudgedRow(null, RowProblem.Of(row.Row, reply.Reason!)))
        : RowOutcome.Stopped(Reason(reply));

    private static string Reason(ServerReply reply) => reply.Status switch
    {
        401 => $"the server rejected the API key: {reply.Reason}",
        403 => $"the API key is not allowed to do this: {reply.Reason}",
        404 => $"the server does not know this customer or address (--customer, --url): {reply.Reason}",
        _ => reply.Reason!,
    };

    private async Task<JudgeName?> JudgeOfAsync(string scoreId, CancellationToken cancellationToken)
    {
        var reply = await server.GetAsync($"portal/scores/{Uri.EscapeDataString(scoreId)}", cancellationToken);
        return reply.Body is { } record ? ServerJson.Judge(record) : null;
    }

    /// <summary>What came of a row.</summary>
    /// <param name="Row">The judged ticket or its problem.</param>
    private readonly record struct RowOutcome(JudgedRow Row)
    {
        /// <summary>The reason to end the run here; null to go on.</summary>
        public string? Stop { get; init; }

        /// <summary>The stored score; null unless details were requested.</summary>
        public string? ScoreId { get; init; }

        public static RowOutcome Stopped(string reason) => new() { Stop = reason };
    }
}
