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
        var file = new Argument<string>("FILE") { Description = "A file that vindex backup wrote" }.NotBlank();
        var data = DataFolderOption.Create();
        var replace = new Option<bool>("--replace") { Description = "Replace the data that the folder has; the old database is kept beside the new one" };
        var command = new ExampledCommand("restore", "Make a backup the data of a folder; the server must be stopped")
        {
            Notes = ["The backup is checked first; a damaged one, or one of a newer version of Vindex, changes nothing."],
            Examples =
            [
                new("./vindex restore vindex-2026-03-01.db", "into the default folder, which has no data yet"),
                new("./vindex restore vindex-2026-03-01.db --replace", "in place of the data that is there"),
                new("./vindex restore vindex-2026-03-01.db --data /tmp/look", "into a folder of its own, to look at it"),
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
                var hint = !replace && StoreRefusal.NoDatabase(folder) is null && File.Exists(file) ? " (--replace does that)" : "";
                return Say.Refused(reason + hint);
            }

            await Console.Out.WriteLineAsync($"{folder} now has the data of {file}");
            if (result is RestoreResult.Restored { KeptAs: { } kept }) await Console.Out.WriteLineAsync($"the data before it is kept as {kept}");
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
