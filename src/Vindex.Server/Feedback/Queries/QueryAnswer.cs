using System.IO.Pipelines;
using System.Text.Json;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>
/// The response to a query. In the store's own order, rows are streamed as they are read; in any other order, the first ones are held until all have been
/// read. <c>total_count</c> comes last, because it is only known then.
/// </summary>
internal sealed class QueryAnswer(
    IFeedbackStore store, ProjectScope scope, CompiledQuery query, RowOrder order, SortingMemory.Share memory, ReadTurn turn) : IDisposable
{
    private const int FlushBytes = 32 * 1024;
    private const int BusySeconds = 2;
    private List<HeldRow>? _held;
    private long _total;

    /// <summary>Rows to skip.</summary>
    public required long Offset { get; init; }

    /// <summary>Maximum number of rows to write.</summary>
    public required long Limit { get; init; }

    /// <summary>Writes a row; null if rows are only counted.</summary>
    public required RowWriter? Writer { get; init; }

    /// <summary>Name of the count; null unless rows are only counted.</summary>
    public required string? CountName { get; init; }

    // Sum of limit and offset; a huge limit means no limit.
    private long End => Limit > long.MaxValue - Offset ? long.MaxValue : Offset + Limit;

    /// <summary>Reads what is needed before the response starts; returns a refusal if that needs too much memory.</summary>
    public async Task<FeedbackRefusal?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Writer is not null && order.IsTime) return null;
        if (Writer is null && IsCounted)
        {
            _total = await store.CountAsync(scope.Key, cancellationToken);
            return null;
        }

        var first = new FirstRows(order, Writer is null || Limit == 0 ? 0 : End);
        await foreach (var row in RowsAsync(cancellationToken))
        {
            await turn.ContinueAsync(cancellationToken);
            if (!Selects(row)) continue;
            first.Offer(query.Reading, _total++);
            if (first.Bytes > QueryLimits.HeldBytes)
            {
                return new FeedbackRefusal.Invalid(
                    $"Sorting holds at most {QueryLimits.HeldBytes >> 20} MiB of rows: lower limit and offset, narrow the query, or sort by created_at");
            }

            if (!memory.Covers(first.Bytes))
                return new FeedbackRefusal.Busy("Other requests are using all memory reserved for sorting; try again.", "engine_busy", BusySeconds);
        }

        _held = first.InOrder();
        return null;
    }

    /// <summary>Writes the response as one JSON object, with backpressure.</summary>
    public async Task WriteAsync(PipeWriter pipe, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(pipe, new JsonWriterOptions { Encoder = WireFormat.Encoder, SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("result");
        try
        {
            if (Writer is null) WriteCount(json);
            else if (_held is null) await StreamAsync(json, pipe, Writer, cancellationToken);
            else await WriteHeldAsync(json, pipe, Writer, cancellationToken);
        }
        catch
        {
            // Disposing would write what is pending before the error response.
            json.Reset();
            throw;
        }

        json.WriteEndArray();
        json.WriteNumber("total_count", _total);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await turn.FlushAsync(pipe, cancellationToken);
    }

    /// <summary>Releases the memory that holds the rows.</summary>
    public void Dispose()
    {
        turn.Dispose();
        memory.Dispose();
    }

    // The number of all rows is known without reading them.
    private bool IsCounted => query.IsEverything && scope.CustomerIds is null;

    private bool Selects(FeedbackRow row) => scope.Sees(row.Payload.Span) && query.Selects(row);

    private IAsyncEnumerable<FeedbackRow> RowsAsync(CancellationToken cancellationToken) => QueryPushdown.IsEmpty(query.Selection)
        ? AsyncEnumerable.Empty<FeedbackRow>()
        : store.ReadAsync(scope.Key, query.Selection with { Descending = order.IsDescending }, cancellationToken);

    private void WriteCount(Utf8JsonWriter json)
    {
        if (Offset > 0 || Limit == 0) return;
        json.WriteStartObject();
        json.WriteNumber(CountName!, _total);
        json.WriteEndObject();
    }

    private async Task StreamAsync(Utf8JsonWriter json, PipeWriter pipe, RowWriter row, CancellationToken cancellationToken)
    {
        var place = 0L;
        if (Limit > 0 || !IsCounted)
        {
            await foreach (var next in RowsAsync(cancellationToken))
            {
                await turn.ContinueAsync(cancellationToken);
                if (!Selects(next)) continue;
                if (place >= Offset && place < End)
                {
                    row.Write(json);
                    await FlushFullAsync(json, pipe, cancellationToken);
                }

                if (++place >= End && IsCounted) break;
            }
        }

        // Rows written or deleted between the two reads must not make the total smaller than the number of rows shown.
        _total = IsCounted ? Math.Max(Limit > 0 ? place : 0, await store.CountAsync(scope.Key, cancellationToken)) : place;
    }

    private async Task WriteHeldAsync(Utf8JsonWriter json, PipeWriter pipe, RowWriter row, CancellationToken cancellationToken)
    {
        for (var i = (int)Math.Min(Offset, _held!.Count); i < _held.Count; i++)
        {
            await turn.ContinueAsync(cancellationToken);
            query.Reading.Turn(_held[i].Row);
            row.Write(json);
            await FlushFullAsync(json, pipe, cancellationToken);
        }
    }

    private async ValueTask FlushFullAsync(Utf8JsonWriter json, PipeWriter pipe, CancellationToken cancellationToken)
    {
        if (json.BytesPending + pipe.UnflushedBytes < FlushBytes) return;
        await json.FlushAsync(cancellationToken);
        await turn.FlushAsync(pipe, cancellationToken);
    }
}
