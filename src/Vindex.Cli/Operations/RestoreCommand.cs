using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Server.Security.Encryption;
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
        var key = new Option<string?>("--key") { Description = "File with the master key; copied to secrets/master.key in the data folder", HelpName = "FILE" }
            .NotBlank();
        var withoutKey = new Option<bool>("--without-key") { Description = "Restore even if the secrets in the backup can't be read" };
        var command = new ExampledCommand("restore", "Restore a backup into a data folder; the server must be stopped")
        {
            Notes =
            [
                "The backup is checked first. If it is damaged or comes from a newer version of Vindex, nothing is changed.",
                "If it has secrets (of installations, webhooks, trackers and channels, API keys of models, two-factor sign-in), their master key must be given: with --key, in VINDEX_MASTER_KEY, or as the folder's own key.",
            ],
            Examples =
            [
                new("./vindex restore vindex-2026-03-01.db", "into the default folder, which is still empty"),
                new("./vindex restore vindex-2026-03-01.db --key /safe/master.key", "the same, with the master key of its secrets"),
                new("./vindex restore vindex-2026-03-01.db --replace", "replace the existing data"),
                new("./vindex restore vindex-2026-03-01.db --data /tmp/look", "into a separate folder, to inspect it"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(data);
        command.Options.Add(replace);
        command.Options.Add(key);
        command.Options.Add(withoutKey);
        command.SetAction((parse, cancellationToken) =>
        {
            var folder = DataFolderOption.Resolve(parse.GetValue(data));
            var masterKey = new RestoredKey(folder, parse.GetValue(key) is { } path ? Path.GetFullPath(path) : null);
            var order = new RestoreOrder(Path.GetFullPath(parse.GetRequiredValue(file)), folder)
            {
                Replace = parse.GetValue(replace),
                SecretsProblem = parse.GetValue(withoutKey) ? static _ => null : ring => Explain(masterKey.Problem(ring)),
            };
            return RunAsync(order, masterKey, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(RestoreOrder order, RestoredKey key, CancellationToken cancellationToken)
    {
        if (StoreRefusal.NoFile(order.DataFolder, "Restore it with pg_restore") is { } elsewhere) return Say.Refused(elsewhere);
        if (Directory.Exists(order.Backup)) return Say.Refused($"{order.Backup} is a folder. Name the file of a backup.");
        if (key.File is { } keyFile && !File.Exists(keyFile)) return Say.Refused($"There is no key file {keyFile}.");
        try
        {
            var result = await SqliteMaintenance.RestoreAsync(order, cancellationToken);
            return result is RestoreResult.Restored restored
                ? await TellAsync(order, restored, key.Install())
                : Say.Refused(((RestoreResult.Refused)result).Reason);
        }
        catch (StoreUnavailableException e)
        {
            return Say.Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say.Refused($"{order.Backup} cannot be restored into {order.DataFolder}: {e.Message}");
        }
    }

    private static async Task<int> TellAsync(RestoreOrder order, RestoreResult.Restored restored, string? keptKey)
    {
        await Console.Out.WriteLineAsync($"restored {order.Backup} into {order.DataFolder}");
        if (restored.KeptAs is { } kept) await Console.Out.WriteLineAsync($"the previous database is kept as {kept}");
        if (keptKey is not null) await Console.Out.WriteLineAsync($"the previous master key is kept as {keptKey}");
        return ExitCode.Ok;
    }

    private static string? Explain(string? problem) => problem is null
        ? null
        : problem + " Name the key with --key FILE or set VINDEX_MASTER_KEY. If it is lost, use --without-key; installations must then register again.";
}
