using Npgsql;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Jobs;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// The statements of writes that share a transaction, sent together. The writes run as coroutines of one thread: each runs until it needs a result; when all
/// of them wait, everything that they have asked for crosses the network as one batch, in the order in which it was asked for, and each continues with its
/// results. So a transaction takes as many round trips as its longest write has steps, however many writes it has.
/// </summary>
internal sealed class WritePipeline(NpgsqlConnection connection)
{
    private readonly List<TurnChange> _turns = [];
    private List<PipelineStep> _steps = [];

    /// <summary>Adds a statement; those without a result that anyone waits for are sent with the next that has one, or at the end.</summary>
    public void Add(PipelineStep step) => _steps.Add(step);

    /// <summary>Adds a change of a company's turn for the end of the transaction.</summary>
    public void AddAtEnd(TurnChange change) => _turns.Add(change);

    /// <summary>Runs writes to their ends, which await nothing but statements of this pipeline.</summary>
    public async Task RunAsync(IEnumerable<Func<Task>> writes)
    {
        List<Task> running = [.. writes.Select(write => write())];
        while (running.Exists(write => !write.IsCompleted))
        {
            if (!_steps.Exists(step => step.IsAwaited)) throw new InvalidOperationException("A short write waits for something other than its statements.");
            await SendAsync();
        }

        await Task.WhenAll(running);
    }

    /// <summary>Sends what is left.</summary>
    public async Task EndAsync(SqlStatement? last)
    {
        if (JobTurns.Of(_turns) is { } turns) _steps.Add(PipelineStep.Of(turns));
        _turns.Clear();
        if (last is not null) _steps.Add(PipelineStep.Of(last));
        if (_steps.Count > 0) await SendAsync();
    }

    private async Task SendAsync()
    {
        var steps = _steps;
        _steps = [];
        await using (var batch = new NpgsqlBatch(connection))
        {
            foreach (var step in steps) batch.BatchCommands.Add(step.Command);
            await using var rows = await batch.ExecuteReaderAsync();
            foreach (var step in steps.Where(step => step.HasRows))
            {
                await step.ReadAsync(rows);
                await rows.NextResultAsync();
            }

            while (await rows.NextResultAsync())
            {
                // To the end, where the failures of the last statements appear.
            }
        }

        // The writes continue here, each until it waits again.
        foreach (var step in steps) step.Complete();
    }
}
