using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Vindex.Cli.Http;
using Vindex.Cli.Operations;
using Vindex.Server;
using Vindex.Server.Configuration;
using Vindex.Server.Operations.Running;
using Vindex.Server.Security;
using Vindex.Storage;

namespace Vindex.Cli.Feedback;

/// <summary>
/// The server that a command uses: a remote one, the one that has the folder open, or, if there is none, one started by the command on
/// a random loopback port. In each case the command speaks HTTP to it, so that all three behave alike.
/// </summary>
internal sealed class FeedbackSession : IAsyncDisposable
{
    private readonly VindexServer? _own;

    private FeedbackSession(FeedbackServer server, VindexServer? own)
    {
        Server = server;
        _own = own;
    }

    /// <summary>The server.</summary>
    public FeedbackServer Server { get; }

    /// <summary>Whether the server ends with the command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Opens the session, or reports an error.</summary>
    /// <param name="place">Where.</param>
    /// <param name="say">Receives messages about waiting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="rescores">Whether a server of the command's own judges tickets again in the background.</param>
    public static async Task<(FeedbackSession? Session, string? Reason)> OpenAsync(
        FeedbackPlace place, Action<string> say, CancellationToken cancellationToken, bool rescores = false)
    {
        if (place.Url is { } url) return Remote(place, url, say);
        if (StoreRefusal.NoDatabase(place.Folder) is { } missing) return (null, missing);
        try
        {
            return (await OwnAsync(place.Folder, rescores, say, cancellationToken), null);
        }
        catch (DataFolderInUseException inUse)
        {
            if (RunningServer.Find(place.Folder) is not { } running) return (null, inUse.Message);
            return (new FeedbackSession(Local(running.Url, running.Token, place.Folder, say), null), null);
        }
        catch (Exception e) when (e is BadSettingsException or StoreUnavailableException)
        {
            return (null, e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            return (null, $"{place.Folder} cannot be opened: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Server.Dispose();
        if (_own is null) return;
        await _own.StopAsync(CancellationToken.None);
        await _own.DisposeAsync();
    }

    private static (FeedbackSession?, string?) Remote(FeedbackPlace place, string url, Action<string> say)
    {
        var address = ServerAddress.Read(url, place.PlainHttp);
        if (address.Base is not { } at) return (null, address.Reason);
        var (key, reason) = ApiKeyText.Read(place.ApiKey);
        return key is null
            ? (null, reason)
            : (new FeedbackSession(new FeedbackServer(at, address.IsLoopback, key, folder: null, TimeProvider.System, say), null), null);
    }

    private static async Task<FeedbackSession> OwnAsync(string folder, bool rescores, Action<string> say, CancellationToken cancellationToken)
    {
        var options = new VindexServerOptions
        {
            DataFolder = folder,
            Urls = "http://127.0.0.1:0",
            AnswersOnly = true,
            Rescores = rescores,
            Settings = new Dictionary<string, string?> { ["Logging:Format"] = "plain", ["Logging:Level"] = "error" },
        };
        var server = await VindexServer.BuildAsync(options, [], cancellationToken);
        try
        {
            await server.StartAsync(cancellationToken);
            return new FeedbackSession(Local(server.Addresses[0], server.Services.GetRequiredService<LocalToken>().Value, folder, say), server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static FeedbackServer Local(Uri address, string token, string folder, Action<string> say) =>
        new(address, toThisMachine: true, token, folder, TimeProvider.System, say);
}
