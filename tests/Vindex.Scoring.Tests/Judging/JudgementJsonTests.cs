using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class JudgementJsonTests
{
    private static readonly Judgement s_bare = new(default, [], [], new Dictionary<Dimension, IReadOnlyList<string>>());

    [Fact]
    public void A_reading_has_the_names_of_the_api() =>
        Written(s_bare with
        {
            Reading = new(TicketKind.NotATicket, KindSource.Tracker, "en", [new(SpanType.Boilerplate, TicketField.AcceptanceCriteria, 3, 7, "n/a")]),
        })
            .ShouldStartWith(
                """{"reading":{"kind":"not_a_ticket","kind_source":"tracker","language":"en","spans":[{"type":"boilerplate","field":"acceptance_criteria","start":3,"end":7,"quote":"n/a"}]},""");

    [Fact]
    public void An_explanation_has_start_contributions_points_not_earned_sum_and_score()
    {
        var how = new DimensionExplanation(
            new(5.25, "Where a bug report starts"),
            [
                new("small.several", -1.5, TicketField.Description, "and export", 10, 20, "Several things"),
                new("small.detail", 0.25, null, null, null, null, "Enough detail"),
                new("small.blocked", 0, TicketField.Context, "KOL-1", null, null, "Waits"),
            ],
            [new("small.criteria", 0.75, "No criteria", "Say what is checked.")],
            4,
            4);
        Written(s_bare with { Explanation = new Dictionary<Dimension, DimensionExplanation> { [Dimension.Small] = how } }).ShouldContain(
            """
            "explanation":{"small":{"start":{"points":5.25,"why":"Where a bug report starts"},"contributions":[
            {"rule":"small.several","points":-1.5,"field":"description","quote":"and export","start":10,"end":20,"why":"Several things"},
            {"rule":"small.detail","points":0.25,"field":null,"quote":null,"start":null,"end":null,"why":"Enough detail"},
            {"rule":"small.blocked","points":0,"field":"context","quote":"KOL-1","start":null,"end":null,"why":"Waits"}],
            "not_earned":[{"rule":"small.criteria","points":0.75,"why":"No criteria","advice":"Say what is checked."}],"sum":4,"score":4}},
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Recommendations_and_confidence_have_the_names_of_the_api() =>
        Written(s_bare with
        {
            RecommendationDetails = [new("Which accounts?", Dimension.Estimable, 0.42, "estimable.names")],
            Confidence = new(ConfidenceLevel.Medium, ["The ticket has little text."]),
        }).ShouldEndWith(
            """
            "recommendation_details":[{"text":"Which accounts?","dimension":"estimable","lift":0.42,"rule":"estimable.names"}],
            "confidence":{"level":"medium","reasons":["The ticket has little text."]}}
            """.ReplaceLineEndings(""));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.05, "-0.05")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.29, "0.29")]
    [InlineData(10, "10")]
    [InlineData(-12.34, "-12.34")]
    [InlineData(1.005, "1.005")]
    [InlineData(12345678.5, "12345678.5")]
    public void Points_are_written_as_short_as_they_are(double points, string written) =>
        Written(s_bare with { RecommendationDetails = [new("", Dimension.Small, points, "")] }).ShouldContain($"\"lift\":{written},");

    [Fact]
    public void What_a_judge_does_not_say_is_null() =>
        Written(s_bare).ShouldBe("""{"reading":null,"explanation":null,"recommendation_details":[],"confidence":null}""");

    [Fact]
    public void A_finding_without_a_quote_has_nulls()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            JudgementJson.WriteFindings(json, [new("testable.none", Dimension.Testable, -3, null, null, null, null, "Nothing", "Add")]);
            json.WriteEndObject();
        }

        Encoding.UTF8.GetString(bytes.ToArray()).ShouldBe(
            """{"findings":[{"rule":"testable.none","dimension":"testable","points":-3,"field":null,"quote":null,"start":null,"end":null,"why":"Nothing","advice":"Add"}]}""");
    }

    [Theory]
    [InlineData("Login fails with a 500", "Steps: open the page, press Save.\nExpected: it is saved.\nActual: an error page.")]
    [InlineData("As a rider I want to see my last trips so that I can check what I paid", "")]
    [InlineData("Backend", "")]
    public void What_is_written_of_a_judged_ticket_adds_up_and_quotes_it(string summary, string description)
    {
        var reading = TicketReader.Read(new TicketInput(summary, description), TicketLimits.CommandLine);
        using var document = JsonDocument.Parse(Written(JudgeVersions.Load(Profile.Default).Judge(reading)));
        var root = document.RootElement;
        foreach (var dimension in Dimensions.Names)
        {
            var how = root.GetProperty("explanation").GetProperty(dimension);
            var contributions = how.GetProperty("contributions").EnumerateArray().ToList();
            var sum = how.GetProperty("start").GetProperty("points").GetDouble()
                + contributions.Sum(contribution => contribution.GetProperty("points").GetDouble());
            how.GetProperty("sum").GetDouble().ShouldBe(sum, 0.05);
            foreach (var contribution in contributions.Where(c => c.GetProperty("start").ValueKind == JsonValueKind.Number))
                ShouldQuote(contribution, summary, description);
        }

        foreach (var span in root.GetProperty("reading").GetProperty("spans").EnumerateArray()) ShouldQuote(span, summary, description);
        root.GetProperty("recommendation_details").GetArrayLength().ShouldBeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("Login fails with a 500", "Blocked by A-1. Steps: open the page, press Save.\nExpected: it is saved.\nActual: an error page.")]
    [InlineData("As a rider I want to see my last trips so that I can check what I paid", "")]
    [InlineData("Backend", "TODO")]
    public void What_is_written_can_be_read_back(string summary, string description)
    {
        var judgement = JudgeVersions.Load(Profile.Default).Judge(TicketReader.Read(new TicketInput(summary, description), TicketLimits.CommandLine));
        var written = Whole(judgement);

        var read = JudgementDetails.Read(JsonElement.Parse(written)).ShouldNotBeNull().Of(s_bare);

        Whole(read).ShouldBe(written);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"findings":null}""")]
    [InlineData("""{"findings":[{"rule":"small.x"}]}""")]
    [InlineData("""{"findings":[],"reading":{"kind":"poem","kind_source":"text","language":"en","spans":[]}}""")]
    [InlineData("""{"findings":[],"confidence":{"level":2,"reasons":[]}}""")]
    [InlineData("""{"findings":[],"explanation":{"beauty":null}}""")]
    public void What_has_another_form_is_not_read(string json) => JudgementDetails.Read(JsonElement.Parse(json)).ShouldBeNull();

    [Fact]
    public void A_score_of_a_judge_that_does_not_explain_can_be_read() =>
        JudgementDetails.Read(JsonElement.Parse("""{"findings":[],"reading":null,"explanation":null,"recommendation_details":[],"confidence":null,"more":1}"""))
            .ShouldNotBeNull()
            .Of(s_bare).Reading.ShouldBeNull();

    [Fact]
    public void Every_kind_span_field_and_level_has_a_name()
    {
        Enum.GetValues<TicketKind>().Select(kind => kind.Name()).ShouldBe(["story", "feature", "bug", "task", "spike", "epic", "not_a_ticket"]);
        Enum.GetValues<SpanType>()
            .Select(type => type.Name())
            .ShouldBe(["role", "reason", "criteria", "dependency", "prescribed", "vague", "several", "boilerplate"]);
        Enum.GetValues<TicketField>().Select(JudgementJson.Name).ShouldBe(["summary", "description", "acceptance_criteria", "context"]);
        Enum.GetValues<ConfidenceLevel>().Select(JudgementJson.Name).ShouldBe(["low", "medium", "high"]);
        Enum.GetValues<KindSource>().Select(source => source.Name()).ShouldBe(["text", "tracker"]);
    }

    private static void ShouldQuote(JsonElement quoted, string summary, string description)
    {
        var text = quoted.GetProperty("field").GetString() == "summary" ? summary : description;
        text[quoted.GetProperty("start").GetInt32()..quoted.GetProperty("end").GetInt32()].ShouldBe(quoted.GetProperty("quote").GetString());
    }

    private static string Whole(Judgement judgement) => Written(judgement, findings: true);

    private static string Written(Judgement judgement, bool findings = false)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            JudgementJson.WriteDetails(json, judgement);
            if (findings) JudgementJson.WriteFindings(json, judgement.Findings);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
