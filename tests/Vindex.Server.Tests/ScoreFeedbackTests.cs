using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Scores;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ScoreFeedbackTests
{
    [Fact]
    public async Task A_score_made_over_http_is_a_row_of_feedback_until_it_is_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var answer = await (await client.PostAsync(
            "/v1/score", Json.Text(
                """{"ticket_id":"7","ticket_data":{"key":"ÄB/7 #1","summary":"As an admin I want to export"},"system_type":"adam"}"""))).JsonAsync(200);
        var stored = await server.Store.Scores.FindAsync(ScoreAccess.All, answer.Text("score_id"), CancellationToken.None);

        var row = (await RowsAsync(server, company)).Single();

        (row.Id, row.FeedbackType, row.CreatedAt).ShouldBe((answer.Text("score_id"), "vindex.score", stored!.Item.CreatedAt));
        row.WeaveRef.ShouldBe($"vindex:///acme/{company.DefaultCustomerId}/ticket/%C3%84B%2F7%20%231");
        row.TriggerRef.ShouldBe($"vindex:///acme/profile/adam:{stored.Model}");
        var payload = JsonDocument.Parse(row.Payload).RootElement;
        payload.EnumerateObject().Select(member => member.Name).ShouldBe(
            [
                "overall", "independent", "negotiable", "valuable", "estimable", "small", "testable", "duration_ms", "provider", "model", "source", "band",
                "customer_id"
            ]);
        payload.GetProperty("overall").GetDecimal().ShouldBe(answer.GetProperty("overall_score").GetDecimal());
        foreach (var six in answer.GetProperty("individual_scores").EnumerateObject())
        {
            payload.GetProperty(six.Name).GetInt32().ShouldBe(six.Value.GetInt32());
        }

        payload.GetProperty("duration_ms").GetDouble().ShouldBe(stored.DurationMs);
        payload.GetProperty("source").GetString().ShouldBe("api");

        (await server.Store.Scores.DeleteAsync(
            ScoreAccess.All, row.Id, new(row.Id, row.CreatedAt, company.Id, "system", "test", null, null), CancellationToken.None)).ShouldBeTrue();
        (await RowsAsync(server, company)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(49, """{"overall":4.9,""", "at_risk")]
    [InlineData(50, """{"overall":5,""", "needs_review")]
    [InlineData(69, """{"overall":6.9,""", "needs_review")]
    [InlineData(70, """{"overall":7,""", "healthy")]
    public void The_overall_score_and_its_band_are_told_as_everywhere(int tenths, string begins, string band)
    {
        var item = new ScoreItem("id", "co", "cu", "1", "K-1", "Title", new StoredDimensions(1, 2, 3, 4, 5, 6), tenths, DateTimeOffset.UnixEpoch);

        var payload = Encoding.UTF8.GetString(ScoreFeedback.Row(new ScoreSummary(item, "api", "adam", "vindex", "rubric-1", 1.5), "acme").Payload.Span);

        payload.ShouldStartWith(begins);
        payload.ShouldEndWith($$""","duration_ms":1.5,"provider":"vindex","model":"rubric-1","source":"api","band":"{{band}}","customer_id":"cu"}""");
    }

    private static async Task<List<FeedbackRow>> RowsAsync(TestServer server, TestCompany company) =>
        await server.Store.Feedback.ReadAsync(new ProjectKey(company.Id, "scores"), FeedbackSelection.All, CancellationToken.None).ToListAsync();
}
