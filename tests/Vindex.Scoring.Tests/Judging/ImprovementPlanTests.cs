using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>One definition of lift: what the overall score would gain.</summary>
public sealed class ImprovementPlanTests
{
    private static readonly string[] s_groups = TicketSignals.Groups.ToArray();

    private static readonly Func<TicketFacts> s_ticket = () =>
        FactsOf.Ticket("Show due dates", "Show title, date etc. to readers. We should also print receipts. Should guests get one?");

    [Fact]
    public void What_costs_points_lifts_by_what_it_costs_over_all_dimensions()
    {
        var details = Recommend(plan => Costs(plan, "vague", 0, 0, 0, -0.6, 0, -1.2));

        details.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            detail => detail.Lift.ShouldBe(0.3),
            detail => detail.Dimension.ShouldBe(Dimension.Testable),
            detail => detail.Rule.ShouldBe("testable.vague"));
    }

    [Fact]
    public void A_dimension_gains_nothing_beyond_10() =>
        Recommend(plan => Costs(plan, "vague", 0, 0, 0, -0.6, 0, -1.2), sums: [5, 5, 5, 9.7, 5, 12]).ShouldBeEmpty();

    [Fact]
    public void A_gain_to_just_10_counts_in_part() =>
        Recommend(plan => Costs(plan, "vague", 0, 0, 0, -0.6, 0, -1.2), sums: [5, 5, 5, 9.7, 5, 9.4])[0].Lift.ShouldBe(0.15);

    [Fact]
    public void What_raises_is_no_reason_to_change_anything() => Recommend(plan => Costs(plan, "vague", 1, 1, 1, 1, 1, 1)).ShouldBeEmpty();

    [Theory]
    [InlineData("vague")]
    [InlineData("several")]
    [InlineData("questions")]
    public void What_an_author_can_avoid_is_recommended(string group) =>
        Recommend(plan => Costs(plan, group, -1.2, 0, 0, 0, 0, 0)).ShouldHaveSingleItem().Rule.ShouldBe("independent." + group);

    [Theory]
    [InlineData("dependency")]
    [InlineData("prescribed")]
    [InlineData("template")]
    [InlineData("title")]
    public void What_is_often_as_it_should_be_is_not(string group) => Recommend(plan => Costs(plan, group, -3, -3, -3, -3, -3, -3)).ShouldBeEmpty();

    [Theory]
    [InlineData("lists")]
    [InlineData("people")]
    [InlineData("links")]
    [InlineData("numbers")]
    [InlineData("headings")]
    [InlineData("pictures")]
    [InlineData("motivation")]
    public void What_is_only_a_trait_is_not(string group) => Recommend(plan => Costs(plan, group, -3, -3, -3, -3, -3, -3)).ShouldBeEmpty();

    [Theory]
    [InlineData(0.56, false)]
    [InlineData(0.6, true)]
    public void A_lift_below_a_tenth_is_not_worth_a_sentence(
        double cost, bool told) => Recommend(plan => Costs(plan, "vague", -cost, 0, 0, 0, 0, 0)).Count.ShouldBe(told ? 1 : 0);

    [Fact]
    public void Three_are_given_the_best_first()
    {
        var details = Recommend(plan =>
        {
            Costs(plan, "vague", 0, 0, 0, 0, 0, -0.9);
            Costs(plan, "several", 0, 0, 0, 0, -2.4, 0);
            Costs(plan, "questions", 0, 0, -1.8, 0, 0, 0);
            Costs(plan, "criteria", 0, 0, 0, 0, 0, 0);
        });

        details.Select(detail => (detail.Rule, detail.Lift))
            .ShouldBe([("testable.criteria", 0.61), ("small.several", 0.4), ("valuable.questions", 0.3)]);
    }

    [Fact]
    public void Equal_lifts_are_in_the_order_of_their_rules()
    {
        var details = Recommend(plan =>
        {
            Costs(plan, "vague", 0, 0, 0, 0, 0, -0.9);
            Costs(plan, "several", 0, 0, 0, 0, -0.9, 0);
        });

        details.Select(detail => detail.Rule).ShouldBe(["small.several", "testable.vague"]);
    }

    [Theory]
    [InlineData(79, true)]
    [InlineData(80, false)]
    public void A_ticket_that_is_ready_gets_none(
        int tenths, bool told) => Recommend(plan => Costs(plan, "vague", -3, 0, 0, 0, 0, 0), tenths: tenths).Count.ShouldBe(told ? 1 : 0);

    [Theory]
    [InlineData("criteria", "Show due dates", "Show the title and the date of each loan to all readers.", TicketKind.Feature)]
    [InlineData("reason", "Remove the loan list", "", TicketKind.Task)]
    [InlineData("detail", "Show due dates", "", TicketKind.Feature)]
    public void What_is_wanted_lifts_by_what_it_lacks(string group, string summary, string description, TicketKind kind)
    {
        var g = Array.IndexOf(s_groups, group);
        var typical = Enumerable.Range(0, Dimensions.Count).Select(d => AdditiveModel.Typical(g, d)).ToArray();
        var (none, typically) = (Plan(FactsOf.Ticket(summary, description, kind)), Plan(FactsOf.Ticket(summary, description, kind)));
        Earns(none, group, [.. typical.Select(_ => 0.0)]);
        Earns(typically, group, typical);
        var detail = none.Recommend(50).ShouldHaveSingleItem();

        detail.Lift.ShouldBe(Math.Round(typical.Sum() / 6, 2, MidpointRounding.AwayFromZero));
        detail.Dimension.ShouldBe((Dimension)Array.IndexOf(typical, typical.Max()));
        typically.Recommend(50).ShouldBeEmpty();
    }

    [Fact]
    public void A_weight_of_the_profile_counts_for_what_could_be_earned()
    {
        var g = Array.IndexOf(s_groups, "criteria");
        var (none, twice) = (Plan(s_ticket()), Plan(s_ticket()));
        for (var d = 0; d < Dimensions.Count; d++)
        {
            none.Add(g, d, 0, 0);
            twice.Add(g, d, 0, 2);
        }

        none.Recommend(50).ShouldBeEmpty();
        var lift = Enumerable.Range(0, Dimensions.Count).Sum(d => Math.Min(10, 2 * AdditiveModel.Typical(g, d))) / 6;
        twice.Recommend(50)[0].Lift.ShouldBe(lift, 0.0051);
    }

    [Theory]
    [InlineData(TicketKind.Bug, "steps", true)]
    [InlineData(TicketKind.Feature, "steps", false)]
    [InlineData(TicketKind.Bug, "expected", true)]
    [InlineData(TicketKind.Task, "expected", false)]
    [InlineData(TicketKind.Bug, "environment", true)]
    [InlineData(TicketKind.Story, "environment", false)]
    [InlineData(TicketKind.Bug, "role", false)]
    [InlineData(TicketKind.Story, "role", true)]
    public void Bugs_want_something_else(TicketKind kind, string group, bool wanted)
    {
        var plan = Plan(FactsOf.Ticket("Show due dates", kind: kind));
        Earns(plan, group, new double[6]);
        plan.Recommend(50);
        Enumerable.Range(0, 6).SelectMany(d => plan.NotEarned(d)).Any(missing => missing.Rule.EndsWith("." + group, StringComparison.Ordinal)).ShouldBe(wanted);
    }

    [Theory]
    [InlineData(TicketKind.Feature, 69, 6.4, 0.65, true)]
    [InlineData(TicketKind.Feature, 70, 6.4, 0.65, false)]
    [InlineData(TicketKind.Feature, 69, 6.5, 0.65, false)]
    [InlineData(TicketKind.Feature, 69, 6.4, 0.9, true)]
    [InlineData(TicketKind.Bug, 69, 6.4, 0.65, true)]
    public void A_ticket_far_from_ready_is_asked_how_it_can_be_checked(TicketKind kind, int tenths, double testable, double likelihood, bool isAsked)
    {
        var plan = Plan(FactsOf.Ticket("Show due dates", string.Join(' ', Enumerable.Repeat("word", 100)), kind));
        foreach (var group in new[] { "criteria", "detail" }) Earns(plan, group, new double[6]);
        plan.SetPlace(Array.IndexOf(s_groups, "criteria"), default, likelihood);
        plan.SetSum((int)Dimension.Testable, testable);

        plan.Recommend(tenths).Select(detail => detail.Rule).ShouldBe(isAsked ? ["testable.criteria"] : []);
    }

    [Theory]
    [InlineData(50, 0.01, true)]
    [InlineData(50, 0.004, false)]
    [InlineData(70, 0.09, false)]
    [InlineData(70, 0.1, true)]
    public void What_a_ticket_far_from_ready_is_asked_may_lift_it_by_little(int tenths, double lift, bool isAsked)
    {
        var g = Array.IndexOf(s_groups, "criteria");
        var plan = Plan(FactsOf.Ticket("Show due dates", string.Join(' ', Enumerable.Repeat("word", 30))));
        for (var d = 0; d < Dimensions.Count; d++) plan.Add(g, d, AdditiveModel.Typical(g, d) - lift, 1);

        plan.Recommend(tenths).Select(detail => detail.Lift).ShouldBe(isAsked ? [lift] : []);
    }

    [Fact]
    public void A_hint_is_listed_and_not_recommended()
    {
        var plan = Plan(FactsOf.Ticket("Show due dates", string.Join(' ', Enumerable.Repeat("word", 30))));
        Earns(plan, "reason", new double[6]);

        plan.Recommend(50).ShouldBeEmpty();
        plan.NotEarned((int)Dimension.Valuable).ShouldHaveSingleItem().Advice.ShouldBe("Who needs this, and what do they do today instead?");
    }

    [Fact]
    public void Work_that_it_waits_for_is_planned_around()
    {
        var rule = new HandRule("dependency", new double[6], "");
        Recommend(plan => plan.AddFixed(rule, 0, -1.5)).ShouldHaveSingleItem().Text.ShouldBe(
            "Say what can be done before the work that this ticket waits for is finished, and plan the rest after it.");
    }

    [Fact]
    public void What_is_not_earned_is_listed_by_points_with_what_is_missing()
    {
        var plan = Plan(FactsOf.Ticket("Show due dates"));
        foreach (var group in new[] { "criteria", "reason", "role", "detail" }) Earns(plan, group, new double[6]);
        plan.Recommend(50);

        var missing = plan.NotEarned((int)Dimension.Testable);

        missing.Select(item => item.Rule).ShouldBe(["testable.criteria", "testable.detail", "testable.reason"]);
        missing.Select(item => item.Points).ShouldBe([1.52, 0.79, 0.41]);
        missing.Select(item => item.Why).ShouldBe(["No acceptance criteria", "Has little detail", "Does not say why"]);
    }

    [Theory]
    [InlineData("criteria", 0.069, "No acceptance criteria")]
    [InlineData("criteria", 0.07, "More could be said about what can be checked")]
    [InlineData("reason", 0.079, "Does not say why")]
    [InlineData("reason", 0.08, "The reason could be clearer")]
    [InlineData("role", 0.099, "Does not say who wants it or is affected")]
    [InlineData("role", 0.1, "Who wants it or is affected could be clearer")]
    public void What_may_be_there_is_not_called_missing(string group, double likelihood, string why)
    {
        var plan = Plan(FactsOf.Ticket("Show due dates"));
        Earns(plan, group, new double[6]);
        plan.SetPlace(Array.IndexOf(s_groups, group), default, likelihood);
        plan.Recommend(50);

        plan.NotEarned((int)Dimension.Valuable).Concat(plan.NotEarned((int)Dimension.Testable)).ShouldContain(item => item.Why == why);
    }

    [Theory]
    [InlineData(0.069, "Does not say what should happen instead")]
    [InlineData(0.07, "The expected result could be more exact")]
    public void An_expected_result_may_stand_among_the_criteria(double likelihood, string why)
    {
        var plan = Plan(FactsOf.Ticket("Show due dates", kind: TicketKind.Bug));
        Earns(plan, "expected", new double[6]);
        plan.SetPlace(Array.IndexOf(s_groups, "criteria"), default, likelihood);
        plan.Recommend(50);

        plan.NotEarned((int)Dimension.Testable).ShouldContain(item => item.Rule == "testable.expected" && item.Why == why);
    }

    [Theory]
    [InlineData(24, "Has little detail")]
    [InlineData(25, "There could be more detail")]
    public void Detail_is_little_by_its_words(int words, string why)
    {
        var plan = Plan(FactsOf.Ticket("Show due dates", string.Join(' ', Enumerable.Repeat("word", words))));
        Earns(plan, "detail", new double[6]);
        plan.Recommend(50);

        plan.NotEarned((int)Dimension.Estimable).ShouldContain(item => item.Rule == "estimable.detail" && item.Why == why);
    }

    [Fact]
    public void A_section_that_is_there_is_not_called_missing()
    {
        var plan = Plan(FactsOf.Ticket("Show due dates", kind: TicketKind.Bug));
        Earns(plan, "steps", new double[6]);
        plan.Recommend(50);
        plan.NotEarned((int)Dimension.Estimable).ShouldContain(item => item.Why == "Has no section or numbered list of steps");

        plan.SetPlace(Array.IndexOf(s_groups, "steps"), new Place(TicketField.Summary, 0, 4), 1);
        plan.NotEarned((int)Dimension.Estimable).ShouldContain(item => item.Why == "The steps could be more complete");
    }

    [Fact]
    public void Rules_set_by_hand_are_advised_about_by_what_they_cost()
    {
        var details = Recommend(plan =>
        {
            plan.AddFixed(new(RuleNames.Blocked, new double[6], "", Context: "blocked by LIB-9"), 0, -2.4);
            plan.AddFixed(new(RuleNames.Cut, new double[6], ""), 3, -3);
        });

        details.ShouldHaveSingleItem()
            .ShouldBe(
                new(
                    "Plan this ticket after the one that blocks it (blocked by LIB-9), or remove the part that needs it.",
                    Dimension.Independent,
                    0.4,
                    "independent.blocked"));
    }

    [Theory]
    [InlineData(RuleNames.Instructions, "Remove the text that addresses the judge; it was ignored.")]
    [InlineData(RuleNames.Stuffed, "Say more than the title does: what exactly should change, where, and how one can tell that it is done.")]
    [InlineData(RuleNames.Empty, "Say what should change or what goes wrong, and for whom.")]
    [InlineData("several", "Split the epic and plan its first slice as a separate ticket.")]
    public void Each_of_them_has_its_own_advice(string group, string advice)
    {
        var rule = new HandRule(group, new double[6], "");
        var detail = Recommend(plan =>
        {
            plan.AddFixed(rule, 4, -1);
            plan.AddFixed(rule, 5, -2);
        }).ShouldHaveSingleItem();

        detail.ShouldBe(new(advice, Dimension.Testable, 0.5, "testable." + group));
    }

    [Fact]
    public void A_finding_that_lowers_carries_advice_where_there_is_some()
    {
        var plan = Plan(FactsOf.Ticket("Show due dates"));
        string AdviceOf(string group, double points) =>
            plan.Finding(Dimension.Testable, new("testable." + group, points, null, null, null, null, "Why"), SignalGroup.IndexOf(group)).Advice;

        AdviceOf("criteria", -1).ShouldNotBeEmpty();
        AdviceOf("criteria", 1).ShouldBeEmpty();
        AdviceOf("vague", -1).ShouldBeEmpty();
        AdviceOf("lists", -1).ShouldBeEmpty();
        AdviceOf("wording", -1).ShouldBeEmpty();
    }

    [Fact]
    public void Advice_quotes_what_is_to_be_avoided() =>
        Recommend(plan => Costs(plan, "vague", 0, 0, 0, 0, 0, -3))[0].Text.ShouldBe("List what else is meant; “date etc” leaves it open.");

    private static List<RecommendationDetail> Recommend(Action<ImprovementPlan> set, double[]? sums = null, int tenths = 50)
    {
        var facts = s_ticket();
        var plan = Plan(facts);
        set(plan);
        foreach (var (group, words) in new[] { ("vague", "Show title, date etc."), ("several", "We should also"), ("questions", "Should guests") })
        {
            var start = facts.Text.Ticket.Description.Clean.IndexOf(words, StringComparison.Ordinal);
            plan.SetPlace(Array.IndexOf(s_groups, group), new Place(TicketField.Description, start, start + words.Length), 0.5);
        }

        for (var d = 0; d < Dimensions.Count; d++) plan.SetSum(d, sums?[d] ?? 0);
        return [.. plan.Recommend(tenths)];
    }

    private static ImprovementPlan Plan(TicketFacts facts)
    {
        var plan = new ImprovementPlan();
        plan.Begin(facts);
        return plan;
    }

    private static void Costs(ImprovementPlan plan, string group, params double[] points) => Earns(plan, group, points);

    private static void Earns(ImprovementPlan plan, string group, params double[] points)
    {
        for (var d = 0; d < Dimensions.Count; d++) plan.Add(Array.IndexOf(s_groups, group), d, points[d], 1);
    }
}
