using System.IO.Pipelines;
using System.Text.Json;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>
/// The answer of a query. In the store's own order rows go out as they are read, however many; in another order the first ones are held until all have been
/// seen. <c>total_count</c> stands at the end, because only then is it known.
/// </summary>
internal sealed class QueryAnswer(
    IFeedbackStore store, ProjectSight sight, FeedbackQuery query, RowOrder order, long offset, long limit, RowWriter? writer, string? countName)
{
    private const int FlushBytes = 32 * 1024;
    private const int BusySeconds = 2;

    // Where limit and offset end; a limit of nearly everything is everything.
    private readonly long _end = limit > long.MaxValue - offset ? long.MaxValue : offset + limit;
    private List<HeldRow>? _held;
    private long _total;

    /// <summary>Reads what must be known before the answer begins; the answer that refuses it when that would hold too much.</summary>
    public async Task<IResult?> ReadAsync(SortingMemory.Share memory, CancellationToken cancellationToken)
    {
        if (writer is not null && order.IsTime) return null;
        if (writer is null && IsCounted)
        {
            _total = await store.CountAsync(sight.Key, cancellationToken);
            return null;
        }

        var first = new FirstRows(order, writer is null || limit == 0 ? 0 : _end);
        await foreach (var row in RowsAsync(cancellationToken))
        {
            if (!Selects(row)) continue;
            first.Offer(query.Reading, _total++);
            if (first.Bytes > QueryLimits.HeldBytes)
                return FeedbackRefusal.BadRequest($"Sorting holds at most {QueryLimits.HeldBytes >> 20} MiB of rows: lower limit and offset, narrow the query, or sort by created_at");
            if (!memory.Covers(first.Bytes)) return Problem.Unavailable("engine_busy", "Other requests are sorting as many rows as there is memory for; try again.", BusySeconds);
        }

        _held = first.InOrder();
        return null;
    }

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = JsonAnswer.ContentType;
        var pipe = response.BodyWriter;
        await using var json = new Utf8JsonWriter(pipe, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("result");
        if (writer is null) WriteCount(json);
        else if (_held is null) await StreamAsync(json, pipe, writer, httpContext.RequestAborted);
        else await WriteHeldAsync(json, pipe, writer, httpContext.RequestAborted);
        json.WriteEndArray();
        json.WriteNumber("total_count", _total);
        json.WriteEndObject();
        await json.FlushAsync(httpContext.RequestAborted);
        await pipe.FlushAsync(httpContext.RequestAborted);
    }

    // The count of all rows is at hand without reading them.
    private bool IsCounted => query.IsEverything && sight.CustomerIds is null;

    private bool Selects(FeedbackRow row) => sight.Sees(row.Payload.Span) && query.Selects(row);

    private IAsyncEnumerable<FeedbackRow> RowsAsync(CancellationToken cancellationToken) => SelectionOf.IsEmpty(query.Selection)
        ? AsyncEnumerable.Empty<FeedbackRow>()
        : store.ReadAsync(sight.Key, query.Selection with { Descending = order.IsDescending }, cancellationToken);

    private void WriteCount(Utf8JsonWriter json)
    {
        if (offset > 0 || limit == 0) return;
        json.WriteStartObject();
        json.WriteNumber(countName!, _total);
        json.WriteEndObject();
    }

    private async Task StreamAsync(Utf8JsonWriter json, PipeWriter pipe, RowWriter row, CancellationToken cancellationToken)
    {
        var place = 0L;
        if (limit > 0 || !IsCounted)
        {
            await foreach (var next in RowsAsync(cancellationToken))
            {
                if (!Selects(next)) continue;
                if (place >= offset && place < _end)
                {
                    row.Write(json);
                    await FlushFullAsync(json, pipe, cancellationToken);
                }

                if (++place >= _end && IsCounted) break;
            }
        }

        // Rows that came or went between the two reads must not make the total less than what was just shown.
        _total = IsCounted ? Math.Max(limit > 0 ? place : 0, await store.CountAsync(sight.Key, cancellationToken)) : place;
    }

    private async Task WriteHeldAsync(Utf8JsonWriter json, PipeWriter pipe, RowWriter row, CancellationToken cancellationToken)
    {
        for (var i = (int)Math.Min(offset, _held!.Count); i < _held.Count; i++)
        {
            query.Reading.Turn(_held[i].Row);
            row.Write(json);
            await FlushFullAsync(json, pipe, cancellationToken);
        }
    }

    private static async ValueTask FlushFullAsync(Utf8JsonWriter json, PipeWriter pipe, CancellationToken cancellationToken)
    {
        if (json.BytesPending + pipe.UnflushedBytes < FlushBytes) return;
        await json.FlushAsync(cancellationToken);
        await pipe.FlushAsync(cancellationToken);
    }
}
