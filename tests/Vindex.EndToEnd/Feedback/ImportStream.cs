using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Vindex.EndToEnd.Feedback;

/// <summary>
/// An import that reads its progress while it still sends, as curl does and HttpClient does not over HTTP/1.1. Lines go in chunks; each line of progress is one
/// chunk of the answer, so that the lines that are JSON can be told from those that frame them.
/// </summary>
internal sealed class ImportStream : IDisposable
{
    private readonly TcpClient _connection = new();
    private NetworkStream _stream = null!;

    /// <summary>Lines that the server has said are durable.</summary>
    public long Imported { get; private set; }

    public static async Task<ImportStream> OpenAsync(FeedbackProject project)
    {
        var import = new ImportStream();
        await import._connection.ConnectAsync(project.Url.Host, project.Url.Port);
        import._stream = import._connection.GetStream();
        await import.WriteAsync(
            $"POST /feedback/import HTTP/1.1\r\nHost: {project.Url.Authority}\r\nAuthorization: Bearer {project.Key}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        return import;
    }

    /// <summary>Sends lines, each with its end.</summary>
    public Task SendAsync(string lines) =>
        WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(lines):X}\r\n{lines}\r\n"));

    /// <summary>Says that no more lines come.</summary>
    public Task EndAsync() => WriteAsync("0\r\n\r\n");

    /// <summary>Reads progress until the end; true when the import came to its end.</summary>
    public async Task<bool> ReadAsync(Action<long> imported)
    {
        using var reader = new StreamReader(_stream, leaveOpen: true);
        (await reader.ReadLineAsync())?.ShouldStartWith("HTTP/1.1 200");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith('{')) continue;
            var progress = JsonElement.Parse(line);
            progress.GetProperty("rejected").GetInt64().ShouldBe(0, line);
            Imported = progress.GetProperty("imported").GetInt64();
            imported(Imported);
            if (progress.TryGetProperty("errors", out _)) return true;
        }

        return false;
    }

    public void Dispose() => _connection.Dispose();

    private async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));
}
