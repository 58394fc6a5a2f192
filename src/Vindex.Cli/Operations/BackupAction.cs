using System.Text.Json;
using Vindex.Cli.Invocation;
using Vindex.Server.Scores;
using Vindex.Storage;
using Vindex.Storage.Backups;
using Vindex.Storage.Sqlite;

namespace Vindex.Cli.Operations;

/// <summary>What to write.</summary>
/// <param name="Target">The file; a folder if some backups are kept.</param>
/// <param name="Keep">How many backups to keep in the folder; null to write one file.</param>
internal sealed record BackupOrder(string Target, int? Keep)
{
    /// <summary>Why it cannot be written; null if nothing is known against it.</summary>
    public string? Problem()
    {
        if (Keep is not null && File.Exists(Target)) return $"{Target} is a file. With --keep, name a folder.";
        if (Keep is not null) return Directory.Exists(Target) ? null : $"The folder {Target} does not exist.";
        if (Directory.Exists(Target)) return $"{Target} is a folder. Name a new file for the backup, or use --keep N to add one to the folder.";
        return File.Exists(Target) ? $"{Target} already exists. Name a new file for the backup." : null;
    }
}

/// <summary>Backs up a data folder, or asks the server that has it open.</summary>
internal static class BackupAction
{
    public static async Task<int> RunAsync(BackupOrder order, string folder, CancellationToken cancellationToken)
    {
        if (StoreRefusal.NoFile(folder, "Back it up with pg_dump") is { } elsewhere) return Say.Refused(elsewhere);
        if (StoreRefusal.NoDatabase(folder) is { } missing) return Say.Refused(missing);
        if (order.Problem() is { } problem) return Say.Refused(problem);
        try
        {
            return await TellAsync(await WriteAsync(order, folder, cancellationToken), folder);
        }
        catch (DataFolderInUseException inUse)
        {
            using var server = ServerClient.Of(folder);
            return server is null ? Say.Refused(inUse.Message) : await AskAsync(server, order, folder, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            return Say.Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say.Refused($"{order.Target} cannot be written: {e.Message}");
        }
    }

    private static async Task<AddedBackup> WriteAsync(BackupOrder order, string folder, CancellationToken cancellationToken)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row, Readers = 1 }, cancellationToken);
        if (order.Keep is { } keep)
            return await new BackupFolder(order.Target).AddAsync(store, keep, TimeProvider.System.GetUtcNow(), cancellationToken);
        await store.BackupAsync(order.Target, cancellationToken);
        return new AddedBackup(order.Target, []);
    }

    private static async Task<int> AskAsync(ServerClient server, BackupOrder order, string folder, CancellationToken cancellationToken)
    {
        var answer = order.Keep is { } keep
            ? await server.AskAsync("folder-backup", body => WriteFolder(body, order.Target, keep), cancellationToken)
            : await server.AskAsync("backup", body => body.WriteString("file", order.Target), cancellationToken);
        if (answer is not { Done: true, Body: { } body }) return Say.Refused(answer.Reason!);
        var removed = body.GetProperty("removed").EnumerateArray().Select(file => file.GetString()!);
        return await TellAsync(new AddedBackup(body.GetProperty("file").GetString()!, [.. removed]), folder);
    }

    private static void WriteFolder(Utf8JsonWriter body, string folder, int keep)
    {
        body.WriteString("folder", folder);
        body.WriteNumber("keep", keep);
    }

    private static async Task<int> TellAsync(AddedBackup backup, string folder)
    {
        await Console.Out.WriteLineAsync($"{backup.File}: {new FileInfo(backup.File).Length / 1024.0 / 1024.0:0.0} MiB, copied from {folder} and checked");
        foreach (var file in backup.Removed) await Console.Out.WriteLineAsync($"deleted {file}");
        return ExitCode.Ok;
    }
}
