using System.Buffers;
using Vindex.Scoring.Backlogs;

namespace Vindex.Cli.Score.Remote;

/// <summary>A row of the input on its way to a server.</summary>
/// <param name="Row">The row.</param>
/// <param name="Ticket">The ticket as it was read; null if it can't be.</param>
/// <param name="Problem">Why it can't be read.</param>
/// <param name="Line">The ticket as a line of a batch; null if it can't be read.</param>
internal sealed record BatchRow(BacklogRow Row, ScoredTicket? Ticket, RowProblem? Problem, byte[]? Line);

/// <summary>Divides rows into batches that are small enough for the server, and for results to appear while the rest is being scored.</summary>
internal static class TicketBatch
{
    private const int MaxTickets = 100;
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The batches, in the order of the rows; reads only as far as they are consumed.</summary>
    public static IEnumerable<IReadOnlyList<BatchRow>> Of(IEnumerable<BacklogRow> rows, string? customer, string? profile)
    {
        var batch = new List<BatchRow>();
        var bytes = 0;
        foreach (var row in rows)
        {
            var next = Read(row, customer, profile);
            var length = next.Line?.Length ?? 0;
            if (batch.Count == MaxTickets || (batch.Count > 0 && bytes + length > MaxBytes))
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(next);
            bytes += length;
        }

        if (batch.Count > 0) yield return batch;
    }

    /// <summary>The body of a request: a line for each of these rows.</summary>
    public static byte[] Body(IReadOnlyList<BatchRow> batch, IReadOnlyList<int> rows)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var row in rows)
        {
            body.Write(batch[row].Line!);
            body.Write("\n"u8);
        }

        return body.WrittenSpan.ToArray();
    }

    private static BatchRow Read(BacklogRow row, string? customer, string? profile)
    {
        var (ticket, _, problem) = JudgedRow.Read(row);
        return new BatchRow(row, ticket, problem, ticket is null ? null : TicketRequest.Of(row, row.Input!, customer, profile).Line());
    }
}
