using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Server.Scores;
using Vindex.Storage;
using Vindex.Storage.Sqlite;

namespace Vindex.Cli.Operations;

/// <summary><c>vindex backup</c>: a consistent copy of the data in one file, also while a server is at work.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "File to write; must not exist" }.NotBlank();
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("backup", "Back up the data to one file")
        {
            Notes =
            [
                "If a server has the folder open, it makes the backup while it keeps answering requests.",
                "The file contains ticket texts and key hashes: protect it like the data folder.",
            ],
            Examples =
            [
                new("./vindex backup vindex-2026-03-01.db", "back up the default folder"),
                new("./vindex backup --data /data /backups/vindex.db", "back up another folder"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(data);
        command.SetAction((parse, cancellationToken) =>
            RunAsync(Path.GetFullPath(parse.GetRequiredValue(file)), DataFolderOption.Resolve(parse.GetValue(data)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, string folder, CancellationToken cancellationToken)
    {
        if (StoreRefusal.NoDatabase(folder) is { } missing) return Say.Refused(missing);
        if (Directory.Exists(file)) return Say.Refused($"{file} is a folder. Name a new file for the backup.");
        if (File.Exists(file)) return Say.Refused($"{file} already exists. Name a new file for the backup.");
        try
        {
            await using var store = await SqliteStore.OpenAsync(
                new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row, Readers = 1 }, cancellationToken);
            await store.BackupAsync(file, cancellationToken);
        }
        catch (DataFolderInUseException inUse)
        {
            using var server = ServerClient.Of(folder);
            if (server is null) return Say.Refused(inUse.Message);
            var answer = await server.AskAsync("backup", body => body.WriteString("file", file), cancellationToken);
            if (!answer.Done) return Say.Refused(answer.Reason!);
        }
        catch (StoreUnavailableException e)
        {
            return Say.Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say.Refused($"{file} cannot be written: {e.Message}");
        }

        await Console.Out.WriteLineAsync($"{file}: {new FileInfo(file).Length / 1024.0 / 1024.0:0.0} MiB, copied from {folder}");
        return ExitCode.Ok;
    }
}
