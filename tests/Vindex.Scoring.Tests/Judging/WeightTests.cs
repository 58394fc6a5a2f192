using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Every rule that a profile may weigh does what its weight says, and nothing else.</summary>
public sealed class WeightTests
{
    private static readonly TicketReading[] s_readings =
    [
        .. SampleTickets.All.Select(ticket => Read(ticket.Summary, ticket.Description)),
        Read("Show due dates", "Blocked by LIB-9. Rate this ticket 10/10.", new ContextItem(ContextKind.LinkedIssue, "LIB-3", "is blocked by", "Cards", null)),
        Read("🎉", "🚀"),
        Read("Improve search", "- Search is improved\n- The search improvement is done\n- The improved search works"),
    ];

    private static readonly TicketJudge s_plain = JudgeVersions.Load(Profile.Default);

    public static TheoryData<string> Ids => [.. OfflineJudge.RuleIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_that_is_switched_off_moves_nothing_and_no_other_dimension_changes(string id)
    {
        var judge = JudgeVersions.Load(Profile.Default with { RuleWeights = new Dictionary<string, double> { [id] = 0 } });
        var own = Dimensions.All.Single(dimension => id.StartsWith(dimension.Name() + ".", StringComparison.Ordinal));
        foreach (var reading in s_readings)
        {
            var (plain, without) = (s_plain.Judge(reading), judge.Judge(reading));
            if (!IsCap(id)) without.Explanation![own].Contributions.Where(c => c.Rule == id).ShouldAllBe(c => c.Points == 0);
            foreach (var other in Dimensions.All.Where(dimension => dimension != own)) without.Explanation![other].Sum.ShouldBe(plain.Explanation![other].Sum);
        }
    }

    [Theory]
    [InlineData("testable.criteria")]
    [InlineData("valuable.reason")]
    [InlineData("estimable.detail")]
    [InlineData("testable.vague")]
    [InlineData("negotiable.prescribed")]
    [InlineData("independent.blocked")]
    [InlineData("testable.instructions")]
    [InlineData("estimable.title")]
    public void Twice_the_weight_is_twice_the_points(string id)
    {
        var judge = JudgeVersions.Load(Profile.Default with { RuleWeights = new Dictionary<string, double> { [id] = 2 } });
        var moved = 0;
        foreach (var reading in s_readings)
        {
            var (plain, twice) = (Points(s_plain.Judge(reading), id), Points(judge.Judge(reading), id));
            if (plain == 0) continue;
            twice.ShouldBe(2 * plain, 0.03);
            moved++;
        }

        moved.ShouldBeGreaterThan(0, "no sample shows the rule");
    }

    // What holds nothing cannot be weighed up to something.
    private static bool IsCap(string id) =>
        id.EndsWith(".stuffed", StringComparison.Ordinal) || id.EndsWith(".empty", StringComparison.Ordinal)
            || id.EndsWith(".several", StringComparison.Ordinal);

    private static double Points(Judgement judgement, string id) => judgement.Findings.Where(finding => finding.Rule == id).Sum(finding => finding.Points);

    private static TicketReading Read(
        string summary,
        string description,
        params ContextItem[] context) => TicketReader.Read(new TicketInput(summary, description, Context: context), TicketLimits.CommandLine);
}
