using System.Text.Json;
using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics.Tests.ClickHouse;

namespace Vindex.Statistics.Tests.Contract;

public sealed class ContractTests(ChdbHttp chdb)
{
    private static readonly DateTimeOffset s_now = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(EngineKind.Embedded)]
    [InlineData(EngineKind.EmbeddedFollowingPostgreSql)]
    [InlineData(EngineKind.ClickHouse)]
    public async Task Every_case_of_the_contract_is_answered_as_it_says(EngineKind kind)
    {
        using var cases = SharedCases.Read("stats.json");
        var wrong = new List<string>();
        foreach (var dataset in cases.RootElement.GetProperty("cases").EnumerateArray().GroupBy(item => item.GetProperty("dataset").GetString()!))
        {
            await using var engine = await OpenAsync(kind, cases.RootElement.GetProperty("datasets").GetProperty(dataset.Key));
            foreach (var item in dataset)
            {
                var name = item.GetProperty("name").GetString()!;
                var plan = StatsPlanner.Plan(RequestReader.Read(item.GetProperty("request")), s_now).ShouldBeOfType<PlannedQuestion.Accepted>(name).Plan;
                var answer = (await engine.AskAsync(plan)).ShouldBeOfType<StatsResult.Answered>(name).Answer;
                using var stream = new MemoryStream();
                await using (var writer = new Utf8JsonWriter(stream))
                    StatsJson.Write(writer, answer);
                using var given = JsonDocument.Parse(stream.ToArray());
                CaseAnswer.Compare(name, item.GetProperty("expect"), given.RootElement, wrong);
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_refusal_of_the_contract_that_a_request_record_can_carry_is_refused_with_its_status_and_text()
    {
        using var cases = SharedCases.Read("stats_validation.json");
        var checkedCases = 0;
        foreach (var item in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (Patched(cases.RootElement.GetProperty("base_request"), item.GetProperty("request_patch")) is not { } request)
                continue;
            checkedCases++;
            var name = item.GetProperty("name").GetString()!;
            var planned = StatsPlanner.Plan(request, s_now);
            var refusal = (planned as PlannedQuestion.Refused)?.Refusal;
            var status = refusal is null ? 200 : StatsRefusals.AsModelError(refusal) is not null ? 422 : 400;
            status.ShouldBe(item.GetProperty("status").GetInt32(), name);
            if (item.GetProperty("body").ValueKind == JsonValueKind.Object && item.GetProperty("body").TryGetProperty("reason", out var reason))
                StatsRefusals.Reason(refusal!).ShouldBe(reason.GetString(), name);
        }
        checkedCases.ShouldBeGreaterThan(25);
    }

    // What is no request record at all (a missing field, a wrong type) is refused before the engine sees it.
    private static StatsRequest? Patched(JsonElement request, JsonElement patch)
    {
        var fields = request.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
        foreach (var field in patch.EnumerateObject())
            fields[field.Name] = field.Value;
        if (fields.ContainsKey("endpoint") || fields.Any(field => field.Value.ValueKind == JsonValueKind.String && field.Value.GetString() == "<absent>"))
            return null;
        try
        {
            if (fields.TryGetValue("timezone", out var zone) && zone.ValueKind == JsonValueKind.Null)
                return null;
            if (fields.ContainsKey("foo")
                || fields["metrics"].EnumerateArray().Any(metric => metric.TryGetProperty("foo", out _) || !metric.TryGetProperty("json_path", out _)))
            {
                return null;
            }
            return RequestReader.Read(JsonSerializer.SerializeToElement(fields));
        }
        catch (Exception odd) when (odd is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private Task<CaseEngine> OpenAsync(EngineKind kind, JsonElement rows) => kind switch
    {
        EngineKind.Embedded => CaseEngine.EmbeddedAsync(rows),
        EngineKind.EmbeddedFollowingPostgreSql => CaseEngine.PostgreSqlAsync(rows),
        _ => CaseEngine.ClickHouseAsync(chdb, rows),
    };

    /// <summary>The engines that the cases run on.</summary>
    public enum EngineKind
    {
        Embedded,
        EmbeddedFollowingPostgreSql,
        ClickHouse,
    }
}
