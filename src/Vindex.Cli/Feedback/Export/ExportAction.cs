using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Cli.Output;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Export;

/// <summary>Runs <c>vindex export</c>.</summary>
internal static class ExportAction
{
    public static async Task<int> RunAsync(IExportSource source, string? path, FeedbackPlace place, CancellationToken cancellationToken)
    {
        if (path is not null && Directory.Exists(path)) return Say.Refused($"{path} is a folder; name a file in it");
        using var interruption = new Interruption(cancellationToken);
        var screen = Screen.OfStandardError();
        var shows = screen.IsTerminal && (path is not null || Console.IsOutputRedirected);
        var progress = shows ? new ProgressBar(Console.Error, screen.Width, () => null, "exporting", "row") : ProgressBar.None;
        var (session, closed) = await FeedbackSession.OpenAsync(
            place, message => progress.Interrupt(() => Console.Error.WriteLine($"vindex: {message}")), interruption.Token);
        if (session is null) return Say.Refused(closed!);
        await using (session)
        {
            try
            {
                return await RunAsync(source, path, session.Server, progress, interruption.Token);
            }
            finally
            {
                progress.Clear();
            }
        }
    }

    private static async Task<int> RunAsync(
        IExportSource source, string? path, FeedbackServer server, ProgressBar progress, CancellationToken cancellationToken)
    {
        var reply = await source.OpenAsync(server, cancellationToken);
        if (reply.Response is not { } response) return Refused(reply.Refusal!);
        using (response)
        {
            if (await source.ProblemAsync(server, cancellationToken) is { } problem) return Say.Refused(problem);
            if (path is null)
            {
                await using var output = new StandardOutput();
                var (_, broken) = await CopyAsync(response, output, server, progress, cancellationToken);
                output.Flush();
                return broken is null ? ExitCode.Ok : Say.Refused(broken);
            }

            try
            {
                using var file = OutFile.Create(path);
                var (rows, broken) = await CopyAsync(response, file.Content, server, progress, cancellationToken);
                if (broken is not null) return Say.Refused($"{broken}. {path} was not written");
                file.Keep();
                progress.Clear();
                await Console.Out.WriteLineAsync($"{path}: {source.Describe(rows)}");
                return ExitCode.Ok;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Say.Refused($"{path} cannot be written: {e.Message}");
            }
        }
    }

    // Distinguishes errors of the response from errors of the file.
    private static async Task<(long Rows, string? Broken)> CopyAsync(
        HttpResponseMessage response, Stream output, FeedbackServer server, ProgressBar progress, CancellationToken cancellationToken)
    {
        var piece = new byte[64 * 1024];
        long rows = 0;
        await using var answer = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            int read;
            try
            {
                read = await answer.ReadAsync(piece, cancellationToken);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                return (rows, server.BrokenOff(e));
            }

            if (read == 0) return (rows, null);
            output.Write(piece, 0, read);
            rows += piece.AsSpan(0, read).Count((byte)'\n');
            progress.Advance(rows);
        }
    }

    private static int Refused(ServerRefusal refusal)
    {
        foreach (var sentence in refusal.Sentences(ExportSelection.Options)) Say.Refused(sentence);
        return ExitCode.BadInput;
    }
}
