using System.Net;
using System.Text;

namespace Vindex.Client.Tests;

/// <summary>A response to send.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body.</param>
/// <param name="RetryAfter">Its header <c>Retry-After</c>.</param>
/// <param name="IsCut">Whether the connection breaks after the body, which should have been longer.</param>
internal sealed record Prepared(int Status = 200, string Body = "{}", string? RetryAfter = null, bool IsCut = false);

/// <summary>A request as it arrived.</summary>
internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Sends prepared responses in place of a server, the last one repeatedly, and keeps the requests.</summary>
internal sealed class PreparedServer(params Prepared[] responses) : HttpMessageHandler
{
    private int _next;

    /// <summary>The requests so far.</summary>
    public List<Received> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value));
        Requests.Add(new Received(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
        var response = responses[Math.Min(_next++, responses.Length - 1)];
        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { Content = new StreamContent(Content(response)) };
        if (response.RetryAfter is { } wait) message.Headers.TryAddWithoutValidation("Retry-After", wait);
        return message;
    }

    private static Stream Content(Prepared response)
    {
        var bytes = new MemoryStream(Encoding.UTF8.GetBytes(response.Body));
        return response.IsCut ? new BrokenStream(bytes) : bytes;
    }

    // A connection that is reset once everything has been read.
    private sealed class BrokenStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            return read > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A clock on which waiting takes no time; keeps how long it was waited.</summary>
internal sealed class InstantTime : TimeProvider
{
    private static readonly TimeSpan s_attempt = TimeSpan.FromMinutes(10);

    /// <summary>The delays between attempts.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>The time limit of an attempt, which must not pass by itself.</summary>
    public static TimeSpan Limit => s_attempt;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == s_attempt || dueTime == Timeout.InfiniteTimeSpan) return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
