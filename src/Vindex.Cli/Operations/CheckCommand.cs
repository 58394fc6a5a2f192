using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Server;
using Vindex.Server.Configuration;
using Vindex.Storage;
using Vindex.Storage.Sqlite;

namespace Vindex.Cli.Operations;

/// <summary><c>vindex check</c>: looks for damage in the data.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("check", "Check the data for damage without changing anything")
        {
            Notes =
            [
                "Checks the database's pages and indexes, the references between rows, and the counters.",
                "Exit code 0: no damage. 1: damage found, one line each. 2: the check could not run.",
            ],
            Examples =
            [
                new("./vindex check", "the default folder, even while its server is running"),
                new("./vindex check --data .vindex/demo", "the demo's folder"),
            ],
        };
        command.Options.Add(data);
        command.SetAction((parse, cancellationToken) => RunAsync(DataFolderOption.Resolve(parse.GetValue(data)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await TellAsync(folder, await CheckAsync(folder, cancellationToken));
        }
        catch (DataFolderInUseException inUse)
        {
            using var server = ServerClient.Of(folder);
            if (server is null) return Say.Refused(inUse.Message);
            var answer = await server.AskAsync("check", null, cancellationToken);
            if (!answer.Done) return Say.Refused(answer.Reason!);
            var damage = answer.Body?.GetProperty("damage").EnumerateArray().Select(line => line.GetString()!).ToList() ?? [];
            return await TellAsync(folder, damage);
        }
        catch (Exception e) when (e is StoreUnavailableException or BadSettingsException)
        {
            return Say.Refused(e.Message);
        }
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(string folder, CancellationToken cancellationToken)
    {
        if (!StoreOpening.IsPostgreSql(folder)) return await SqliteMaintenance.CheckAsync(folder, cancellationToken);
        await using var store = await StoreOpening.OpenAsync(folder, [], cancellationToken);
        return await store.CheckAsync(cancellationToken);
    }

    private static async Task<int> TellAsync(string folder, IReadOnlyList<string> damage)
    {
        if (damage.Count == 0)
        {
            await Console.Out.WriteLineAsync($"{folder}: clean");
            return ExitCode.Ok;
        }

        foreach (var line in damage) await Console.Out.WriteLineAsync($"{folder}: {line}");
        await Console.Error.WriteLineAsync(
            $"vindex: {folder} is damaged ({damage.Count} {(damage.Count == 1 ? "finding" : "findings")}); restore a backup with vindex restore FILE --replace");
        return ExitCode.BelowGate;
    }
}
