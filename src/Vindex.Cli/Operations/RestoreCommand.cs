using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Storage;
using Vindex.Storage.Sqlite;

namespace Vindex.Cli.Operations;

/// <summary><c>vindex restore</c>: makes a backup the data of a folder that no server has open.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Backup file written by vindex backup" }.NotBlank();
        var data = DataFolderOption.Create();
        var replace = new Option<bool>("--replace") { Description = "Replace existing data; the old database is kept beside the new one" };
        var command = new ExampledCommand("restore", "Restore a backup into a data folder; the server must be stopped")
        {
            Notes = ["The backup is checked first. If it is damaged or comes from a newer version of Vindex, nothing is changed."],
            Examples =
            [
                new("./vindex restore vindex-2026-03-01.db", "into the default folder, which is still empty"),
                new("./vindex restore vindex-2026-03-01.db --replace", "replace the existing data"),
                new("./vindex restore vindex-2026-03-01.db --data /tmp/look", "into a separate folder, to inspect it"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(data);
        command.Options.Add(replace);
        command.SetAction((parse, cancellationToken) => RunAsync(
            Path.GetFullPath(parse.GetRequiredValue(file)), DataFolderOption.Resolve(parse.GetValue(data)), parse.GetValue(replace), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, string folder, bool replace, CancellationToken cancellationToken)
    {
        if (Directory.Exists(file)) return Say.Refused($"{file} is a folder. Name the file of a backup.");
        try
        {
            var result = await SqliteMaintenance.RestoreAsync(file, folder, replace, cancellationToken);
            if (result is RestoreResult.Refused { Reason: var reason })
            {
                var hint = !replace && StoreRefusal.NoDatabase(folder) is null && File.Exists(file) ? " (use --replace)" : "";
                return Say.Refused(reason + hint);
            }

            await Console.Out.WriteLineAsync($"restored {file} into {folder}");
            if (result is RestoreResult.Restored { KeptAs: { } kept }) await Console.Out.WriteLineAsync($"the previous database is kept as {kept}");
            return ExitCode.Ok;
        }
        catch (StoreUnavailableException e)
        {
            return Say.Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say.Refused($"{file} cannot be restored into {folder}: {e.Message}");
        }
    }
}
