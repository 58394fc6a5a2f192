using System.Text;
using System.Text.Json;
using Vindex.Cli.Feedback;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Cli.Output;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Rescore;

/// <summary>Carries <c>vindex rescore</c> out.</summary>
internal static class RescoreAction
{
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(300);

    public static async Task<int> RunAsync(RescoreOrder order, bool dryRun, bool json, FeedbackPlace place, CancellationToken cancellationToken)
    {
        using var interruption = new Interruption(cancellationToken);
        var (session, closed) = await FeedbackSession.OpenAsync(
            place, message => Console.Error.WriteLine($"vindex: {message}"), interruption.Token, rescores: !dryRun);
        if (session is null) return Say.Refused(closed!);
        await using (session)
        {
            var runs = new RescoreRuns(session.Server, order);
            return dryRun ? await PreviewAsync(runs, session.Server, json, interruption.Token) : await RunAsync(runs, session, json, interruption.Token);
        }
    }

    private static async Task<int> PreviewAsync(RescoreRuns runs, FeedbackServer server, bool json, CancellationToken cancellationToken)
    {
        var reply = await runs.PreviewAsync(cancellationToken);
        if (reply.Response is not { } response) return Say.Refused(runs.Explain(reply.Refusal!));
        using (response)
        using (var output = new StandardOutput())
        {
            var table = new PreviewTable(new ConsolePage(Screen.OfStandardOutput()), Glyphs.OfStandardOutput());
            try
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
                while (await reader.ReadLineAsync(cancellationToken) is { } line)
                {
                    if (json) output.Write(Encoding.UTF8.GetBytes(line + "\n"));
                    else table.Add(JsonElement.Parse(line));
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return Say.Refused(server.BrokenOff(e));
            }

            output.Flush();
            return json || table.Write(output) ? ExitCode.Ok : Say.Refused($"{server.Name} closed the connection in the middle of its response");
        }
    }

    private static async Task<int> RunAsync(RescoreRuns runs, FeedbackSession session, bool json, CancellationToken cancellationToken)
    {
        var (started, isNew, refused) = await runs.StartAsync(cancellationToken);
        if (started is not { } run) return Say.Refused(refused!);
        var status = RescoreStatus.Read(run);
        if (!isNew)
        {
            await Console.Error.WriteLineAsync(
                $"vindex: a run started by {status.StartedBy} is already in progress ({(status.Callbacks ? "with" : "without")} callbacks); showing its progress");
        }
        var screen = Screen.OfStandardError();
        var progress = screen.IsTerminal ? new ProgressBar(Console.Error, screen.Width, () => status.Fraction) : ProgressBar.None;
        try
        {
            while (status.IsRunning)
            {
                await Task.Delay(s_pace, TimeProvider.System, cancellationToken);
                var (found, reason) = await runs.FindAsync(status.Id, cancellationToken);
                if (found is not { } present)
                {
                    progress.Clear();
                    return Say.Refused(reason!);
                }

                (run, status) = (present, RescoreStatus.Read(present));
                progress.Advance(status.Done);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Clear();
            await Console.Error.WriteLineAsync(session.IsOwn
                ? $"vindex: interrupted after {status.Done} of {status.Total} tickets; run the command again or start the server to continue"
                : "vindex: interrupted; the server continues the run. Run the command again to see its progress");
            return ExitCode.Interrupted;
        }

        progress.Clear();
        using var output = new StandardOutput();
        if (json) output.Write(Encoding.UTF8.GetBytes(run.GetRawText() + "\n"));
        else output.Write(Encoding.UTF8.GetBytes(string.Join('\n', status.Sentences()) + "\n"));
        output.Flush();
        return status.Status switch
        {
            "done" => ExitCode.Ok,
            "cancelled" => Say.Refused("someone else cancelled the run; scores made so far are kept"),
            _ => Say.Refused($"the run failed: {status.Error}"),
        };
    }
}
