using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Server;
using Vindex.Storage;
using Vindex.Storage.Moving;

namespace Vindex.Cli.Operations;

/// <summary><c>vindex migrate-store</c>: copies all data of a folder into PostgreSQL, or back.</summary>
internal static class MigrateStoreCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "Data folder or connection string to copy from", HelpName = "STORE", Required = true }.NotBlank();
        var to = new Option<string?>("--to") { Description = "Empty data folder or database to copy into", HelpName = "STORE", Required = true }.NotBlank();
        var command = new ExampledCommand("migrate-store", "Copy all data from a data folder into PostgreSQL, or back; the server must be stopped")
        {
            Notes =
            [
                "A store is a data folder, or a connection string such as Host=db.example.com;Database=vindex;Username=vindex;Password=…",
                "An interrupted copy continues when the command is repeated. In the end, rows and checksums of both are compared. The source is only read.",
                "The master key (secrets/master.key) and vindex.json are not copied. Copy them, or keep using the same folder with Store:Kind.",
            ],
            Examples =
            [
                new("./vindex migrate-store --from .vindex/data --to 'Host=localhost;Database=vindex;Username=vindex'", "a folder into PostgreSQL"),
                new("./vindex migrate-store --from 'Host=localhost;Database=vindex;Username=vindex' --to /data/back", "and back into a new folder"),
            ],
        };
        command.Options.Add(from);
        command.Options.Add(to);
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetRequiredValue(from)!, parse.GetRequiredValue(to)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (!IsConnection(from) && StoreRefusal.NoFolder(from) is { } missing) return Say.Refused(missing);
        var scratch = Directory.CreateTempSubdirectory("vindex-migrate-");
        try
        {
            await using var source = await OpenAsync(from, Path.Combine(scratch.FullName, "from"), cancellationToken);
            await using var target = await OpenAsync(to, Path.Combine(scratch.FullName, "to"), cancellationToken);
            var rows = await StoreMove.RunAsync(source, target, new TableLines(), cancellationToken);
            await Console.Out.WriteLineAsync($"copied {rows:N0} rows and compared them: the target is complete");
            return ExitCode.Ok;
        }
        catch (StoreUnavailableException e)
        {
            return Say.Refused(e.Message);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    // No path of a folder names a Host.
    private static bool IsConnection(string store) => store.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    private static Task<IStore> OpenAsync(string store, string scratch, CancellationToken cancellationToken) =>
        IsConnection(store) ? StoreOpening.OpenDatabaseAsync(store, scratch, cancellationToken)
            : StoreOpening.OpenFolderAsync(Path.GetFullPath(store), cancellationToken);

    /// <summary>Writes a line for each table that is complete. Called by the move itself, so that the lines have its order.</summary>
    private sealed class TableLines : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value)
        {
            if (value is { IsVerified: true, Rows: > 0 }) Console.Out.WriteLine($"{value.Table}: {value.Rows:N0} {(value.Rows == 1 ? "row" : "rows")}");
        }
    }
}
