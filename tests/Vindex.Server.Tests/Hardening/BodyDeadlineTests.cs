using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Web.Bodies;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary>The deadline of a body at the end of its request.</summary>
public sealed class BodyDeadlineTests
{
    /// <summary>The web server refuses to cancel a read then; an exception on a timer's thread would end the process.</summary>
    [Fact]
    public async Task A_deadline_that_passes_when_the_request_has_just_ended_does_no_harm()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 4, 16, 9, 12, 8, TimeSpan.Zero));
        var ended = new TaskCompletionSource();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(async context =>
        {
            var body = context.Request.BodyReader;
            TimedBody.Guard(context.Request, TimeSpan.FromSeconds(30), time);

            // Runs before the guard is disposed of, and after the web server has closed the body.
            context.Response.OnCompleted(() =>
            {
                try
                {
                    Should.Throw<ObjectDisposedException>(() => body.CancelPendingRead());
                    time.Advance(TimeSpan.FromSeconds(31));
                    ended.SetResult();
                }
                catch (Exception exception)
                {
                    ended.SetException(exception);
                }

                return Task.CompletedTask;
            });
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using var response = await client.PostAsync(server.Urls.Single(), Json.Content(new { summary = "A body" }), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
