using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring.Batches;

/// <summary>The line of a ticket that was not scored.</summary>
/// <param name="Index">The ticket's position in the batch, from 0.</param>
/// <param name="Status">The status that <c>POST /v1/score</c> would have returned.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Errors">Errors by field; only with 422.</param>
internal sealed record BatchRefusal(
    int Index,
    int Status,
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null);

/// <summary>The last line of a batch.</summary>
/// <param name="Done">True: every ticket has its line.</param>
/// <param name="Scored">Number of tickets scored.</param>
/// <param name="Failed">Number of tickets refused.</param>
internal sealed record BatchEnd(bool Done, int Scored, int Failed);

/// <summary>Writes the lines of a batch's response, one at a time, and counts them.</summary>
internal sealed class BatchLines(PipeWriter output) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private int _scored;
    private int _failed;

    /// <summary>Writes the answer of a scored ticket.</summary>
    /// <param name="index">The ticket's position.</param>
    /// <param name="answer">A <see cref="ScoreAnswer"/> as JSON; its members follow those of the line.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task ScoredAsync(int index, byte[] answer, CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            _scored++;
            output.Write(System.Text.Encoding.ASCII.GetBytes($"{{\"index\":{index},\"status\":200,"));
            output.Write(answer.AsSpan(1));
        },
        cancellationToken);

    /// <summary>Writes the problem of a ticket that was not scored.</summary>
    public Task FailedAsync(int index, Problem problem, CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            _failed++;
            output.Write(JsonSerializer.SerializeToUtf8Bytes(
                new BatchRefusal(index, problem.Status, problem.Code, problem.Detail, problem.Errors), ScoringJson.Shared.BatchRefusal));
        },
        cancellationToken);

    /// <summary>Writes the last line.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => WriteAsync(
        () => output.Write(JsonSerializer.SerializeToUtf8Bytes(new BatchEnd(Done: true, _scored, _failed), ScoringJson.Shared.BatchEnd)),
        cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync(Action write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            write();
            output.Write("\n"u8);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
