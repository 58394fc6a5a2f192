using Vindex.Cli.Invocation;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Import;

/// <summary>
/// Sends a file in requests of a few thousand lines, one after the other: acknowledged rows are durable, an interrupted import reports its progress, and
/// neither side ever waits for the other to read.
/// </summary>
internal sealed class ImportRun(ImportFile file, string? project, FeedbackServer server, ProgressBar progress)
{
    private const int Told = 10;

    /// <summary>How long an interruption waits for the rows that are on their way. A second one ends the process at once.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> s_options = new(StringComparer.Ordinal) { ["project_id"] = "--project" };

    private readonly string _path = project is null ? "feedback/import" : $"feedback/import?project_id={Uri.EscapeDataString(project)}";
    private readonly List<RefusedLine> _refused = [];
    private long _imported;
    private long _rejected;
    private long _withoutId;
    private long _fromElsewhere;
    private long _through;
    private IReadOnlyList<long> _unknown = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var lines = new FeedbackLines(file.Content, project);
        string? stopped;
        try
        {
            stopped = await SendAllAsync(lines, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Clear();
            await TellRefusedAsync();
            var unknown = _unknown.Count == 0 ? "" : $"; lines {_unknown[0]} to {_unknown[^1]} may or may not have been imported";
            await Console.Error.WriteLineAsync($"vindex: {file.Name}: interrupted; {SoFar()}{unknown}");
            return ExitCode.Interrupted;
        }

        progress.Clear();
        await TellRefusedAsync();
        if (_fromElsewhere > 0)
            await Console.Error.WriteLineAsync($"vindex: {file.Name}: {Count(_fromElsewhere, "line")} named another project; used --project {project}");
        if (stopped is not null)
        {
            await Console.Error.WriteLineAsync($"vindex: {file.Name}: {stopped}");
            if (_through > 0) await Console.Error.WriteLineAsync($"vindex: {file.Name}: {SoFar()}");
            return ExitCode.BadInput;
        }

        if (_withoutId > 0)
        {
            await Console.Error.WriteLineAsync(
                $"vindex: {file.Name}: {Count(_withoutId, "line")} had no id; importing {(_withoutId == 1 ? "it" : "them")} again would add {(_withoutId == 1 ? "it" : "them")} again");
        }
        await Console.Out.WriteLineAsync(
            $"{file.Name}: {Count(_imported, "row")} imported{(project is null ? "" : $" into {project}")}{(_rejected > 0 ? $", {Count(_rejected, "line")} rejected" : "")}");
        return _rejected > 0 ? ExitCode.LinesRefused : ExitCode.Ok;
    }

    // The next lines are read while the server works on these.
    private async Task<string?> SendAllAsync(FeedbackLines lines, CancellationToken cancellationToken)
    {
        try
        {
            // Reading a terminal or a pipe cannot be canceled: it is left behind instead.
            var next = Task.Run(() => lines.NextAsync(cancellationToken), cancellationToken);
            while (await next.WaitAsync(cancellationToken) is { } batch)
            {
                next = Task.Run(() => lines.NextAsync(cancellationToken), cancellationToken);
                if (await SendToEndAsync(batch, cancellationToken) is { } stop) return stop;
                progress.Advance(_imported);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return $"reading stopped early: {e.Message}";
        }
    }

    /// <summary>Sends a batch. An interruption gives it time to end, because the server stores it anyway and its rows are to be counted.</summary>
    private async Task<string?> SendToEndAsync(FeedbackBatch batch, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource();
        await using var interrupted = cancellationToken.UnsafeRegister(_ => patience.CancelAfter(s_patience), null);
        try
        {
            return await SendAsync(batch, patience.Token);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            _unknown = batch.Lines;
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private async Task<string?> SendAsync(FeedbackBatch batch, CancellationToken cancellationToken)
    {
        Refuse(batch.Refused, batch.Refused.Count);
        if (batch.Lines.Count == 0) return null;
        var reply = await server.PostAsync(_path, batch.Body, "application/x-ndjson", cancellationToken);
        var unknown = $"; lines {batch.Lines[0]} to {batch.Lines[^1]} may or may not have been imported";
        if (reply.Response is not { } response) return string.Join("; ", reply.Refusal!.Sentences(s_options)) + (reply.Refusal.MayBeDone ? unknown : "");
        using (response)
        {
            ImportReport? report;
            try
            {
                report = await ImportReport.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                return server.BrokenOff(e) + unknown;
            }

            if (report is null) return $"{server.Name} closed the connection in the middle of its response{unknown}";
            Take(batch, report);
            return null;
        }
    }

    private void Take(FeedbackBatch batch, ImportReport report)
    {
        _imported += report.Imported;
        _withoutId += batch.WithoutId;
        _fromElsewhere += batch.FromElsewhere;
        _through = batch.Lines[^1];
        Refuse(
            report.Errors.Select(error =>
                error with { Line = error.Line >= 1 && error.Line <= batch.Lines.Count ? batch.Lines[(int)error.Line - 1] : batch.Lines[0] }),
            report.Rejected);
    }

    private void Refuse(IEnumerable<RefusedLine> lines, long count)
    {
        _rejected += count;
        foreach (var line in lines.Take(Told - Math.Min(Told, _refused.Count))) _refused.Add(line);
    }

    private async Task TellRefusedAsync()
    {
        foreach (var line in _refused.OrderBy(line => line.Line)) await Console.Error.WriteLineAsync($"vindex: {file.Name}: line {line.Line}: {line.Reason}");
        if (_rejected > _refused.Count)
            await Console.Error.WriteLineAsync($"vindex: {file.Name}: and {Count(_rejected - _refused.Count, "more line")} rejected");
    }

    private string SoFar()
    {
        var doubles = _withoutId > 0 ? $", but adds the {Count(_withoutId, "line")} without an id a second time" : "";
        return _through == 0
            ? "nothing is known to have been imported"
            : $"{Count(_imported, "row")} imported (through line {_through}). Import the file again to complete it{doubles}";
    }

    private static string Count(long number, string what) => TerminalText.Count(number, what);
}
