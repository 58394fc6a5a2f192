using Shouldly;
using Vindex.Cli.Score;
using Vindex.Scoring.Profiles;
using Xunit;

namespace Vindex.Cli.Tests.Score;

public sealed class ProfileChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vindex-profile-").FullName;

    [Fact]
    public void Without_a_choice_it_is_the_default() => ProfileChoice.Load(null).Profile.ShouldBe(Profile.Default);

    [Fact]
    public void The_default_may_be_named() => ProfileChoice.Load("adam").Profile.ShouldBe(Profile.Default);

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() => ProfileChoice.Load("eve").Reason.ShouldBe(
        "unknown profile 'eve'; built in: adam, agent-ready. To use your own, name its JSON file: --profile FILE.json");

    [Fact]
    public void A_file_gives_weights_and_words()
    {
        var choice = ProfileChoice.Load(Write("""{"rule_weights": {"negotiable.technology": 0.5}, "vocabulary": {"technology": ["Kolibri"]}}"""));
        choice.Reason.ShouldBeNull();
        choice.Profile!.Name.ShouldBe("ours");
        choice.Profile.RuleWeights["negotiable.technology"].ShouldBe(0.5);
        choice.Profile.Vocabulary["technology"].ShouldBe(["Kolibri"]);
    }

    [Theory]
    [InlineData("{\n\"rule_weights\": {]", "This is not valid JSON: line 2, column 18.")]
    [InlineData("[]", "A profile must be an object with rule_weights and vocabulary.")]
    [InlineData("{\"rule_weight\": {}}", "rule_weight is not a property of a profile (did you mean rule_weights?)")]
    [InlineData("{\"rule_weights\": {\"negotiable.technology\": 4}}", "rule_weights.negotiable.technology must be a number from 0 (off) to 3")]
    [InlineData("{\"rule_weights\": {\"negotiable.technology\": 1e999}}", "rule_weights.negotiable.technology must be a number from 0 (off) to 3")]
    [InlineData("{\"rule_weights\": {\"negotiable.technology\": \"1\"}}", "rule_weights.negotiable.technology must be a number from 0 (off) to 3")]
    [InlineData("{\"rule_weights\": {\"negotiable.tecnology\": 1}}", "rule_weights.negotiable.tecnology is not a rule (did you mean negotiable.technology?)")]
    [InlineData("{\"vocabulary\": {\"technologies\": []}}", "vocabulary.technologies is not a word list (did you mean technology?)")]
    [InlineData("{\"weights\": {}}", "weights is not a property of a profile; allowed properties: name, rule_weights and vocabulary")]
    [InlineData("{\"rule_weights\": {\"qwertz\": 1}}", "rule_weights.qwertz is not a rule; known rules: ")]
    [InlineData("{\"vocabulary\": {\"qwertz\": []}}", "vocabulary.qwertz is not a word list; known word lists: ")]
    [InlineData("{\"vocabulary\": {\"technology\": [1]}}", "vocabulary.technology must be a list of at most 2000 words or phrases")]
    [InlineData("{\"vocabulary\": {\"technology\": [\"a b c d e f g h i j k\"]}}", "vocabulary.technology must be a list of at most 2000 words or phrases")]
    public void A_file_that_is_no_profile_is_refused_with_the_place(string content, string reason) =>
        ProfileChoice.Load(Write(content)).Reason!.ShouldContain(": " + reason);

    [Fact]
    public void A_missing_file_is_refused() => ProfileChoice.Load(Path.Combine(_folder, "none.json")).Reason.ShouldEndWith(" does not exist");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string content)
    {
        var file = Path.Combine(_folder, "Ours.json");
        File.WriteAllText(file, content);
        return file;
    }
}
