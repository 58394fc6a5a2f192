using System.CommandLine;
using System.CommandLine.Completions;
using Vindex.Cli.Demo;
using Vindex.Cli.Evaluate;
using Vindex.Cli.Feedback.Export;
using Vindex.Cli.Feedback.Import;
using Vindex.Cli.Feedback.Stats;
using Vindex.Cli.Mcp;
using Vindex.Cli.Operations;
using Vindex.Cli.Operations.Users;
using Vindex.Cli.Profiles;
using Vindex.Cli.Rescore;
using Vindex.Cli.Rewrite;
using Vindex.Cli.Score;
using Vindex.Cli.Serve;

namespace Vindex.Cli.Invocation;

/// <summary>All commands, and how their lines are read.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Vindex scores tickets on the six INVEST criteria, keeps the scores and answers statistics.");
        root.Subcommands.Add(ScoreCommand.Create());
        root.Subcommands.Add(RewriteCommand.Create());
        root.Subcommands.Add(CriteriaCommand.Create());
        root.Subcommands.Add(EvaluateCommand.Create());
        root.Subcommands.Add(ProfileCommand.Create());
        root.Subcommands.Add(RescoreCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(McpCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(StatsCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(RestoreCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(MigrateStoreCommand.Create());
        root.Subcommands.Add(UserCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        ExampledHelp.Attach(root);
        CompleteValues(root);
        return root;
    }

    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = Create();
        if (args.Length == 0)
        {
            root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.BadInput;
        }

        // help COMMAND is what people try who know git or dotnet.
        if (args[0] == "help") args = [.. args[1..], "--help"];
        var parse = root.Parse(ScoreCommand.CompleteMinimum(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        var isSuggestion = parse.GetResult(root.Directives.OfType<SuggestDirective>().Single()) is not null;
        if (!isSuggestion && !UsageErrors.HasNone(parse) && parse.Action is not ExampledHelp) return UsageErrors.Report(parse, Console.Error);
        // Ctrl-C stays with the runtime (a command ends at once) and with the server's host (which finishes its requests).
        return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    // Shells suggest the values that the help lists.
    private static void CompleteValues(Command command)
    {
        foreach (var option in command.Options.Where(option => option.HelpName?.Contains('|', StringComparison.Ordinal) == true))
            option.CompletionSources.Add(option.HelpName!.Split('|'));
        foreach (var subcommand in command.Subcommands) CompleteValues(subcommand);
    }
}
