using System.Text.Json;

namespace Vindex.Server.Operations.Running;

/// <summary>What <c>server.json</c> holds.</summary>
internal sealed record ServerFileBody(string Url, string Token);

/// <summary>A server that has a data folder open, as the file <c>server.json</c> in that folder tells: how a command on the same machine reaches it.</summary>
/// <param name="Url">Where it listens, as this machine reaches it.</param>
/// <param name="Token">Bearer token for <c>POST /admin/operations/*</c> and, over the projects of all companies, <c>/feedback/*</c>; nothing else takes it.</param>
public sealed record RunningServer(Uri Url, string Token)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "server.json";

    /// <summary>The server that a data folder names; null when none does. After a crash the file may name one that is gone.</summary>
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
