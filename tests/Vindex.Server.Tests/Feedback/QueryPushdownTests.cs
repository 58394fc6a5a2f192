using Shouldly;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>What must hold for every row that a query selects narrows what the store reads.</summary>
public sealed class QueryPushdownTests
{
    [Fact]
    public void A_query_about_one_ref_reads_its_rows_only() =>
        Selection("{'$eq': [{'$getField': 'weave_ref'}, {'$literal': 'r'}]}").WeaveRefs.ShouldBe(["r"]);

    [Fact]
    public void Conjunctions_narrow_further()
    {
        var selection = Selection(
            """
            {'$and': [{'$in': [{'$getField': 'id'}, [{'$literal': 'a'}, {'$literal': 'b'}]]}, {'$eq': [{'$literal': 'b'}, {'$getField': 'id'}]},
             {'$and': [{'$eq': [{'$getField': 'feedback_type'}, {'$literal': 't'}]}, {'$eq': [{'$getField': 'trigger_ref'}, {'$literal': 'm'}]}]},
             {'$gt': [{'$getField': 'created_at'}, {'$literal': '2026-04-01T00:00:00.0004Z'}]},
             {'$gte': [{'$literal': '2026-04-02'}, {'$getField': 'created_at'}]}]}
            """);

        selection.Ids.ShouldBe(["b"]);
        selection.FeedbackTypes.ShouldBe(["t"]);
        selection.TriggerRef.ShouldBe("m");
        selection.From.ShouldBe(new DateTimeOffset(2026, 4, 1, 0, 0, 0, 1, TimeSpan.Zero));
        selection.Before.ShouldBe(new DateTimeOffset(2026, 4, 2, 0, 0, 0, 1, TimeSpan.Zero));
    }

    [Fact]
    public void Alternatives_of_one_column_are_a_list() =>
        Selection("{'$or': [{'$eq': [{'$getField': 'id'}, {'$literal': 'a'}]}, {'$eq': [{'$getField': 'id'}, {'$literal': 'b'}]}]}").Ids.ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("{'$or': [{'$eq': [{'$getField': 'id'}, {'$literal': 'a'}]}, {'$eq': [{'$getField': 'weave_ref'}, {'$literal': 'b'}]}]}")]
    [InlineData("{'$not': [{'$eq': [{'$getField': 'id'}, {'$literal': 'a'}]}]}")]
    [InlineData("{'$eq': [{'$getField': 'payload.id'}, {'$literal': 'a'}]}")]
    [InlineData("{'$gt': [{'$getField': 'id'}, {'$literal': 'a'}]}")]
    public void What_need_not_hold_narrows_nothing(string expression) => Selection(expression).ShouldBe(FeedbackSelection.All);

    private static FeedbackSelection Selection(string expression) => SomeFeedback.Query(expression).Selection;
}
