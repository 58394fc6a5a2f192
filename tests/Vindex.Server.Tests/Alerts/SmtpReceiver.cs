using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vindex.Server.Tests.Alerts;

/// <summary>A message as it was sent: the envelope, and what followed DATA.</summary>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, string Data)
{
    /// <summary>A header; null if there is none.</summary>
    public string? Header(string name) => Data.Split("\r\n\r\n", 2)[0].Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>The text, decoded.</summary>
    public string Text
    {
        get
        {
            var body = Data.Split("\r\n\r\n", 2)[1];
            return Header("Content-Transfer-Encoding") switch
            {
                "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal))),
                "quoted-printable" => QuotedPrintable(body),
                _ => body,
            };
        }
    }

    /// <summary>The text of a part of a message that has several, decoded; null if there is none of that type.</summary>
    public string? Part(string mediaType)
    {
        var boundary = Header("Content-Type")!.Split("boundary=")[1].Split(';')[0].Trim('"');
        return Data.Split("--" + boundary).Select(part => part.TrimStart('\r', '\n'))
            .Where(part => part.StartsWith("content-type: " + mediaType, StringComparison.OrdinalIgnoreCase))
            .Select(part => (this with { Data = part }).Text.TrimEnd().ReplaceLineEndings("\n"))
            .FirstOrDefault();
    }

    private static string QuotedPrintable(string body)
    {
        var bytes = new List<byte>();
        body = body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '=') bytes.Add((byte)body[i]);
            else bytes.Add(Convert.ToByte(body[++i..(++i + 1)], 16));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

/// <summary>A mail server on loopback that speaks what SMTP (RFC 5321) requires, and can refuse.</summary>
internal sealed class SmtpReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly Task _accepting;
    private readonly Func<int, string?> _refusal;
    private int _messages;

    private SmtpReceiver(Func<int, string?> refusal)
    {
        _refusal = refusal;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The messages that were accepted.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    /// <param name="refusal">The reply to the message of a number, from 1; null accepts it.</param>
    public static SmtpReceiver Start(Func<int, string?>? refusal = null) => new(refusal ?? (_ => null));

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                await TalkAsync(reader, line => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stopped.Token).AsTask());
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private async Task TalkAsync(StreamReader reader, Func<string, Task> sayAsync)
    {
        var (from, to) = ("", new List<string>());
        await sayAsync("220 test ESMTP");
        while (await reader.ReadLineAsync(_stopped.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await sayAsync("250 test");
                    break;
                case "MAIL":
                    (from, to) = (Address(line), []);
                    await sayAsync("250 OK");
                    break;
                case "RCPT":
                    to.Add(Address(line));
                    await sayAsync("250 OK");
                    break;
                case "DATA":
                    await sayAsync("354 Go on");
                    var data = await DataAsync(reader);
                    var refusal = _refusal(Interlocked.Increment(ref _messages));
                    if (refusal is null) _mails.Enqueue(new ReceivedMail(from, to, data));
                    await sayAsync(refusal ?? "250 Accepted");
                    break;
                case "QUIT":
                    await sayAsync("221 Bye");
                    return;
                default:
                    await sayAsync("500 Unknown");
                    break;
            }
        }
    }

    private async Task<string> DataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(_stopped.Token) is { } line && line != ".") data.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return data.ToString();
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
