using System.Text;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse.Connection;

namespace Vindex.Statistics.Tests.ClickHouse;

public sealed class ClickHouseEngineTests(ChdbHttp chdb)
{
    private readonly MemoryChangeLog _log = new();

    [Fact]
    public async Task An_address_without_a_server_is_unavailable()
    {
        var options = new ClickHouseOptions { Address = new Uri("http://127.0.0.1:1") };
        (await Should.ThrowAsync<StatisticsUnavailableException>(AskAsync(options, TestProject.Metric()))).Message.ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        var options = await chdb.DatabaseAsync();
        await AskAsync(options, TestProject.Metric());
        using (var client = new ClickHouseHttp(options))
            await client.ExecuteAsync("INSERT INTO vindex_schema SELECT 99", TestProject.Cancelled);

        (await Should.ThrowAsync<StatisticsUnavailableException>(AskAsync(options, TestProject.Metric()))).Message.ShouldContain("schema version 99");
    }

    [Fact]
    public async Task A_statement_that_takes_too_much_memory_is_unavailable_with_the_reason_of_ClickHouse()
    {
        var options = await chdb.DatabaseAsync();
        using var client = new ClickHouseHttp(options with { StatementMemory = 1 << 20 });
        var statement = new ClickHouseStatement { Text = "SELECT length(groupArray(number)) FROM numbers(10000000)" };
        // The database need not exist for this statement.
        (await Should.ThrowAsync<StatisticsUnavailableException>(client.RowsAsync(statement, TestProject.Cancelled, inDatabase: false)))
            .Message.ShouldContain("Code: 241");
    }

    [Fact]
    public async Task A_canceled_question_ends()
    {
        var options = await chdb.DatabaseAsync();
        await Should.ThrowAsync<OperationCanceledException>(AskAsync(options, TestProject.Metric(), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a\\b")]
    [InlineData("') OR 1 = 1 --")]
    [InlineData("{p0:String}")]
    [InlineData("tab\tline\nreturn\rnull\0end")]
    [InlineData("\uD83D\uDE00 ünder")]
    public async Task Texts_reach_ClickHouse_as_they_are(string text)
    {
        var options = await chdb.DatabaseAsync();
        using var client = new ClickHouseHttp(options);
        var statement = new ClickHouseStatement();
        statement.Text = $"SELECT {statement.Parameter(text)}, {statement.Parameter([text, ""])}";
        var row = (await client.RowsAsync(statement, TestProject.Cancelled, inDatabase: false))[0];
        row[0].GetString().ShouldBe(text);
        row[1].EnumerateArray().Select(item => item.GetString()).ShouldBe([text, ""]);
    }

    [Fact]
    public async Task Filters_and_groups_of_long_texts_are_compared_by_their_hashes()
    {
        var options = await chdb.DatabaseAsync();
        var texts = Enumerable.Range(0, 3).Select(i => new string((char)('a' + i), 60_000)).ToList();
        foreach (var text in texts.Append(texts[0]))
            _log.Insert(TestProject.Name, TestProject.Millisecond(1), "t", text, Encoding.UTF8.GetBytes($"{{\"n\":1,\"x\":\"{text}\"}}"));
        var question = TestProject.Question(10, 10, TestProject.Metric("n", Aggregation.Sum)) with
        {
            Filter = [new PathFilter("x", [ScalarValue.Of(texts[0]), ScalarValue.Of(texts[1])])],
            GroupBy = ["x"],
        };

        var answer = await AskAsync(options, question, TestProject.Cancelled);
        answer.Series.WindowCount.ShouldBe(3);
        answer.Groups!.Select(group => (group.Values![0].Text, group.Series.WindowCount)).ShouldBe([(texts[0], 2), (texts[1], 1)]);
    }

    private Task<StatsAnswer> AskAsync(ClickHouseOptions options, MetricRequest metric, CancellationToken? cancellationToken = null)
    {
        _log.Insert(TestProject.Name, TestProject.Millisecond(1), "t", null, "{\"score\":1}"u8.ToArray());
        return AskAsync(options, TestProject.Question(10, 10, metric), cancellationToken ?? TestProject.Cancelled);
    }

    private async Task<StatsAnswer> AskAsync(ClickHouseOptions options, StatsRequest request, CancellationToken cancellationToken)
    {
        using var connection = new ClickHouseHttp(options);
        await using var engine = new ClickHouseEngine(_log, connection, options, TimeProvider.System);
        var result = await engine.AnswerAsync(TestProject.Plan(request), [TestProject.Name], static _ => ValueTask.CompletedTask, cancellationToken);
        return result.ShouldBeOfType<StatsResult.Answered>().Answer;
    }
}
