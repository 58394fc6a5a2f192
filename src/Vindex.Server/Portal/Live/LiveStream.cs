using System.Text;
using Vindex.Server.Live;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Live;

/// <summary>
/// Server-sent events for open pages (HTML, 9.2): how many scores are new and whether deliveries have changed since the point that the page or the last event
/// names. A stream ends after its lifetime, when the server stops, and when the session no longer sees the whole company, about which the counts are.
/// </summary>
internal static class LiveStream
{
    public const string Address = PortalPaths.Root + "/live";

    private const int MaxPoint = 100;
    private const int RetrySeconds = 60;

    // Not one event for each of a thousand scores; and a comment now and then, by which a connection that is gone is noticed.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);

    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/live", RunAsync).RequirePage(Scopes.ScoresRead);

    /// <summary>The address at which a page listens, from the state in which its request arrived.</summary>
    public static string From(LivePoint point) => $"{Address}?from={point}";

    private static async Task<IResult> RunAsync(
        HttpContext context, LiveChanges changes, SessionService sessions, TimeProvider time, IOptions<LiveOptions> options, IHostApplicationLifetime server)
    {
        var caller = context.Caller();
        if (caller.CustomerIds is not null) return Results.NoContent(); // which browsers do not ask again
        var companyId = caller.OwnCompany;
        var reader = new QueryReader(context.Request.Query, new FieldErrors());
        var last = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 and <= MaxPoint } id, ..] ? id : reader.Text("from", MaxPoint);
        using var subscription = changes.Subscribe(companyId, caller.Actor);
        if (subscription is null) return Problem.TooManyRequests("Too many pages are open that update themselves.", RetrySeconds);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.ApplicationStopping);
        await using var lifetime = time.CreateTimer(_ => end.Cancel(), null, options.Value.Lifetime, Timeout.InfiniteTimeSpan);
        Begin(context.Response);
        try
        {
            await context.Response.WriteAsync("retry: 5000\n\n", end.Token);
            var known = LivePoint.Parse(last);
            while (await BelongsAsync(sessions, caller.SignedIn!, companyId, end.Token))
            {
                var (now, since) = (changes.Now(companyId), changes.Since(companyId, known));
                await context.Response.WriteAsync(since == (0, 0) ? ":\n\n" : Event(now, since), end.Token);
                await context.Response.Body.FlushAsync(end.Token);
                known = now;
                await WaitAsync(subscription, time, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, the lifetime is over, or the server stops: the stream ends.
        }

        return Results.Empty;
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep events back
    }

    private static string Event(LivePoint now, (long Scores, long Deliveries) since) =>
        new StringBuilder("event: change\nid: ").Append(now).Append('\n')
            .Append("data: {\"scores\":").Append(since.Scores).Append(",\"deliveries\":").Append(since.Deliveries).Append("}\n\n").ToString();

    private static async Task WaitAsync(LiveSubscription subscription, TimeProvider time, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(s_silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            await subscription.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await Task.Delay(s_pause, time, cancellationToken);
    }

    private static async ValueTask<bool> BelongsAsync(SessionService sessions, SignedIn signedIn, string companyId, CancellationToken cancellationToken) =>
        await sessions.FindAsync(signedIn.Token, cancellationToken) is { Company: { } company } && company.CompanyId == companyId
        && PlaceRights.IsWhole(company, Scopes.ScoresRead);
}
