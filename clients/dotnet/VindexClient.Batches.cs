using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Vindex.Client.Models;

namespace Vindex.Client;

/// <summary>The result of one ticket of a batch: a score or an error.</summary>
/// <param name="Index">Position of the ticket in the input, from 0.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Score">The score; null if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
public sealed record BatchResult(int Index, BatchTicket Ticket, ScoreAnswer? Score, ApiException? Error);

/// <summary>How a batch is scored.</summary>
public sealed record BatchOptions
{
    /// <summary>Adds the explanation of each score.</summary>
    public bool Details { get; init; }

    /// <summary>Largest number of tickets in a request, 1 to 1,000.</summary>
    public int Size { get; init; } = 1000;
}

public sealed partial class VindexClient
{
    private const int BatchBytes = 8 * 1024 * 1024;

    /// <summary>
    /// Scores any number of tickets, in requests of at most <see cref="BatchOptions.Size"/> tickets and 8 MiB, and returns the results in order.
    /// A ticket that fails has an error and does not stop the others. A request that is cut off is sent again with the same
    /// idempotency key, so that no ticket is scored twice.
    /// </summary>
    public async IAsyncEnumerable<BatchResult> ScoreBatchAsync(
        IAsyncEnumerable<BatchTicket> tickets, BatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new BatchOptions();
        if (options.Size is < 1 or > 1000) throw new ArgumentOutOfRangeException(nameof(options), options.Size, "The size must be 1 to 1,000.");
        var lines = tickets.Select(ticket => (Item: ticket, Text: Json(ticket, VindexJson.Default.BatchTicket)));
        var first = 0;
        await foreach (var chunk in ChunksAsync(lines, options.Size, BatchBytes, cancellationToken))
        {
            var outcomes = await ScoreChunkAsync(Joined(chunk), options.Details, cancellationToken);
            for (var index = 0; index < chunk.Count; index++)
            {
                var (score, error) = outcomes[index];
                yield return new BatchResult(first + index, chunk[index].Item, score, error);
            }

            first += chunk.Count;
        }
    }

    /// <inheritdoc cref="ScoreBatchAsync(IAsyncEnumerable{BatchTicket}, BatchOptions?, CancellationToken)"/>
    public IAsyncEnumerable<BatchResult> ScoreBatchAsync(
        IEnumerable<BatchTicket> tickets, BatchOptions? options = null, CancellationToken cancellationToken = default) =>
        ScoreBatchAsync(tickets.ToAsyncEnumerable(), options, cancellationToken);

    private async Task<Dictionary<int, (ScoreAnswer? Score, ApiException? Error)>> ScoreChunkAsync(
        byte[] body, bool details, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<int, (ScoreAnswer? Score, ApiException? Error)>();
        var attempts = NewAttempts();
        var path = details ? "/v1/score/batch?details=true" : "/v1/score/batch";
        var request = new ApiRequest(HttpMethod.Post, path) { Body = body, ContentType = LinesType, IdempotencyKey = NewKey(), IsRepeatable = true };
        while (true)
        {
            await CallAsync(request, (response, stop) => ReadBatchAsync(request, response, outcomes, stop), cancellationToken, attempts);
            // Such a ticket is scored when the batch is sent again.
            var passing = outcomes.Values.Select(outcome => outcome.Error)
                .FirstOrDefault(error => error is RateLimitedException or UnavailableException or { Code: "idempotency_running" });
            if (passing is null || !await attempts.AgainAsync(passing, isRepeatable: true, cancellationToken)) return outcomes;
        }
    }

    private static async Task<bool> ReadBatchAsync(
        ApiRequest request,
        HttpResponseMessage response,
        Dictionary<int, (ScoreAnswer? Score, ApiException? Error)> outcomes,
        CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement;
            if (line.TryGetProperty("done", out var done) && done.ValueKind == JsonValueKind.True) return true;
            var status = line.GetProperty("status").GetInt32();
            outcomes[line.GetProperty("index").GetInt32()] = status >= 300
                ? (null, ApiException.Of(ApiRefusal.Read(request.Name, status, line)))
                : (line.Deserialize(VindexJson.Default.ScoreAnswer), null);
        }

        throw new IncompleteResponseException("the response to a batch ended before its last line");
    }

    private static byte[] Joined<T>(List<(T Item, byte[] Text)> chunk)
    {
        var body = new byte[chunk.Sum(entry => entry.Text.Length + 1)];
        var at = 0;
        foreach (var (_, text) in chunk)
        {
            text.CopyTo(body, at);
            at += text.Length;
            body[at++] = (byte)'\n';
        }

        return body;
    }

    private static async IAsyncEnumerable<List<(T Item, byte[] Text)>> ChunksAsync<T>(
        IAsyncEnumerable<(T Item, byte[] Text)> entries, int most, int mostBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<(T Item, byte[] Text)> chunk = [];
        var length = 0;
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            if (chunk.Count > 0 && (chunk.Count == most || length + entry.Text.Length + 1 > mostBytes))
            {
                yield return chunk;
                (chunk, length) = ([], 0);
            }

            chunk.Add(entry);
            length += entry.Text.Length + 1;
        }

        if (chunk.Count > 0) yield return chunk;
    }
}
