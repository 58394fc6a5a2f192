using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Caching.Memory;
using Vindex.Server.Feedback.Annotations;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Writing;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>
/// One import. Lines are read while the previous batch is being written; a batch is whatever has arrived in the meantime, so batches grow with the speed of the
/// sender, and the rows of a slow sender are durable soon. At most one batch is being written and one filled, whatever the length of the stream.
/// </summary>
internal sealed class LineImport(FeedbackImport import, ProjectAccess access, FeedbackWriter writer, IFeedbackStore store, ImportProgress progress)
    : IDisposable
{
    // Small enough that a score, which waits for one batch at most, hardly waits.
    private const int MaxRows = 2048;
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxProjects = 1000;
    private static readonly MemoryCacheEntryOptions s_oneEntry = new() { Size = 1 };
    private readonly MemoryCache _scopes = new(new MemoryCacheOptions { SizeLimit = MaxProjects });
    private readonly LineSplitter _lines = new(FeedbackRequestBody.OneLimit);
    private AnnotationChecks _checks = writer.BeginChecks();
    private ImportBatch _filling = new();
    private ImportBatch _written = new();
    private Task _writing = Task.CompletedTask;
    private long _line;

    public void Dispose() => _scopes.Dispose();

    public async Task RunAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(reader, cancellationToken);
            await FlushAsync(cancellationToken);
            await _writing;
            await progress.EndAsync(cancellationToken);
        }
        catch
        {
            // Report the first failure, after the batch being written has ended.
            await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var arriving = reader.ReadAsync(cancellationToken);
            var arrived = arriving.IsCompleted ? await arriving : await PauseAsync(arriving.AsTask(), cancellationToken);
            var buffer = arrived.Buffer;
            while (_lines.TryTake(ref buffer, arrived.IsCompleted, out var line, out var isTooLong))
            {
                await TakeAsync(line, isTooLong, cancellationToken);
                if (_filling.Entries.Count >= MaxRows || _filling.Bytes >= MaxBytes) await FlushAsync(cancellationToken);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (arrived.IsCompleted) return;
        }
    }

    // While the sender pauses, write and report what it has sent.
    private async Task<ReadResult> PauseAsync(Task<ReadResult> arriving, CancellationToken cancellationToken)
    {
        if (!_writing.IsCompleted) await Task.WhenAny(arriving, _writing);
        if (!arriving.IsCompleted) await FlushAsync(cancellationToken);
        if (!_writing.IsCompleted) await Task.WhenAny(arriving, _writing);
        if (!arriving.IsCompleted && progress.HasNews) await Task.WhenAny(arriving, progress.DueAsync(cancellationToken));
        if (!arriving.IsCompleted && progress.HasNews) await progress.TellAsync(cancellationToken);
        return await arriving;
    }

    private async ValueTask TakeAsync(ReadOnlySequence<byte> line, bool isTooLong, CancellationToken cancellationToken)
    {
        _line++;
        if (isTooLong)
        {
            progress.Reject(_line, $"the line is longer than {FeedbackRequestBody.OneLimit} bytes");
            return;
        }

        var (draft, reason) = ImportLine.Read(_line == 1 ? WithoutMark(line) : line, import.Only?.ProjectId, progress.ListsErrors);
        if (reason is not null) progress.Reject(_line, reason);
        if (draft is null) return;
        var scope = import.Only ?? await FindScopeAsync(draft.ProjectId, cancellationToken);
        if (scope is null)
        {
            progress.Reject(_line, FeedbackRefusal.ProjectNotFound.Reason);
            return;
        }

        var (entry, refusal) = writer.Prepare(draft, scope, import.Caller.Actor);
        if (refusal is null && scope.CustomerIds is not null && draft.Id is { } id) refusal = await writer.RefuseIdsAsync(scope, [id], cancellationToken);
        refusal ??= await _checks.RefuseAsync(scope.Key, draft, cancellationToken);
        if (refusal is null) _filling.Add(entry, _line);
        else progress.Reject(_line, refusal.LineReason);
    }

    private async ValueTask<ProjectScope?> FindScopeAsync(string projectId, CancellationToken cancellationToken)
    {
        if (_scopes.TryGetValue(projectId, out ProjectScope? known)) return known;
        return _scopes.Set(projectId, await access.FindAsync(import.Caller, projectId, cancellationToken), s_oneEntry);
    }

    // One batch after the other: of two rows with one id, the later must win.
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing;
        if (_filling.Entries.Count == 0) return;
        (_filling, _written) = (_written, _filling);
        _checks = writer.BeginChecks();
        _filling.Clear();
        _writing = WriteAsync(_written, cancellationToken);
    }

    private async Task WriteAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        var outcomes = await store.WriteAsync(batch.Entries, null, allOrNothing: false, cancellationToken);
        var kept = 0;
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] is FeedbackWritten.Kept) kept++;
            else progress.Reject(batch.Lines[i], (outcomes[i] is FeedbackWritten.Reserved ? FeedbackWriter.ScoreId : FeedbackRefusal.ProjectNotFound).Reason);
        }

        progress.Import(kept);
        await progress.TellSometimesAsync(cancellationToken);
    }

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> line)
    {
        Span<byte> start = stackalloc byte[3];
        if (line.Length < 3) return line;
        line.Slice(0, 3).CopyTo(start);
        return start.SequenceEqual("\uFEFF"u8) ? line.Slice(3) : line;
    }
}

/// <summary>A batch of rows.</summary>
internal sealed class ImportBatch
{
    public List<FeedbackEntry> Entries { get; } = [];

    /// <summary>The number of each row's line.</summary>
    public List<long> Lines { get; } = [];

    public long Bytes { get; private set; }

    public void Add(FeedbackEntry entry, long line)
    {
        Entries.Add(entry);
        Lines.Add(line);
        Bytes += entry.Row.Payload.Length;
    }

    public void Clear()
    {
        Entries.Clear();
        Lines.Clear();
        Bytes = 0;
    }
}
