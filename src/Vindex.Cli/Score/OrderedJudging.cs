using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score;

/// <summary>Judges rows on all cores and gives the results in the order of the rows.</summary>
internal static class OrderedJudging
{
    private const int BatchSize = 256;
    private const int WorthThreads = 48;

    /// <summary>Reads ahead by one batch at most, so that a file of any length takes little memory.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="render">Renders judged tickets for the output; null to leave that to it.</param>
    public static IEnumerable<JudgedRow> Judge(IEnumerable<BacklogRow> rows, TicketJudge judge, Func<ScoredTicket, byte[]?>? render = null)
    {
        foreach (var batch in rows.Chunk(BatchSize))
        {
            var judged = new JudgedRow[batch.Length];
            if (batch.Length < WorthThreads)
            {
                for (var i = 0; i < batch.Length; i++) judged[i] = JudgedRow.Of(batch[i], judge, render);
            }
            else
            {
                Parallel.For(0, batch.Length, i => judged[i] = JudgedRow.Of(batch[i], judge, render));
            }

            foreach (var row in judged) yield return row;
        }
    }
}
