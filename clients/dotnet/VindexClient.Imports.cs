using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Vindex.Client.Models;

namespace Vindex.Client;

/// <summary>How rows are imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Begins the ids of rows that have none, so that no row is stored twice; by default a new one.</summary>
    public string? ImportId { get; init; }

    /// <summary>Number of lines to leave out, because an interrupted import stored them: <see cref="ImportResult.Lines"/>.</summary>
    public long Start { get; init; }

    /// <summary>Number of rows in a request. A request that is cut off is sent again.</summary>
    public int Segment { get; init; } = 5000;

    /// <summary>Is told what is stored after each request.</summary>
    public IProgress<ImportResult>? Progress { get; init; }
}

/// <summary>What an import stored.</summary>
/// <param name="ImportId">Begins the ids of rows that had none.</param>
/// <param name="Lines">Number of lines, from the first, that are stored or rejected for good.</param>
/// <param name="Imported">Rows stored by this call.</param>
/// <param name="Rejected">Rows rejected in this call.</param>
/// <param name="Errors">The first hundred rejected lines.</param>
public sealed record ImportResult(string ImportId, long Lines, long Imported, long Rejected, IReadOnlyList<FeedbackLineError> Errors);

public sealed partial class VindexClient
{
    private const int SegmentBytes = 4 * 1024 * 1024;
    private const int ShownErrors = 100;

    /// <summary>Stores any number of rows of feedback.</summary>
    /// <param name="projectId">The project of all rows; null if each row names its own.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="options">How they are imported.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <exception cref="ImportInterruptedException">It stopped, and can be continued.</exception>
    public Task<ImportResult> ImportFeedbackAsync(
        string? projectId, IAsyncEnumerable<FeedbackLine> rows, ImportOptions? options = null, CancellationToken cancellationToken = default) =>
        ImportAsync(projectId, rows, RowIds.Line, options ?? new ImportOptions(), cancellationToken);

    /// <summary>Stores any number of rows of feedback that are lines of JSON, such as those of a file.</summary>
    /// <inheritdoc cref="ImportFeedbackAsync(string?, IAsyncEnumerable{FeedbackLine}, ImportOptions?, CancellationToken)"/>
    public Task<ImportResult> ImportFeedbackAsync(
        string? projectId, IAsyncEnumerable<string> rows, ImportOptions? options = null, CancellationToken cancellationToken = default) =>
        ImportAsync(projectId, rows, RowIds.Line, options ?? new ImportOptions(), cancellationToken);

    /// <summary>All rows that match a query, read in pages. A limit in the query is the largest number of rows in all.</summary>
    /// <param name="query">The query.</param>
    /// <param name="page">Number of rows in a page.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async IAsyncEnumerable<JsonObject> IterateFeedbackAsync(
        FeedbackQuery query, int page = 1000, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        var (offset, left) = (query.Offset ?? 0, query.Limit ?? long.MaxValue);
        while (left > 0)
        {
            var limit = Math.Min(page, left);
            var rows = (await QueryFeedbackAsync(query with { Offset = offset, Limit = limit }, cancellationToken)).Result;
            foreach (var row in rows) yield return row;
            offset += rows.Count;
            left -= rows.Count;
            if (rows.Count < limit) yield break;
        }
    }

    private async Task<ImportResult> ImportAsync<T>(
        string? projectId, IAsyncEnumerable<T> rows, Func<T, string, byte[]?> line, ImportOptions options, CancellationToken cancellationToken)
    {
        if (options.Segment < 1) throw new ArgumentOutOfRangeException(nameof(options), options.Segment, "The segment must be at least 1.");
        var importId = options.ImportId ?? RowIds.New();
        var result = new ImportResult(importId, options.Start, 0, 0, []);
        var lines = rows.Select((row, index) => (Row: row, Number: index + 1L)).Skip(checked((int)options.Start))
            .Select(row => (Item: row.Number, Text: line(row.Row, $"{importId}-{row.Number}")!)).Where(entry => entry.Text is not null);
        await foreach (var chunk in ChunksAsync(lines, options.Segment, SegmentBytes, cancellationToken))
        {
            FeedbackImported answer;
            try
            {
                answer = await ImportSegmentAsync(projectId, Joined(chunk), cancellationToken);
            }
            catch (VindexException exception)
            {
                throw new ImportInterruptedException($"the import {importId} stopped after line {result.Lines}: {exception.Message}", result, exception);
            }

            var errors = (answer.Errors ?? []).Select(error => error with { Line = chunk[(int)error.Line - 1].Item });
            result = result with
            {
                Lines = chunk[^1].Item,
                Imported = result.Imported + answer.Imported,
                Rejected = result.Rejected + answer.Rejected,
                Errors = [.. result.Errors.Concat(errors).Take(ShownErrors)],
            };
            options.Progress?.Report(result);
        }

        return result;
    }

    private Task<FeedbackImported> ImportSegmentAsync(string? projectId, byte[] body, CancellationToken cancellationToken)
    {
        var path = new QueryText("/feedback/import").Add("project_id", projectId).ToString();
        var request = new ApiRequest(HttpMethod.Post, path) { Body = body, ContentType = LinesType, IsRepeatable = true };
        return CallAsync(request, (response, stop) => ReadImportAsync(request, response, stop), cancellationToken);
    }

    private static async Task<FeedbackImported> ReadImportAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            var read = Parse(text, VindexJson.Default.FeedbackImported, request);
            if (read.Errors is not null) return read;
        }

        throw new IncompleteResponseException("the response to an import ended before its last line");
    }
}
