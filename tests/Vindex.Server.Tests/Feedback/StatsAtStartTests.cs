using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Statistics;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>The first question after a start does not have to read all rows.</summary>
public sealed class StatsAtStartTests
{
    [Fact]
    public async Task A_start_reads_the_rows_of_larger_projects_that_have_no_files()
    {
        using var folder = new SharedFolder();
        await using (var server = await TestServer.StartAsync(folder.Path))
        {
            var company = await server.CompanyAsync("Acme");
            var project = new ProjectKey(company.Id, "large");
            var entries = Enumerable.Range(0, 10_000).Select(i => new FeedbackEntry(project, SomeFeedback.Row($"r{i}", $$"""{"n":{{i}}}""", second: i)));
            await server.Store.Feedback.WriteAsync([.. entries], null, allOrNothing: true, CancellationToken.None);
            server.Services.GetRequiredService<StatisticsEngine>().MemoryBytes.ShouldBe(0);
        }

        await using var started = await TestServer.StartAsync(folder.Path);
        var engine = started.Services.GetRequiredService<StatisticsEngine>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (engine.MemoryBytes < 10_000) await Task.Delay(10, limit.Token);
    }

    private sealed class SharedFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("vindex-stats-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
