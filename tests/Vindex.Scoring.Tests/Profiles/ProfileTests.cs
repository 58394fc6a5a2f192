using System.Text;
using Shouldly;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tests.Rubric;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Profiles;

public sealed class ProfileTests
{
    private const string Joined = "As a clerk, I want to scan a voucher and email it to the customer";

    [Fact]
    public void A_document_becomes_a_profile()
    {
        var reading = Parse("""{"name": "retail", "rule_weights": {"small.joined-actions": 0.5}, "vocabulary": {"technology": ["tillbus", "till bus"]}}""");

        reading.Errors.ShouldBeEmpty();
        reading.Profile!.Name.ShouldBe("retail");
        reading.Profile.RuleWeights["small.joined-actions"].ShouldBe(0.5);
        reading.Profile.Vocabulary["technology"].ShouldBe(["tillbus", "till bus"]);
    }

    [Fact]
    public void A_document_without_a_name_takes_the_one_that_it_is_kept_under() => Parse("{ /* nothing yet */ }").Profile!.Name.ShouldBe("ours");

    [Fact]
    public void An_unknown_rule_is_refused_and_the_known_ones_are_named()
    {
        var error = Parse("""{"name": "retail", "rule_weights": {"small.nothing": 1}}""").Errors.ShouldHaveSingleItem().ToString();

        error.ShouldContain("small.nothing");
        error.ShouldContain("small.joined-actions");
    }

    [Fact]
    public void An_unknown_word_list_is_refused_and_the_known_ones_are_named()
    {
        var error = Parse("""{"name": "retail", "vocabulary": {"weather": ["rain"]}}""").Errors.ShouldHaveSingleItem().ToString();

        error.ShouldContain("weather");
        error.ShouldContain("technology");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"name": "retail", "rules": {}}""")]
    [InlineData("""{"name": 3}""")]
    [InlineData("""{"name": "Retail"}""")]
    [InlineData("""{"name": "retail", "rule_weights": []}""")]
    [InlineData("""{"name": "retail", "rule_weights": {"small.epic": "much"}}""")]
    [InlineData("""{"name": "retail", "rule_weights": {"small.epic": 3.5}}""")]
    [InlineData("""{"name": "retail", "rule_weights": {"small.epic": -1}}""")]
    [InlineData("""{"name": "retail", "vocabulary": {"epic": "word"}}""")]
    [InlineData("""{"name": "retail", "vocabulary": {"epic": [""]}}""")]
    [InlineData("""{"name": "retail", "vocabulary": {"epic": [1]}}""")]
    [InlineData("""{"name": "retail", "vocabulary": {"epic": ["a b c d e f g h i j k"]}}""")]
    [InlineData("""{"name": "retail", "vocabulary": {"epic": ["a.b/c-d:e,f;g(h)i+j=k"]}}""")]
    [InlineData("""{"name": "retail", "colour": {"a": [1, {}]}}""")]
    [InlineData("""{"name": "retail"} x""")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    public void A_wrong_document_is_refused_with_a_reason(string json)
    {
        var reading = Parse(json);

        reading.Profile.ShouldBeNull();
        reading.Errors.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("+v")]
    [InlineData("a +v")]
    [InlineData("a b c d e f g h i j")]
    [InlineData("!")]
    [InlineData("\ud83d\ude80")]
    [InlineData("# +n")]
    [InlineData("\u200b")]
    public void Whatever_a_profile_may_hold_can_be_judged_with(string word)
    {
        var reading = Parse("""{"vocabulary": {"technology": ["@"]}}""".Replace("@", word, StringComparison.Ordinal));

        if (reading.Profile is { } profile)
            new RubricJudge(profile).Judge(TicketReader.Read(new TicketInput(Joined + " " + word), TicketLimits.Api)).ShouldNotBeNull();
    }

    [Fact]
    public void A_weight_of_nothing_switches_a_rule_off()
    {
        var judgement = Judge("""{"name": "retail", "rule_weights": {"small.joined-actions": 0}}""", Joined);

        judgement.Findings.ShouldNotContain(finding => finding.Rule == "small.joined-actions");
        judgement.Scores.Small.ShouldBeGreaterThan(Example.Judge(Joined).Scores.Small);
    }

    [Fact]
    public void A_weight_scales_what_a_rule_is_worth()
    {
        double Points(Judgement judgement) => judgement.Findings.Single(finding => finding.Rule == "small.joined-actions").Points;

        Points(Judge("""{"name": "retail", "rule_weights": {"small.joined-actions": 0.5}}""", Joined)).ShouldBe(Points(Example.Judge(Joined)) / 2, 0.011);
    }

    [Theory]
    [InlineData("tillbus")]
    [InlineData("Till.Bus")]
    [InlineData("till bus")]
    [InlineData("c++")]
    public void Words_of_a_profile_are_found_as_the_lists_own(string word)
    {
        var story = $"As a clerk, I want vouchers kept in {word} for a year";

        Judge(
            """{"name": "retail", "vocabulary": {"technology": ["@"]}}""".Replace("@", word, StringComparison.Ordinal),
            story).Findings.ShouldContain(finding => finding.Rule == "negotiable.technology" && finding.Quote == word);
        Example.Judge(story).Findings.ShouldNotContain(finding => finding.Rule == "negotiable.technology" && finding.Quote == word);
    }

    private static ProfileReading Parse(string json) => Profile.Parse(Encoding.UTF8.GetBytes(json), "ours");

    private static Judgement Judge(
        string profile, string text) => new RubricJudge(Parse(profile).Profile!).Judge(TicketReader.Read(new TicketInput(text), TicketLimits.Api));
}
