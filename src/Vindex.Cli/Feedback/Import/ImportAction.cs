using Vindex.Cli.Operations;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Import;

/// <summary>Runs <c>vindex import</c>.</summary>
internal static class ImportAction
{
    public static async Task<int> RunAsync(string path, string? project, FeedbackPlace place, CancellationToken cancellationToken)
    {
        using var interruption = new Interruption(cancellationToken);
        var (file, reason) = ImportFile.Open(path);
        if (file is null) return Say.Refused(reason!);
        using (file)
        {
            var screen = Screen.OfStandardError();
            var progress = screen.IsTerminal ? new ProgressBar(Console.Error, screen.Width, file.FractionRead, "importing", "row") : ProgressBar.None;
            var (session, closed) = await FeedbackSession.OpenAsync(
                place, message => progress.Interrupt(() => Console.Error.WriteLine($"vindex: {message}")), interruption.Token);
            if (session is null) return Say.Refused(closed!);
            await using (session)
            {
                if (project is not null || await file.ArchiveStartAsync(interruption.Token) is not { } first)
                    return await new ImportRun(file, project, session.Server, progress).RunAsync(interruption.Token);
                using var lines = new StreamReader(file.Content);
                return await new ArchiveRun(file.Name, lines, session.Server, progress).RunAsync(first, interruption.Token);
            }
        }
    }
}
