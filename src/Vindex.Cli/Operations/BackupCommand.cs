using System.CommandLine;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Operations;

/// <summary><c>vindex backup</c>: a consistent copy of the data in one file, also while a server is at work.</summary>
internal static class BackupCommand
{
    private const int MaxKeep = 10_000;

    public static Command Create()
    {
        var target = new Argument<string>("FILE") { Description = "File to write, which must not exist; with --keep, a folder" }.NotBlank();
        var data = DataFolderOption.Create();
        var keep = new Option<int?>("--keep") { Description = "FILE is a folder: add a backup named by its time, and keep the newest N", HelpName = "N" };
        keep.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var count) && count is >= 1 and <= MaxKeep))
                result.AddError($"--keep expects a number of backups from 1 to {MaxKeep}, not '{token.Value}'");
        });
        var command = new ExampledCommand("backup", "Back up the data to one file")
        {
            Notes =
            [
                "If a server has the folder open, it makes the backup while it keeps answering requests.",
                "The copy is checked before it appears under its name. --keep deletes only files named vindex-TIME.db, and only after that.",
                "The file contains ticket texts and key hashes: protect it like the data folder. The master key is not in it: keep a copy elsewhere.",
            ],
            Examples =
            [
                new("./vindex backup vindex-2026-03-01.db", "back up the default folder"),
                new("./vindex backup --data /data /backups/vindex.db", "back up another folder"),
                new("./vindex backup --keep 14 /backups", "add a backup to a folder, keep the newest 14"),
            ],
        };
        command.Arguments.Add(target);
        command.Options.Add(data);
        command.Options.Add(keep);
        command.SetAction((parse, cancellationToken) =>
        {
            var order = new BackupOrder(Path.GetFullPath(parse.GetRequiredValue(target)), parse.GetValue(keep));
            return BackupAction.RunAsync(order, DataFolderOption.Resolve(parse.GetValue(data)), cancellationToken);
        });
        return command;
    }
}
