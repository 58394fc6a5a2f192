using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Vindex.Scoring.Judging;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring;

/// <summary>What a run would change, line by line. To be written once.</summary>
internal sealed class RescorePreview(IScoreStore store, TicketRescoring rescoring, ScoreAccess access, DateTimeOffset before, Action written)
{
    private const int PageTickets = 100;

    /// <summary>Judges the tickets and writes a line for each that would not stay as it is; the sums come last.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var counts = RescoreCounts.None;
            PagePosition? after = null;
            while (true)
            {
                var page = await store.LatestAsync(access, new LatestFilter(before), after, PageTickets, cancellationToken);
                foreach (var score in page)
                {
                    var outcome = await rescoring.PreviewAsync(score, cancellationToken);
                    counts = counts.With(score.Item, outcome);
                    if (LineOf(score, outcome) is { } line) Write(output, line, RescoreJson.Shared.RescorePreviewBody);
                }

                await output.FlushAsync(cancellationToken);
                if (page.Count < PageTickets) break;
                after = new PagePosition(page[^1].Item.CreatedAt.ToUnixTimeMilliseconds(), page[^1].Item.Id);
            }

            Write(output, SumOf(counts), RescoreJson.Shared.RescorePreviewSumBody);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            written();
        }
    }

    private static RescorePreviewBody? LineOf(StoredScore score, RescoreOutcome outcome)
    {
        var item = score.Item;
        var after = (outcome as RescoreOutcome.Rescored)?.Score.Item;
        return outcome is RescoreOutcome.UpToDate
            ? null
            : new RescorePreviewBody(
                item.CustomerId,
                new TicketRefBody(item.TicketId, item.TicketKey, item.Title),
                item.Id,
                score.Model,
                item.OverallTenths / 10m,
                InvestScoresBody.Of(item.Dimensions),
                after?.OverallTenths / 10m,
                after is null ? null : InvestScoresBody.Of(after.Dimensions),
                (outcome as RescoreOutcome.Skipped)?.Reason);
    }

    private static RescorePreviewSumBody SumOf(RescoreCounts counts) => new(
        true,
        JudgeVersions.LatestModelName,
        counts.Seen,
        counts.Rescored,
        counts.Changed,
        counts.UpToDate,
        counts.Skipped,
        RescoreBody.Average(counts.BeforeTenths, counts),
        RescoreBody.Average(counts.AfterTenths, counts));

    private static void Write<T>(PipeWriter output, T line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireFormat.Encoder })) JsonSerializer.Serialize(json, line, type);
        output.Write("\n"u8);
    }
}
