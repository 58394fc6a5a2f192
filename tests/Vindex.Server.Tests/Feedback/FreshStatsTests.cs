using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>A row that was acknowledged is counted by the next question, always.</summary>
public sealed class FreshStatsTests
{
    [Fact]
    public async Task While_many_write_every_answer_lies_between_what_was_acknowledged_and_what_was_sent()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        var rows = Environment.GetEnvironmentVariable("VINDEX_LONG") is null ? 300 : 10_000;
        var (sent, acknowledged, answers) = (0L, 0L, 0);
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var row = 0; row < rows; row++)
            {
                Interlocked.Increment(ref sent);
                await project.AddAsync(server.Time.GetUtcNow().AddSeconds(row), $$"""{"n":{{row}}}""", id: $"{writer}-{row}");
                Interlocked.Increment(ref acknowledged);
            }
        })));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            do
            {
                var atLeast = Interlocked.Read(ref acknowledged);
                var counted = await project.CountAsync();
                counted.ShouldBeGreaterThanOrEqualTo(atLeast);
                counted.ShouldBeLessThanOrEqualTo(Interlocked.Read(ref sent));
                Interlocked.Increment(ref answers);
            }
            while (!writing.IsCompleted);
        })));
        await writing;

        (await project.CountAsync()).ShouldBe(4 * rows);
        answers.ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_replaced_row_counts_once_and_a_purged_one_not_at_all()
    {
        await using var server = await TestServer.StartAsync();
        var project = await StatsProject.OpenAsync(server);
        await project.AddAsync(server.Time.GetUtcNow(), """{"n":1}""", id: "a");
        (await project.CountAsync()).ShouldBe(1);
        await project.AddAsync(server.Time.GetUtcNow(), """{"n":2}""", id: "a");
        await project.AddAsync(server.Time.GetUtcNow(), """{"n":3}""", id: "b");
        (await project.CountAsync()).ShouldBe(2);
        await project.PurgeAsync("a");
        (await project.CountAsync()).ShouldBe(1);
        await project.PurgeAsync("b");
        (await project.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_company_made_again_under_its_name_does_not_meet_its_old_rows()
    {
        await using var server = await TestServer.StartAsync();
        var first = await StatsProject.OpenAsync(server);
        await first.AddAsync(server.Time.GetUtcNow(), "{}");
        (await first.CountAsync()).ShouldBe(1);
        (await server.Admin.DeleteAsync($"/admin/companies/{first.Company.Id}")).IsSuccessStatusCode.ShouldBeTrue();

        var second = await StatsProject.OpenAsync(server);

        (await second.CountAsync()).ShouldBe(0);
    }
}
