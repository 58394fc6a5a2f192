using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vindex.Benchmarks.Load;

/// <summary>What a run of requests took.</summary>
/// <param name="Seconds">Wall-clock time of the measured part.</param>
/// <param name="Milliseconds">Latencies, ascending.</param>
/// <param name="Statuses">Answers by status code.</param>
internal sealed record LoadResult(double Seconds, double[] Milliseconds, IReadOnlyDictionary<int, int> Statuses)
{
    public double PerSecond => Milliseconds.Length / Seconds;

    public double Percentile(double percent) => Milliseconds.Length == 0 ? 0 : Milliseconds[(int)Math.Ceiling(percent / 100 * Milliseconds.Length) - 1];
}

/// <summary>
/// A load program that costs little itself, since it shares two cores with the server: keep-alive sockets to a loopback address, requests made beforehand,
/// answers read no further than their length. A fixed number of requests, then it stops.
/// </summary>
internal static class HttpLoad
{
    public static byte[] Request(string method, Uri url, string path, string bearer, string? json, params IEnumerable<(string Name, string Value)> headers)
    {
        var body = json is null ? [] : Encoding.UTF8.GetBytes(json);
        var head = $"{method} {path} HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {bearer}\r\n" +
            string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n")) +
            (json is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public static Task<LoadResult> RunAsync(Uri url, int connections, int warmUp, int requests, Func<int, byte[]> request) =>
        RunAsync([url], connections, warmUp, requests, (number, _) => request(number));

    /// <summary>As the other overload, for several servers that share the connections.</summary>
    /// <param name="urls">The servers.</param>
    /// <param name="connections">How many connections in all.</param>
    /// <param name="warmUp">Requests that are not measured.</param>
    /// <param name="requests">Requests that are.</param>
    /// <param name="request">The request of a number, to a server.</param>
    public static async Task<LoadResult> RunAsync(IReadOnlyList<Uri> urls, int connections, int warmUp, int requests, Func<int, int, byte[]> request)
    {
        var endpoints = urls.Select(Loopback).ToList();
        var ticks = new long[requests];
        var statuses = new Dictionary<int, int>();
        var next = -1;
        var begin = 0L;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            var server = connection % endpoints.Count;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endpoints[server]);
            var buffer = new byte[64 * 1024];
            while (Interlocked.Increment(ref next) is var number && number < warmUp + requests)
            {
                if (number == warmUp) Interlocked.Exchange(ref begin, Stopwatch.GetTimestamp());
                var bytes = request(number, server);
                var start = Stopwatch.GetTimestamp();
                await socket.SendAsync(bytes);
                var status = await ReadAsync(socket, buffer);
                if (number < warmUp) continue;
                ticks[number - warmUp] = Stopwatch.GetTimestamp() - start;
                lock (statuses) statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var milliseconds = Array.ConvertAll(ticks, t => t * 1000.0 / Stopwatch.Frequency);
        Array.Sort(milliseconds);
        return new LoadResult(seconds, milliseconds, statuses);
    }

    private static IPEndPoint Loopback(Uri url) =>
        IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address)
            ? new IPEndPoint(address, url.Port)
            : throw new ArgumentException("The load program sends to loopback addresses only.", nameof(url));

    private static async Task<int> ReadAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        var headEnd = -1;
        while (headEnd < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            headEnd = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(buffer, 0, headEnd);
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var remaining = filled - headEnd - 4;
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            while (!buffer.AsSpan(0, filled).EndsWith("0\r\n\r\n"u8))
            {
                if (filled == buffer.Length)
                {
                    buffer.AsSpan(filled - 16).CopyTo(buffer);
                    filled = 16;
                }

                var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (read == 0) throw new IOException("The server closed the connection.");
                filled += read;
            }

            return status;
        }

        var at = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
        var length = at < 0
            ? 0
            : int.Parse(
                head.AsSpan(at + 15, head.IndexOf('\r', at) is var end && end > 0 ? end - at - 15 : head.Length - at - 15), CultureInfo.InvariantCulture);
        while (remaining < length)
        {
            var read = await socket.ReceiveAsync(buffer);
            if (read == 0) throw new IOException("The server closed the connection.");
            remaining += read;
        }

        return status;
    }
}
