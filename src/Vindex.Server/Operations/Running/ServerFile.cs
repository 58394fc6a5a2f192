using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Configuration;
using Vindex.Server.Security;

namespace Vindex.Server.Operations.Running;

/// <summary>Keeps <c>server.json</c> in the data folder for as long as the server listens; only its owner can read it.</summary>
internal sealed class ServerFile(IServer server, LocalToken token, DataFolderPath folder) : IHostedLifecycleService
{
    private readonly string _path = Path.Combine(folder.Value, RunningServer.FileName);

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address) return;
        var body = new ServerFileBody(ListeningAddress.Reachable(address), token.Value);
        var json = JsonSerializer.SerializeToUtf8Bytes(body, OperationsJson.Shared.ServerFileBody);
        var unfinished = _path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(unfinished, options)) await file.WriteAsync(json, cancellationToken);
        File.Move(unfinished, _path, overwrite: true);
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(_path)) File.Delete(_path);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
