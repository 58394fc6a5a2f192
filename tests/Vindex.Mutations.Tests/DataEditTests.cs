using Shouldly;
using Vindex.Mutations.Data;
using Xunit;

namespace Vindex.Mutations.Tests;

public sealed class DataEditTests
{
    [Theory]
    [InlineData("lines", "", "# note\na 1\n\nb 2\n", "# note\n\n\nb 2\n", "# note\na 1\n\n\n")]
    [InlineData("list", "", "# note\na\n# more\nb\n", "# note\n\n\n\n")]
    [InlineData("sections", "", "[x]\na\nb\n[y]\nc", "[x]\n\n\n[y]\nc", "[x]\na\nb\n[y]\n")]
    [InlineData("weights", "", "good +1.5\nnone 0\nword\n", "good 0\nnone 0\nword\n", "good -1.5\nnone 0\nword\n", "good 15\nnone 0\nword\n")]
    [InlineData(
        "numbers",
        "rules[].points",
        """{"rules": [{"points": 2, "limit": 3}]}""",
        """{"rules": [{"points": 0, "limit": 3}]}""",
        """{"rules": [{"points": -2, "limit": 3}]}""",
        """{"rules": [{"points": 20, "limit": 3}]}""")]
    [InlineData("numbers", "a.*", """{"a": {"é": 0}, "b": 1}""", """{"a": {"é": 1}, "b": 1}""")]
    [InlineData("items", "a[]", """{"a": [1, {"b": 2}]}""", """{"a": [ {"b": 2}]}""", """{"a": [1]}""")]
    [InlineData("items", "[]", "[1]", "[]")]
    [InlineData("texts", "[]", "[\"x\", /* note */ \"y\"]", "[\"\", /* note */ \"y\"]", "[\"x\", /* note */ \"\"]")]
    public void A_data_file_is_changed_one_entry_at_a_time(string kind, string path, string text, params string[] changed) =>
        new DataRule("*", kind, path).Edits(text).Select(edit => text[..edit.Start] + edit.With + text[edit.End..]).ShouldBe(changed);

    [Theory]
    [InlineData("Rubric/rules.json", "Rubric/rules.json", true)]
    [InlineData("Rubric/*.txt", "Rubric/lexicon/action.txt", true)]
    [InlineData("Rubric/*.txt", "Rubric/rules.json", false)]
    [InlineData("Rubric/*", "Rubric/rules.json", true)]
    [InlineData("rules.json", "Rubric/rules.json", false)]
    [InlineData("Rubric/rules", "Rubric/rules.json", false)]
    public void Files_are_chosen_by_their_names(
        string pattern, string name, bool applies) => new DataRule(pattern, "lines", "").Applies(name).ShouldBe(applies);

    [Fact]
    public void An_unknown_kind_of_change_is_named_with_the_known_ones() =>
        Should.Throw<MutationException>(() => new DataRule("*", "wreck", "").Edits("a")).Message.ShouldBe(
            "Unknown kind of change \"wreck\". Known kinds: lines, list, sections, weights, numbers, items, texts.");
}
