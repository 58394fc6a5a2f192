using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vindex.Cli.Tests.Processes;

/// <summary>Answers as it is told, on loopback: for what a Vindex server seldom or never does.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    /// <summary>An answer of <c>POST /v1/score</c>.</summary>
    public const string Score =
        """
        {"job_id": "j", "score_id": "s", "overall_score": 7.0, "individual_scores":
        {"independent": 7, "negotiable": 7, "valuable": 7, "estimable": 7, "small": 7, "testable": 7}, "recommendations": ["Say why."], "context_used": {}}
        """;

    private readonly WebApplication _app;
    private int _requests;

    private OddServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The Idempotency-Key of each request, in their order.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers a request, of which it gets the number, from 1.</param>
    public static async Task<OddServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new OddServer(builder.Build());
        server._app.Run(context =>
        {
            lock (server.Keys) server.Keys.Add(context.Request.Headers["Idempotency-Key"].ToString());
            return answer(context, Interlocked.Increment(ref server._requests));
        });
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
