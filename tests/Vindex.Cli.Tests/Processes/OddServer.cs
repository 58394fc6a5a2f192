using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vindex.Cli.Tests.Processes;

/// <summary>Answers as it is told, on loopback: for what a Vindex server seldom or never does.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    /// <summary>A score in the form of <c>POST /v1/score/batch</c>, without the end of the line.</summary>
    private const string Score =
        """
        "status": 200, "job_id": "j", "score_id": "s", "overall_score": 7.0, "individual_scores":
        {"independent": 7, "negotiable": 7, "valuable": 7, "estimable": 7, "small": 7, "testable": 7}, "recommendations": ["Say why."], "context_used": {}}
        """;

    private readonly WebApplication _app;
    private int _requests;

    private OddServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The body of each request, in their order.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Scores every ticket of a batch, the last one first.</summary>
    public static Task ScoreAsync(HttpContext context)
    {
        var count = ((string)context.Items["body"]!).Count(c => c == '\n');
        var lines = Enumerable.Range(0, count).Reverse().Select(i => $"{{\"index\": {i}, {Score.ReplaceLineEndings("")}\n");
        return context.Response.WriteAsync($"{string.Concat(lines)}{{\"done\": true, \"scored\": {count}, \"failed\": 0}}\n");
    }

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers a request, of which it gets the number, from 1.</param>
    public static async Task<OddServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new OddServer(builder.Build());
        server._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            context.Items["body"] = body;
            lock (server.Bodies) server.Bodies.Add(body);
            await answer(context, Interlocked.Increment(ref server._requests));
        });
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
