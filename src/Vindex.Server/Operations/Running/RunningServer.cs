using System.Text.Json;

namespace Vindex.Server.Operations.Running;

/// <summary>The contents of <c>server.json</c>.</summary>
internal sealed record ServerFileBody(string Url, string Token);

/// <summary>A server that has a data folder open, as described by <c>server.json</c> in that folder, for commands on the same machine.</summary>
/// <param name="Url">Its address from this machine.</param>
/// <param name="Token">Bearer token for <c>POST /admin/operations/*</c> and, for the projects of all companies, <c>/feedback/*</c>; accepted nowhere
/// else.</param>
public sealed record RunningServer(Uri Url, string Token)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "server.json";

    /// <summary>The server of a data folder; null if there is none. After a crash, the file may name a server that no longer runs.</summary>
    /// <param name="dataFolder">The data folder.</param>
    public static RunningServer? Find(string dataFolder)
    {
        try
        {
            var body = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(dataFolder, FileName)), OperationsJson.Shared.ServerFileBody);
            return body is not null && Uri.TryCreate(body.Url, UriKind.Absolute, out var url) ? new RunningServer(url, body.Token) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
