using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Queries;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Exports a project's rows by creation time and id.</summary>
internal sealed class ExportService(ProjectAccess access, IFeedbackStore store, QueryBudget budget, ReadTurns turns)
{
    /// <summary>Prepares an export.</summary>
    public async Task<FeedbackOutcome<FeedbackExport>> OpenAsync(Caller caller, ExportRequest request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(caller, request.ProjectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        if (CompiledQuery.Compile(scope.ProjectId, request.Expression, out var refusal) is not { } query) return new FeedbackRefusal.Invalid(refusal!.Reason);
        var range = new FeedbackSelection
        {
            From = request.Start,
            Before = request.End,
            FeedbackTypes = request.FeedbackType is { } type ? [type] : null,
        }.WithTrigger(request.TriggerRef);
        var selection = Intersect(range, query.Selection);
        return await budget.CheckAsync(scope, query, selection, cancellationToken) is { } refused
            ? refused
            : new FeedbackExport(store, scope, query, selection, turns, IsEmpty: request.Start >= request.End);
    }

    // The range narrows what is read; the query is evaluated on every row anyway, so its part of the selection is optional.
    private static FeedbackSelection Intersect(FeedbackSelection range, FeedbackSelection query) => range with
    {
        Ids = query.Ids,
        WeaveRefs = query.WeaveRefs,
        FeedbackTypes = range.FeedbackTypes ?? query.FeedbackTypes,
        From = range.From > query.From ? range.From : query.From ?? range.From,
        Before = range.Before < query.Before ? range.Before : query.Before ?? range.Before,
    };
}

/// <summary>A prepared export.</summary>
internal sealed record FeedbackExport(
    IFeedbackStore Store, ProjectScope Scope, CompiledQuery Query, FeedbackSelection Selection, ReadTurns Turns, bool IsEmpty)
{
    private const int FlushBytes = 32 * 1024;

    /// <summary>Writes the rows, one JSON object per line, with backpressure.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if (IsEmpty) return;
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireFormat.Encoder, SkipValidation = true });
        using var turn = Turns.ForRows();
        await foreach (var row in RowsAsync(turn, cancellationToken))
        {
            json.Reset(output);
            ExportLine.Write(json, Scope.ProjectId, row);
            json.Flush();
            output.Write("\n"u8);
            if (output.UnflushedBytes >= FlushBytes) await turn.FlushAsync(output, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>The rows.</summary>
    public async IAsyncEnumerable<FeedbackRow> RowsAsync(ReadTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsEmpty) yield break;
        await foreach (var row in Store.ReadAsync(Scope.Key, Selection, cancellationToken))
        {
            await turn.ContinueAsync(cancellationToken);
            if (Scope.Sees(row.Payload.Span) && Query.Selects(row)) yield return row;
        }
    }
}
