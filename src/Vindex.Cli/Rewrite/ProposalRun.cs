using System.Text;
using Vindex.Cli.Invocation;
using Vindex.Cli.Output;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Rewrite;

/// <summary>Proposes something for each ticket of a file: the proposals go to standard output, a note on each to standard error.</summary>
internal static class ProposalRun
{
    /// <summary>Returns the exit code.</summary>
    /// <param name="arguments">What was asked.</param>
    /// <param name="propose">Makes the proposal for a ticket in a format, and a note on it.</param>
    public static async Task<int> RunAsync(
        ProposalArguments arguments, Func<TicketReading, TicketJudge, string, ValueTask<(string Text, string Note)>> propose)
    {
        var error = Console.Error;
        var profile = ProfileChoice.Load(arguments.Profile);
        if (profile.Profile is null) return ScoreAction.Refuse(error, profile.Reason!);
        using var input = BacklogInput.Open(arguments.File);
        if (input.Backlog is not { } backlog) return ScoreAction.Refuse(error, $"{input.Name}: {input.Reason}");
        var judge = JudgeVersions.Load(profile.Profile);
        await using var output = new StandardOutput();
        var code = ExitCode.Ok;
        foreach (var row in backlog.Rows())
        {
            if (Read(row) is not { Ticket: not null } reading)
            {
                await error.WriteLineAsync($"vindex: {RowProblem.Of(row, row.Error ?? Read(row)!.Reason!).Describe(input.Name)}");
                code = ExitCode.BadInput;
                continue;
            }

            var (text, note) = await propose(reading, judge, arguments.Format);
            var name = backlog.Format == BacklogFormat.Text ? null : TerminalText.OneLine($"{row.Id ?? $"row {row.Row}"} {reading.Ticket.Summary.Clean}");
            if (name is not null && arguments.Format != "json") text = $"=== {name}\n{text}\n";
            output.Write(Encoding.UTF8.GetBytes(text + "\n"));
            if (arguments.Format != "json") await error.WriteLineAsync($"vindex: {(name is null ? "" : name + ": ")}{note}");
        }

        output.Flush();
        if (backlog.Failure is not { } failure) return code;
        return ScoreAction.Refuse(error, $"{input.Name}: {failure}");
    }

    private static TicketReading? Read(BacklogRow row) => row.Input is { } input ? TicketReader.Read(input, TicketLimits.CommandLine) : null;
}
