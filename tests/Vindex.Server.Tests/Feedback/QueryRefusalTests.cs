using Shouldly;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>A query that cannot be asked is refused with the place and what would be right there.</summary>
public sealed class QueryRefusalTests
{
    [Theory]
    [InlineData("{'$eq': [{'$getField': 'nope'}, {'$literal': 1}]}", "Unknown field: nope")]
    [InlineData("{'$eq': [{'$getField': 'payloads.a'}, {'$literal': 1}]}", "Unknown field: payloads.a")]
    [InlineData("{'$eq': [{'$getField': 'id.x'}, {'$literal': 1}]}", "Unknown field: id.x")]
    [InlineData("{'$eq': [{'$getField': 'count(*)'}, {'$literal': 1}]}", "Unknown field: count(*)")]
    [InlineData("{}", "Invalid query at $expr: must be an object with one of $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains; it is empty")]
    [InlineData("[]", "Invalid query at $expr: must be an object with one of $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains")]
    [InlineData(
        "{'$ne': []}", "Invalid query at $expr.$ne: is not a condition; allowed conditions: $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains")]
    [InlineData(
        "{'$literal': true}",
        "Invalid query at $expr.$literal: is not a condition; allowed conditions: $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains")]
    [InlineData("{'$and': []}", "Invalid query at $expr.$and: Empty AND operation")]
    [InlineData("{'$or': {}}", "Invalid query at $expr.$or: must be a list of conditions")]
    [InlineData("{'$not': {'$literal': true}}", "Invalid query at $expr.$not: must be a list of one condition")]
    [InlineData("{'$and': [{'$literal': true}, {'$eq': [{'$literal': 1}]}]}", "Invalid query at $expr.$and[1].$eq: must be a list of two operands")]
    [InlineData("{'$and': [{'$literal': 'yes'}]}", "Invalid query at $expr.$and[0]: must be a condition or a boolean value")]
    [InlineData("{'$eq': [{'$literal': [1]}, {'$literal': 1}]}", "Invalid query at $expr.$eq[0].$literal: must be text, a number, true, false or null")]
    [InlineData("{'$eq': [{'$literal': 1e400}, {'$literal': 1}]}", "Invalid query at $expr.$eq[0].$literal: the number exceeds the range of a double")]
    [InlineData("{'$eq': [{'$getField': 1}, {'$literal': 1}]}", "Invalid query at $expr.$eq[0].$getField: must be the name of a field")]
    [InlineData(
        "{'$eq': [{'$getField': 'id'}, {'$literal': 1}]}",
        "Invalid query at $expr.$eq: text cannot be compared with a number; compare values of one type, or use $convert")]
    [InlineData(
        "{'$in': [{'$getField': 'id'}, [{'$literal': 'x'}, {'$literal': true}]]}",
        "Invalid query at $expr.$in[1][1]: text cannot be compared with true or false; compare values of one type, or use $convert")]
    [InlineData("{'$in': [{'$getField': 'id'}, {'$literal': 'x'}]}", "Invalid query at $expr.$in[1]: must be a list of operands")]
    [InlineData(
        "{'$gt': [{'$getField': 'created_at'}, {'$literal': 'yesterday'}]}",
        "Invalid query at $expr.$gt: created_at is compared with a time: ISO 8601 text such as 2026-04-16T09:12:08Z, or seconds since 1970")]
    [InlineData(
        "{'$eq': [{'$getField': 'scorer_tags'}, {'$literal': 'x'}]}", "Invalid query at $expr.$eq: scorer_tags is a list; use $contains to test for a tag, or $size to count them")]
    [InlineData(
        "{'$eq': [{'$literal': 'x'}, {'$getField': 'scorer_ratings'}]}",
        "Invalid query at $expr.$eq: scorer_ratings cannot be compared as a whole; name one entry, as in scorer_ratings.<name>, or use $size")]
    [InlineData(
        "{'$contains': {'input': {'$getField': 'created_at'}, 'substr': {'$literal': 'x'}}}",
        "Invalid query at $expr.$contains.input: must be text, a payload path or scorer_tags")]
    [InlineData(
        "{'$eq': [{'$size': {'$getField': 'payload.list'}}, {'$literal': 1}]}",
        "Invalid query at $expr.$eq[0].$size: needs the field of a list or map, such as {\"$getField\": \"scorer_tags\"}")]
    [InlineData("{'$size': {'$getField': 'scorer_tags'}}", "Invalid query at $expr.$size: is not a condition; allowed conditions: $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains")]
    [InlineData("{'$eq': [{'$getField': 'payload.list.-1'}, {'$literal': 1}]}", "An array index cannot be negative: -1 in payload.list.-1")]
    [InlineData("{'$contains': {'input': {'$getField': 'id'}, 'substr': {'$literal': 1}}}", "Invalid query at $expr.$contains.substr: must be text")]
    [InlineData("{'$contains': {'input': {'$getField': 'id'}}}", "Invalid query at $expr.$contains: needs a substr")]
    [InlineData(
        "{'$contains': {'input': {'$getField': 'id'}, 'substr': {'$literal': 'x'}, 'regex': true}}",
        "Invalid query at $expr.$contains: has no member regex; allowed members: input, substr, case_insensitive")]
    [InlineData(
        "{'$contains': {'input': {'$getField': 'id'}, 'substr': {'$literal': 'x'}, 'case_insensitive': 'yes'}}",
        "Invalid query at $expr.$contains.case_insensitive: must be true or false")]
    [InlineData(
        "{'$and': [{'$convert': {'input': {'$getField': 'id'}, 'to': 'date'}}]}",
        "Invalid query at $expr.$and[0].$convert.to: must be one of double, string, int, bool, exists")]
    [InlineData("{'$eq': [], '$gt': []}", "Invalid query at $expr: must have one member; it has $eq and $gt")]
    public void The_place_and_what_is_allowed_are_told(string expression, string reason) => SomeFeedback.Refusal(expression).ShouldBe(reason);

