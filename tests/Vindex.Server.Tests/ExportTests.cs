using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ExportTests
{
    [Fact]
    public async Task CSV_holds_a_line_a_score_with_numbers_as_numbers_and_no_formulas()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        string[] titles = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@sum", "\tTab", "plain, with \"quotes\"\nand a line", "Grüße 🚀"];
        for (var i = 0; i < titles.Length; i++) await company.SeedAsync(server.Time.GetUtcNow().AddSeconds(i), [6, 5, 7, 4, 5, 4], title: titles[i]);

        var response = await (await company.ClientAsync()).GetAsync("/portal/scores/export");

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe("scores.csv");
        using var csv = new CsvReader(new StringReader(await response.Content.ReadAsStringAsync()), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var read = new List<string>();
        while (csv.Read())
        {
            read.Add(csv.GetField("title")!);
            csv.GetField("overall_score").ShouldBe("5.2");
            csv.GetField("valuable").ShouldBe("7");
            DateTimeOffset.Parse(csv.GetField("created_at")!).Offset.ShouldBe(TimeSpan.Zero);
        }

        read.ShouldBe(["Grüße 🚀", "plain, with \"quotes\"\nand a line", "'\tTab", "'@sum", "'-1", "'+1", "'=HYPERLINK(\"http://x\")"]);
    }

    [Fact]
    public async Task Ndjson_holds_an_object_a_line_and_obeys_the_filters()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var low = await company.SeedAsync(server.Time.GetUtcNow(), [2, 2, 2, 2, 2, 2]);
        var high = await company.SeedAsync(server.Time.GetUtcNow().AddSeconds(1), [8, 8, 8, 8, 8, 8]);
        var client = await company.ClientAsync();

        (await LinesAsync("")).Select(line => line.Text("_id")).ShouldBe([high, low]);
        (await LinesAsync("&band=at_risk")).Select(line => line.Text("_id")).ShouldBe([low]);
        (await LinesAsync("&min=9")).ShouldBeEmpty();
        await (await client.GetAsync("/portal/scores/export?format=xlsx")).ProblemAsync(422);

        async Task<List<JsonElement>> LinesAsync(string more)
        {
            var response = await client.GetAsync("/portal/scores/export?format=ndjson" + more);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
            return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        }
    }

    [Fact]
    public async Task CSV_keeps_recommendations_apart_as_the_command_line_does()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var answer = await (await client.PostAsync("/v1/score", Json.Ticket("Remove the legacy importer"))).JsonAsync(200);
        var recommendations = answer.GetProperty("recommendations").EnumerateArray().Select(one => one.GetString()!).ToList();
        recommendations.Count.ShouldBeGreaterThan(1);

        using var csv = new CsvReader(new StringReader(await client.GetStringAsync("/portal/scores/export?format=csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        csv.Read();

        csv.GetField("recommendations").ShouldBe(string.Join(" | ", recommendations));
    }

    [Fact]
    public async Task Ten_thousand_scores_are_streamed_whole()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => company.SeedAsync(server.Time.GetUtcNow().AddMilliseconds(i), [5, 5, 5, 5, 5, 5])));

        var text = await (await company.ClientAsync()).GetStringAsync("/portal/scores/export");

        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(10_001);
    }
}
