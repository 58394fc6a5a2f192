using System.Text;
using Shouldly;
using Vindex.Scoring.Profiles;
using Xunit;

namespace Vindex.Scoring.Tests.Profiles;

/// <summary>What a profile document may hold, and what is said of one that is wrong.</summary>
public sealed class ProfileReaderTests
{
    [Fact]
    public void The_default_profile_changes_nothing()
    {
        Profile.Default.Name.ShouldBe("adam");
        Profile.Default.RuleWeights.ShouldBeEmpty();
        Profile.Default.Vocabulary.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"rule_weights": {"small.epic": 0}}""", 0)]
    [InlineData("""{"rule_weights": {"small.epic": 3}}""", 3)]
    [InlineData("""{"rule_weights": {"small.epic": 1.25,},}""", 1.25)]
    [InlineData("""{"rule_weights": {"small.epic": 1, "small.epic": 2}}""", 1)]
    [InlineData("""{"rule_weights": {"small.epic": 1}, "rule_weights": {"small.epic": 2}}""", 1)]
    [InlineData("{\"rule_weights\": /* why */ {\"small.epic\": 1 // so\n}}", 1)]
    public void Weights_are_numbers_from_zero_to_three(
        string json, double weight) => Good(json).RuleWeights.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, double>("small.epic", weight));

    [Theory]
    [InlineData("""{"vocabulary": {"epic": []}}""")]
    [InlineData("""{"vocabulary": {"epic": ["a"]}}""", "a")]
    [InlineData("""{"vocabulary": {"epic": [" a b ", "c"]}}""", "a b", "c")]
    [InlineData("""{"vocabulary": {"epic": ["a"], "epic": ["b"]}}""", "a")]
    [InlineData("""{"vocabulary": {"epic": ["a b c d e f g h i j"]}}""", "a b c d e f g h i j")]
    public void Vocabulary_adds_words_to_lists(string json, params string[] words) => Good(json).Vocabulary["epic"].ShouldBe(words);

    [Fact]
    public void Words_are_up_to_eighty_characters_and_lists_up_to_two_thousand_words()
    {
        Good(Words(new string('x', 80))).Vocabulary["epic"].Count.ShouldBe(1);
        Errors(Words(new string('x', 81)))
            .ShouldBe(["vocabulary.epic must be a list of at most 2000 words or phrases of 1 to 80 characters and at most 10 parts"]);
        Good(Words([.. Enumerable.Repeat("x", 2000)])).Vocabulary["epic"].Count.ShouldBe(2000);
        Errors(Words([.. Enumerable.Repeat("x", 2001)])).Count.ShouldBe(1);
    }

    [Fact]
    public void Names_are_up_to_64_characters()
    {
        Good("""{"name": "a-b_9"}""").Name.ShouldBe("a-b_9");
        Good($$"""{"name": "{{new string('x', 64)}}"}""").Name.Length.ShouldBe(64);
        Errors($$"""{"name": "{{new string('x', 65)}}"}""").ShouldBe(["name must be 1 to 64 of the characters a-z, 0-9, - and _"]);
    }

    [Theory]
    [InlineData("""{"name": ""}""", "name must be 1 to 64 of the characters a-z, 0-9, - and _")]
    [InlineData("""{"name": "A"}""", "name must be 1 to 64 of the characters a-z, 0-9, - and _")]
    [InlineData("""{"name": "a b"}""", "name must be 1 to 64 of the characters a-z, 0-9, - and _")]
    [InlineData("""{"name": {"x": 1}}""", "name must be 1 to 64 of the characters a-z, 0-9, - and _")]
    [InlineData("""{"rule_weights": [1, [2]]}""", "rule_weights must be an object that maps rules to weights")]
    [InlineData("""{"rule_weights": {"small.epic": -0.1}}""", "rule_weights.small.epic must be a number from 0 (off) to 3")]
    [InlineData("""{"rule_weights": {"small.epic": 3.1}}""", "rule_weights.small.epic must be a number from 0 (off) to 3")]
    [InlineData("""{"rule_weights": {"small.epic": "1"}}""", "rule_weights.small.epic must be a number from 0 (off) to 3")]
    [InlineData("""{"rule_weights": {"small.epic": {"a": 1}}}""", "rule_weights.small.epic must be a number from 0 (off) to 3")]
    [InlineData("""{"vocabulary": "words"}""", "vocabulary must be an object that maps word lists to words")]
    [InlineData(
        """{"vocabulary": {"epic": {"a": []}}}""",
        "vocabulary.epic must be a list of at most 2000 words or phrases of 1 to 80 characters and at most 10 parts")]
    [InlineData(
        """{"vocabulary": {"epic": ["a", " "]}}""",
        "vocabulary.epic must be a list of at most 2000 words or phrases of 1 to 80 characters and at most 10 parts")]
    [InlineData(
        """{"vocabulary": {"epic": ["a", ["b"]]}}""",
        "vocabulary.epic must be a list of at most 2000 words or phrases of 1 to 80 characters and at most 10 parts")]
    [InlineData("""{"colour": {"a": [1]}}""", "colour is not a property of a profile; allowed properties: name, rule_weights and vocabulary")]
    [InlineData("[]", "A profile must be an object with rule_weights and vocabulary.")]
    [InlineData("3", "A profile must be an object with rule_weights and vocabulary.")]
    [InlineData("{\n\n\"name\": }", "This is not valid JSON: line 3, column 9.")]
    [InlineData("{\r\n\"name\": \"über\", ]", "This is not valid JSON: line 2, column 17.")]
    [InlineData("{\"name\": ", "This is not valid JSON: line 1, column 10.")]
    [InlineData("{} {}", "This is not valid JSON: line 1, column 4.")]
    [InlineData("""{"name": "\ud800"}""", "The document contains invalid Unicode.")]
    public void An_error_names_the_place_and_what_may_stand_there(string json, string error) => Errors(json).ShouldBe([error]);

    [Fact]
    public void All_errors_are_told_at_once_in_the_order_of_the_document()
    {
        var errors = Errors("""{"x": 1, "rule_weights": {"a": 1, "small.epic": 9, "small.joined-things": 1}, "vocabulary": {"b": "c"}, "name": 5}""");

        errors.Select(error => error.Split(' ')[0]).ShouldBe(["x", "rule_weights.a", "rule_weights.small.epic", "vocabulary.b", "vocabulary.b", "name"]);
        errors[1].ShouldStartWith("rule_weights.a is not a rule; known rules: independent.");
        errors[3].ShouldStartWith("vocabulary.b is not a word list; known word lists: ");
    }

    [Fact]
    public void What_follows_an_error_is_still_read() =>
        Errors("""{"rule_weights": {"small.epic": {"deep": [1, {"er": 2}]}, "nothing": 1}, "more": 1}""").Count.ShouldBe(3);

    [Fact]
    public void A_profile_with_errors_is_none() => Profile.Parse("""{"x": 1}"""u8, "ours").Profile.ShouldBeNull();

    [Fact]
    public void A_profile_that_is_created_follows_the_same_rules_as_a_document()
    {
        var good = Profile.Create("ours", [("small.epic", 0.5), ("small.epic", 2)], [("epic", ["huge thing"]), ("epic", ["other"])]).Profile.ShouldNotBeNull();
        good.RuleWeights.ShouldBe([new("small.epic", 0.5)]);
        good.Vocabulary["epic"].ShouldBe(["huge thing"]);

        var bad = Profile.Create("ours", [("small.epic", null), ("small.bare", 3.1), ("a", 1)], [("epic", [""]), ("b", ["word"])]);
        bad.Profile.ShouldBeNull();
        bad.Errors.Select(error => error.Field).ShouldBe(
            ["rule_weights.small.epic", "rule_weights.small.bare", "rule_weights.a", "vocabulary.epic", "vocabulary.b"]);
    }

    private static string Words(params string[] words) => """{"vocabulary": {"epic": """ + System.Text.Json.JsonSerializer.Serialize(words) + "}}";

    private static Profile Good(string json)
    {
        var reading = Profile.Parse(Encoding.UTF8.GetBytes(json), "ours");
        reading.Errors.ShouldBeEmpty();
        return reading.Profile.ShouldNotBeNull();
    }

    private static List<string> Errors(string json) => [.. Profile.Parse(Encoding.UTF8.GetBytes(json), "ours").Errors.Select(error => error.ToString())];
}
