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
        "there is no profile 'eve'; known: adam. A profile of your own is a JSON file: --profile FILE.json");

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
    [InlineData("{\n\"rule_weights\": {]", "line 2: this is not JSON")]
    [InlineData("[]", "a profile is an object with rule_weights and vocabulary")]
    [InlineData("{\"rule_weight\": {}}", "there is no setting 'rule_weight'; a profile has rule_weights and vocabulary")]
    [InlineData("{\"rule_weights\": {\"a\": 4}}", "rule_weights.a is a number from 0 to 3, not 4")]
    [InlineData("{\"rule_weights\": {\"a\": 1e999}}", "rule_weights.a is a number from 0 to 3, not 1e999")]
    [InlineData("{\"rule_weights\": {\"a\": \"1\"}}", "rule_weights.a is a number from 0 to 3, not \"1\"")]
    [InlineData("{\"rule_weights\": {\"negotiable.tecnology\": 1}}", "there is no rule 'negotiable.tecnology'; did you mean 'negotiable.technology'?")]
    [InlineData("{\"vocabulary\": {\"technologies\": []}}", "there is no word list 'technologies'; did you mean 'technology'?")]
    [InlineData("{\"vocabulary\": {\"a\": [1]}}", "vocabulary.a is a list of words")]
    public void A_file_that_is_no_profile_is_refused_with_the_place(string content, string reason) =>
        ProfileChoice.Load(Write(content)).Reason.ShouldEndWith(reason);

    [Fact]
    public void A_missing_file_is_refused() => ProfileChoice.Load(Path.Combine(_folder, "none.json")).Reason.ShouldStartWith("there is no file ");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string content)
    {
        var file = Path.Combine(_folder, "Ours.json");
        File.WriteAllText(file, content);
        return file;
    }
}