    [Fact]
    public void Depth_is_limited()
    {
        SomeFeedback.Refusal(Nested(49)).ShouldBeNull();
        SomeFeedback.Refusal(Nested(80)).ShouldEndWith("the query nests deeper than 50 levels");
    }

    [Fact]
    public void The_number_of_operations_is_limited_and_the_literals_of_a_list_are_not_among_them()
    {
        var parts = string.Join(',', Enumerable.Repeat("{'$eq': [{'$getField': 'id'}, {'$literal': 'x'}]}", 1000));
        SomeFeedback.Refusal($"{{'$or': [{parts}]}}").ShouldEndWith("the query has more than 2000 operations and operands");

        static string List(int count) =>
            $"{{'$in': [{{'$getField': 'id'}}, [{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{'$literal': 'x{i}'}}"))}]]}}";
        SomeFeedback.Refusal(List(100_000)).ShouldBeNull();
        SomeFeedback.Refusal(List(100_001)).ShouldEndWith("the lists of a query may contain at most 100000 literals");
    }

    [Fact]
    public void Long_names_and_paths_are_refused()
    {
        SomeFeedback.Refusal($"{{'$eq': [{{'$getField': 'payload.{new string('a', 1000)}'}}, {{'$literal': 1}}]}}")
            .ShouldBe("A field may have at most 1000 characters, got 1008");
        SomeFeedback.Refusal($"{{'$eq': [{{'$getField': 'payload{string.Concat(Enumerable.Repeat(".a", 51))}'}}, {{'$literal': 1}}]}}")
            .ShouldBe("A payload path may have at most 50 keys, got 51");
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{'$not': [", levels)) + "{'$eq': [{'$literal': 1}, {'$literal': 1}]}" + string.Concat(Enumerable.Repeat("]}", levels));
}
