using Shouldly;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Rules;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric;

public sealed class RuleTableTests
{
    private static readonly RuleTable s_table = RuleTable.Load();

    public static TheoryData<string> Ids => [.. s_table.Rules.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_fires_for_the_example_it_is_about_and_not_for_the_other(string id)
    {
        var rule = s_table.Rules.Single(r => r.Id == id);
        var (fires, silent) = rule.Points < 0 ? (rule.Bad, rule.Good) : (rule.Good, rule.Bad);

        Points(fires, id).ShouldNotBe(0, $"in: {fires}");
        Points(silent, id).ShouldBe(0, $"in: {silent}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_good_example_scores_no_worse_in_the_rules_dimension(string id)
    {
        var rule = s_table.Rules.Single(r => r.Id == id);

        Example.Judge(rule.Good).Scores[rule.Dimension].ShouldBeGreaterThanOrEqualTo(Example.Judge(rule.Bad).Scores[rule.Dimension]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_says_why_and_one_that_lowers_also_what_to_do(string id)
    {
        var rule = s_table.Rules.Single(r => r.Id == id);

        rule.Why.ShouldEndWith(".");
        rule.Evidence.ShouldNotBeNullOrWhiteSpace();
        string.IsNullOrEmpty(rule.Advice).ShouldBe(rule.Points > 0);
        Math.Abs(rule.Points).ShouldBeInRange(0.1, 5);
        rule.Decay.ShouldBeInRange(0, 1);
        rule.Limit.ShouldBeInRange(1, SignalMatches.Most);
        rule.Advice.ShouldNotContain("INVEST");
    }

    [Fact]
    public void Ids_are_unique() => s_table.Rules.Select(rule => rule.Id).ShouldBeUnique();

    [Fact]
    public void Every_cap_group_is_used_by_rules_of_its_dimension_only()
    {
        foreach (var group in s_table.Groups)
        {
            var rules = s_table.Rules.Where(rule => rule.Group == group).ToList();
            rules.ShouldNotBeEmpty(group.Name);
            rules.ShouldAllBe(rule => group.Name.StartsWith(rule.Dimension.Name() + ".", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_tag_has_the_name_that_the_files_use()
    {
        var tags = Enum.GetValues<Tag>().Where(tag => tag != Tag.None).ToList();

        tags.Count.ShouldBe(TagNames.All.Length);
        foreach (var tag in tags) TagNames.Parse(Kebab(tag.ToString())).ShouldBe(tag);
    }

    [Fact]
    public void Every_word_list_has_a_tag()
    {
        foreach (var name in typeof(RubricJudge).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Rubric/lexicon/", StringComparison.Ordinal)))
        {
            TagNames.Parse(Path.GetFileNameWithoutExtension(name)).ShouldNotBe(Tag.None, name);
        }
    }

    private static double Points(
        string example, string id) => Example.Judge(example).Findings.Where(finding => finding.Rule == id).Sum(finding => Math.Abs(finding.Points));

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
