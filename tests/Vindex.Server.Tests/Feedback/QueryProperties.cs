using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Feedback.Queries;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Over random rows and expressions.</summary>
public sealed class QueryProperties
{
    private static readonly Arbitrary<int> s_seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void The_evaluator_says_what_the_plain_model_says() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(s_seeds, seed =>
        {
            var random = new RandomQueries(seed);
            var rows = random.Rows(12);
            var condition = random.Condition(3);
            var query = SomeFeedback.Query(condition);
            var plain = SomeFeedback.Parse(condition);
            foreach (var row in rows)
            {
                query.Selects(row)
                    .ShouldBe(
                        NaiveQuery.Selects(plain, row),
                        $"{condition} on {System.Text.Encoding.UTF8.GetString(row.Payload.Span)} {row with { Payload = default }}");
            }
        }));

    [Fact]
    public void Narrowing_the_read_never_loses_a_row() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(s_seeds, seed =>
        {
            var random = new RandomQueries(seed);
            var rows = random.Rows(12);
            var condition = random.Condition(2);
            var query = SomeFeedback.Query(condition);
            foreach (var row in rows.Where(query.Selects)) IsIn(row, query.Selection).ShouldBeTrue($"{condition} on {row}");
        }));

    private static bool IsIn(FeedbackRow row, FeedbackSelection selection) =>
        !QueryPushdown.IsEmpty(selection)
        && selection.Ids?.Contains(row.Id) != false
        && selection.WeaveRefs?.Contains(row.WeaveRef) != false
        && selection.FeedbackTypes?.Contains(row.FeedbackType) != false
        && (selection.TriggerRef is null || selection.TriggerRef == row.TriggerRef)
        && !(row.CreatedAt < selection.From)
        && !(row.CreatedAt >= selection.Before);
}
