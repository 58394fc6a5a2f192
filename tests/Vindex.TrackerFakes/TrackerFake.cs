using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes;

/// <summary>
/// A tracker on the loopback interface that speaks a product's published API, with all of its data in memory. A product derives from it, answers requests in
/// <see cref="Answer"/> and describes changes in <see cref="EventsOf"/>; projects, issues, faults, the request log and sending webhooks are here.
/// </summary>
public abstract partial class TrackerFake : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly List<PlannedFault> _faults = [];
    private readonly HttpMessageInvoker _sender = new(new SocketsHttpHandler());
    private DateTimeOffset _last;
    private int _underWay;
    private int _mostAtOnce;

    /// <param name="time">The clock; null for the system's.</param>
    protected TrackerFake(TimeProvider? time)
    {
        _time = time ?? TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(CountAsync);
    }

    /// <summary>Its address, as a connection has it.</summary>
    public Uri Address => new(new Uri(_app.Urls.First()), RootPath);

    /// <summary>The account whose token a connection uses.</summary>
    public FakeAccount Account { get; protected init; } = new("bot-1", "Vindex Bot", "bot@example.com", "token-of-the-bot");

    /// <summary>The account that seeds and edits.</summary>
    public FakeAccount Person { get; protected init; } = new("person-1", "Priya Nair", "priya@example.com", "token-of-a-person");

    /// <summary>The requests so far: method, path without parameters, and the id of the account, or <c>-</c> for none.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Those of the requests that were to change something.</summary>
    public IReadOnlyList<string> Writes => [.. _requests.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal) && !IsRead(request))];

    /// <summary>When the limit of a <see cref="FakeFault.Limited"/> response ends.</summary>
    public DateTimeOffset LimitEnds { get; set; }

    /// <summary>The most items on a page, whatever is asked for.</summary>
    public int LargestPage { get; set; } = 100;

    /// <summary>Runs after each successful request, to change things while pages are read.</summary>
    public Action<FakeRequest>? AfterRequest { get; set; }

    /// <summary>Awaited before a request is answered, to hold it back or to plan a fault for it.</summary>
    public Func<FakeRequest, Task>? BeforeRequest { get; set; }

    /// <summary>The most requests that were under way at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>Guards the data.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The path of the API's root, for products whose addresses have one.</summary>
    protected virtual string RootPath => "/";

    /// <summary>The status with which a <see cref="FakeFault.WebPage"/> comes.</summary>
    protected virtual int WebPageStatus => 200;

    /// <summary>Lets requests fail.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">How many requests.</param>
    /// <param name="request">What a request's method and path must contain, for example <c>POST /rest</c>; null for any request.</param>
    public void Fail(FakeFault fault, int times = 1, string? request = null)
    {
        lock (Gate) _faults.AddRange(Enumerable.Repeat(new PlannedFault(fault, request), times));
    }

    /// <summary>Forgets the planned faults that have not come yet.</summary>
    public void Heal()
    {
        lock (Gate) _faults.Clear();
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests()
    {
        _requests.Clear();
        Volatile.Write(ref _mostAtOnce, 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _sender.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts listening.</summary>
    protected Task ListenAsync() => _app.StartAsync();

    /// <summary>Answers a request, with the data locked. It has valid credentials unless <see cref="Authenticate"/> allows anonymous ones.</summary>
    protected abstract FakeResponse Answer(FakeRequest request);

    /// <summary>Who sent a request; null if the credentials are missing or wrong.</summary>
    protected abstract FakeAccount? Authenticate(FakeRequest request);

    /// <summary>A response that is not a success, in the product's shape.</summary>
    /// <param name="status">The status.</param>
    /// <param name="message">What happened.</param>
    protected abstract FakeResponse Error(int status, string message);

    /// <summary>The response of a request beyond the limit, with the product's headers.</summary>
    protected abstract FakeResponse Limited();

    /// <summary>Whether a request that is not GET only reads, such as a search. It has the form of <see cref="Requests"/>.</summary>
    protected virtual bool IsRead(string request) => false;

    /// <summary>A request's path in <see cref="Requests"/>, for products that use one path for everything.</summary>
    protected virtual string LoggedPath(FakeRequest request) => request.Path;

    /// <summary>The next moment of the clock, later than all before.</summary>
    protected DateTimeOffset Tick()
    {
        var now = _time.GetUtcNow();

        // Products store milliseconds.
        now = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        _last = now > _last ? now : _last.AddMilliseconds(1);
        return _last;
    }

    private async Task CountAsync(HttpContext context)
    {
        var underWay = Interlocked.Increment(ref _underWay);
        var most = Volatile.Read(ref _mostAtOnce);
        while (underWay > most && Interlocked.CompareExchange(ref _mostAtOnce, underWay, most) is var seen && seen != most) most = seen;
        try
        {
            await HandleAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        var bare = new FakeRequest(
            context.Request.Method, context.Request.Path.Value ?? "/", context.Request.Query, context.Request.Headers, body, new Uri(context.Request.GetEncodedUrl()));
        var request = bare with { Account = Authenticate(bare) };
        var line = $"{request.Method} {LoggedPath(request)} {request.Account?.Id ?? "-"}";
        _requests.Enqueue(line);
        if (BeforeRequest is { } before) await before(request);
        FakeFault? fault;
        FakeResponse response;
        lock (Gate)
        {
            fault = TakeFault(line);
            response = fault switch
            {
                FakeFault.Unauthorized => Error(401, "You are not signed in."),
                FakeFault.Forbidden => Error(403, "A permission is missing."),
                FakeFault.NotFound => Error(404, "Not found."),
                FakeFault.Conflict => Error(409, "Something else changed at the same time."),
                FakeFault.Limited => Limited(),
                FakeFault.Unavailable => Error(503, "Down for maintenance."),
                _ when request.Account is null => Error(401, "You are not signed in."),
                _ => Answer(request),
            };
        }

        await WriteAsync(context, response, fault);
        if (response.Status < 400) AfterRequest?.Invoke(request);
    }

    private FakeFault? TakeFault(string line)
    {
        var index = _faults.FindIndex(fault => fault.Request is null || line.Contains(fault.Request, StringComparison.Ordinal));
        if (index < 0) return null;
        var fault = _faults[index].Fault;
        _faults.RemoveAt(index);
        return fault;
    }

    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0) return null;
        try
        {
            return JsonNode.Parse(body.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task WriteAsync(HttpContext context, FakeResponse response, FakeFault? fault)
    {
        if (fault == FakeFault.Slow)
        {
            // Until the client gives up.
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = fault == FakeFault.WebPage ? WebPageStatus : response.Status;
        foreach (var (name, value) in response.Headers) context.Response.Headers[name] = value;
        var bytes = fault == FakeFault.WebPage ? "<!DOCTYPE html><title>Sign in</title>"u8.ToArray() : Bytes(response.Body);
        if (fault == FakeFault.Truncated) bytes = bytes[..(bytes.Length / 2)];
        if (bytes.Length == 0) return;
        context.Response.ContentType = fault == FakeFault.WebPage ? "text/html" : "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        if (fault == FakeFault.Interrupted)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static byte[] Bytes(JsonNode? body) => body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
}
