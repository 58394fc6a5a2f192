using System.Net.Sockets;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Server;
using Vindex.Server.Configuration;
using Vindex.Storage;

namespace Vindex.Cli.Serve;

/// <summary>Runs a server until it is asked to stop.</summary>
internal static class ServeAction
{
    /// <summary>The environment variable of the admin key.</summary>
    public const string AdminKeyVariable = "VINDEX_ADMIN_KEY";

    public static async Task<int> ShowSettingsAsync()
    {
        await Console.Out.WriteLineAsync(VindexServer.DefaultSettings.TrimEnd());
        return ExitCode.Ok;
    }

    public static Task<int> RunAsync(string? urls, string dataFolder, string[] settings, CancellationToken cancellationToken)
    {
        var adminKey = Environment.GetEnvironmentVariable(AdminKeyVariable);
        var options = new VindexServerOptions { DataFolder = dataFolder, Urls = urls, AdminKey = string.IsNullOrWhiteSpace(adminKey) ? null : adminKey };
        return RunAsync(options, settings, server => TellAsync(server, options), cancellationToken);
    }

    /// <summary>Starts, calls <paramref name="started"/>, and waits for the end.</summary>
    public static async Task<int> RunAsync(
        VindexServerOptions options, string[] settings, Func<VindexServer, Task> started, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await VindexServer.BuildAsync(options, settings, cancellationToken);
            await server.StartAsync(cancellationToken);
            await started(server);
            await server.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is BadSettingsException or StoreUnavailableException)
        {
            return Say.Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or ArgumentException)
        {
            return Say.Refused(Explain(e));
        }
    }

    private static async Task TellAsync(VindexServer server, VindexServerOptions options)
    {
        await Console.Out.WriteLineAsync($"vindex: listening on {string.Join(" and ", server.Addresses.Select(Shown))}, data in {options.DataFolder}");
        if (options.AdminKey is null)
            await Console.Out.WriteLineAsync($"vindex: no admin key ({AdminKeyVariable} is not set): companies and keys can't be set up over HTTP");
    }

    /// <summary>An address without the slash at its end.</summary>
    public static string Shown(Uri address) => address.ToString().TrimEnd('/');

    private static string Explain(Exception e) => e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
        ? $"{e.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls http://127.0.0.1:5081"
        : $"the server cannot listen there: {e.Message}";
}
