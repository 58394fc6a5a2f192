using Vindex.Cli.Http;
using Vindex.Cli.Output;

namespace Vindex.Cli.Score.Remote;

/// <summary>Carries <c>vindex score --url</c> out.</summary>
internal static class RemoteScore
{
    public static async Task<int> RunAsync(ScoreArguments arguments, string url, CancellationToken cancellationToken)
    {
        var error = Console.Error;
        var address = ServerAddress.Read(url, arguments.PlainHttp);
        if (address.Base is null) return ScoreAction.Refuse(error, address.Reason!);
        var (key, keyReason) = ApiKeyText.Read(arguments.ApiKey);
        if (key is null) return ScoreAction.Refuse(error, keyReason!);
        if (arguments.Profile is { } profile && (profile.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || File.Exists(profile)))
            return ScoreAction.Refuse(error, "with --url, --profile must name one of the server's profiles; a file works only without --url");

        using var input = BacklogInput.Open(arguments.File);
        if (input.Backlog is not { } backlog) return ScoreAction.Refuse(error, $"{input.Name}: {input.Reason}");
        var progress = ScoreAction.Progress(arguments.Format, input);
        void Say(string message) => progress.Interrupt(() => error.WriteLine($"vindex: {message}"));
        using var server = new ScoringServer(address, key, TimeProvider.System, Say);
        var judging = new RemoteJudging(server, arguments.Customer, arguments.Profile, DetailsFor(arguments.Format), TimeProvider.System);
        await using var standardOutput = new StandardOutput();
        using var output = ScoreAction.Output(arguments, input.Name, standardOutput, () => judging.Judge);
        var run = new ScoreRun(input.Name, output, ScoreAction.Gate(arguments.Minimum), progress, ScoreAction.Relations(arguments), error);
        try
        {
            return await run.RunAsync(backlog, judging, cancellationToken);
        }
        catch (IOException e) when (e is not BrokenPipeException)
        {
            return ScoreAction.Refuse(error, $"{input.Name}: reading stopped early: {e.Message}");
        }
    }

    // The table explains the scores only of a ticket that stands alone, which then is the first.
    private static Func<int, bool> DetailsFor(string format) => format switch
    {
        "json" or "jsonl" or "sarif" => _ => true,
        "table" => row => row == 1,
        _ => _ => false,
    };
}
