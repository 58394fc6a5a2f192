using Shouldly;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>What each expression says of one row.</summary>
public sealed class QuerySemanticsTests
{
    private const string Payload =
        """
        {"n": 4.5, "i": 9007199254740993, "zero": -0.0, "huge": 1e400, "text": "Grüße", "digits": "10", "yes": true, "no": false, "nothing": null, "empty": "",
         "list": [1, {"k": "v"}, "x"], "object": {"0": "zeroth", "a.b": 1, "quo\"te": 2}, "n": 7, "e\u0041": "escaped", "s": "tab\there", "word": "true", "nul": "a\u0000b"}
        """;

    private const string Extras =
        """{"scorer_tags": ["Safe", "é"], "scorer_ratings": {"_rating_": 0.5, "a.b": 1}, "scorer_tag_reasons": {"Safe": "because"}, "span_agent_name": "bot"}""";

    [Theory]
    // Equality by type.
    [InlineData("{'$eq': [{'$getField': 'feedback_type'}, {'$literal': 'custom'}]}", true)]
    [InlineData("{'$eq': [{'$literal': 'custom'}, {'$getField': 'feedback_type'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'feedback_type'}, {'$literal': 'Custom'}]}", false)]
    [InlineData("{'$eq': [{'$getField': 'project_id'}, {'$literal': 'acme/stories'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.n'}, {'$literal': 4.5}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.n'}, {'$literal': '4.5'}]}", true)]
    [InlineData("{'$gt': [{'$getField': 'payload.n'}, {'$literal': 4}]}", true)]
    [InlineData("{'$lte': [{'$getField': 'payload.n'}, {'$literal': 4}]}", false)]
    [InlineData("{'$eq': [{'$getField': 'payload.zero'}, {'$literal': 0}]}", true)]
    [InlineData("{'$gt': [{'$getField': 'payload.digits'}, {'$literal': 9}]}", true)]
    [InlineData("{'$gt': [{'$getField': 'payload.digits'}, {'$literal': '9'}]}", false)]
    [InlineData("{'$eq': [{'$getField': 'payload.yes'}, {'$literal': true}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.word'}, {'$literal': true}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.no'}, {'$literal': false}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.yes'}, {'$literal': 'true'}]}", true)]
    // The number of entries.
    [InlineData("{'$eq': [{'$size': {'$getField': 'scorer_tags'}}, {'$literal': 2}]}", true)]
    [InlineData("{'$gt': [{'$size': {'$getField': 'scorer_ratings'}}, {'$literal': 2}]}", false)]
    [InlineData("{'$gte': [{'$size': {'$getField': 'scorer_tag_reasons'}}, {'$literal': 1}]}", true)]
    [InlineData("{'$eq': [{'$size': {'$getField': 'scorer_rating_reasons'}}, {'$literal': 0}]}", true)]
    [InlineData("{'$in': [{'$size': {'$getField': 'scorer_tags'}}, [{'$literal': 1}, {'$literal': 2}]]}", true)]
    [InlineData("{'$eq': [{'$convert': {'input': {'$size': {'$getField': 'scorer_tags'}}, 'to': 'string'}}, {'$literal': '2'}]}", true)]
    // Whole numbers to the last digit.
    [InlineData("{'$eq': [{'$getField': 'payload.i'}, {'$literal': 9007199254740993}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.i'}, {'$literal': 9007199254740992}]}", false)]
    [InlineData("{'$gt': [{'$getField': 'payload.i'}, {'$literal': 9007199254740992.0}]}", true)]
    // A number beyond the doubles is no value, as is what is not there.
    [InlineData("{'$gt': [{'$getField': 'payload.huge'}, {'$literal': 0}]}", false)]
    [InlineData("{'$not': [{'$gt': [{'$getField': 'payload.huge'}, {'$literal': 0}]}]}", false)]
    [InlineData("{'$eq': [{'$getField': 'payload.absent'}, {'$literal': 1}]}", false)]
    [InlineData("{'$not': [{'$eq': [{'$getField': 'payload.absent'}, {'$literal': 1}]}]}", false)]
    [InlineData("{'$not': [{'$eq': [{'$getField': 'payload.text'}, {'$literal': 1}]}]}", false)]
    [InlineData("{'$eq': [{'$getField': 'trigger_ref'}, {'$literal': null}]}", false)]
    [InlineData("{'$not': [{'$eq': [{'$getField': 'trigger_ref'}, {'$literal': 'x'}]}]}", false)]
    [InlineData("{'$or': [{'$eq': [{'$getField': 'trigger_ref'}, {'$literal': 'x'}]}, {'$literal': true}]}", true)]
    [InlineData("{'$and': [{'$literal': null}, {'$literal': false}]}", false)]
    [InlineData("{'$not': [{'$and': [{'$literal': null}, {'$literal': false}]}]}", true)]
    // As text, what is not there is the empty text, as Weave reads it.
    [InlineData("{'$eq': [{'$getField': 'payload.absent'}, {'$literal': ''}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.nothing'}, {'$literal': ''}]}", true)]
    [InlineData("{'$not': [{'$eq': [{'$getField': 'payload.absent'}, {'$literal': 'x'}]}]}", true)]
    // Paths: the first of equal keys, escapes, indexes.
    [InlineData("{'$eq': [{'$getField': 'payload.eA'}, {'$literal': 'escaped'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.list.0'}, {'$literal': 1}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.list.1.k'}, {'$literal': 'v'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.list.01'}, {'$literal': ''}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.object.0'}, {'$literal': 'zeroth'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.object.a\\\\.b'}, {'$literal': 1}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.object.quo\\\"te'}, {'$literal': 2}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.list'}, {'$literal': '[1, {\\\"k\\\": \\\"v\\\"}, \\\"x\\\"]'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.s'}, {'$literal': 'tab\\there'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'payload.nul'}, {'$literal': 'a\\u0000b'}]}", true)]
    // Two paths: as numbers when both are, else as texts.
    [InlineData("{'$gt': [{'$getField': 'payload.i'}, {'$getField': 'payload.n'}]}", true)]
    [InlineData("{'$lt': [{'$getField': 'payload.digits'}, {'$getField': 'payload.n'}]}", true)]
    // Times.
    [InlineData("{'$eq': [{'$getField': 'created_at'}, {'$literal': '2026-04-01T00:00:07Z'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'created_at'}, {'$literal': '2026-04-01T02:00:07+02:00'}]}", true)]
    [InlineData("{'$gte': [{'$getField': 'created_at'}, {'$literal': '2026-04-01'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'created_at'}, {'$literal': 1775001607}]}", true)]
    [InlineData("{'$lt': [{'$getField': 'created_at'}, {'$literal': 1775001607.5}]}", true)]
    [InlineData("{'$in': [{'$getField': 'created_at'}, [{'$literal': '2026-04-01 00:00:07'}]]}", true)]
    // Lists.
    [InlineData("{'$in': [{'$getField': 'id'}, [{'$literal': 'other'}, {'$literal': 'r'}]]}", true)]
    [InlineData("{'$in': [{'$getField': 'payload.n'}, [{'$literal': 'x'}, {'$literal': 4.5}]]}", true)]
    [InlineData("{'$in': [{'$getField': 'payload.yes'}, [{'$literal': true}]]}", true)]
    [InlineData("{'$in': [{'$getField': 'payload.text'}, [{'$literal': 'Gr\u00fc\u00dfe'}]]}", true)]
    [InlineData("{'$not': [{'$in': [{'$getField': 'id'}, [{'$literal': 'other'}, {'$literal': null}]]}]}", false)]
    [InlineData("{'$in': [{'$getField': 'id'}, []]}", false)]
    [InlineData("{'$in': [{'$getField': 'payload.digits'}, [{'$convert': {'input': {'$literal': 10}, 'to': 'string'}}]]}", true)]
    // Texts within texts.
    [InlineData("{'$contains': {'input': {'$getField': 'payload.text'}, 'substr': {'$literal': 'rüß'}}}", true)]
    [InlineData("{'$contains': {'input': {'$getField': 'payload.text'}, 'substr': {'$literal': 'RÜ'}}}", false)]
    [InlineData("{'$contains': {'input': {'$getField': 'payload.text'}, 'substr': {'$literal': 'GRÜ'}, 'case_insensitive': true}}", true)]
    [InlineData("{'$contains': {'input': {'$getField': 'weave_ref'}, 'substr': {'$literal': '/call/'}}}", true)]
    [InlineData("{'$contains': {'input': {'$getField': 'payload.absent'}, 'substr': {'$literal': ''}}}", true)]
    [InlineData("{'$contains': {'input': {'$getField': 'scorer_tags'}, 'substr': {'$literal': 'Safe'}}}", true)]
    [InlineData("{'$contains': {'input': {'$getField': 'scorer_tags'}, 'substr': {'$literal': 'Saf'}}}", false)]
    [InlineData("{'$contains': {'input': {'$getField': 'scorer_tags'}, 'substr': {'$literal': 'SAFE'}, 'case_insensitive': true}}", true)]
    // Conversions.
    [InlineData("{'$eq': [{'$convert': {'input': {'$getField': 'payload.digits'}, 'to': 'int'}}, {'$literal': 10}]}", true)]
    [InlineData("{'$eq': [{'$convert': {'input': {'$getField': 'payload.n'}, 'to': 'int'}}, {'$literal': 4}]}", false)]
    [InlineData("{'$gt': [{'$convert': {'input': {'$getField': 'payload.n'}, 'to': 'double'}}, {'$literal': 4}]}", true)]
    [InlineData("{'$eq': [{'$convert': {'input': {'$getField': 'payload.n'}, 'to': 'string'}}, {'$literal': '4.5'}]}", true)]
    [InlineData("{'$and': [{'$convert': {'input': {'$getField': 'payload.word'}, 'to': 'bool'}}]}", true)]
    [InlineData("{'$and': [{'$convert': {'input': {'$getField': 'payload.nothing'}, 'to': 'exists'}}]}", true)]
    [InlineData("{'$and': [{'$convert': {'input': {'$getField': 'payload.absent'}, 'to': 'exists'}}]}", false)]
    [InlineData("{'$not': [{'$convert': {'input': {'$getField': 'trigger_ref'}, 'to': 'exists'}}]}", true)]
    [InlineData("{'$eq': [{'$convert': {'input': {'$getField': 'created_at'}, 'to': 'string'}}, {'$literal': '2026-04-01T00:00:07Z'}]}", true)]
    [InlineData("{'$eq': [{'$gt': [{'$literal': 2}, {'$literal': 1}]}, {'$literal': 1}]}", true)]
    [InlineData("{'$and': [{'$getField': 'payload.yes'}]}", true)]
    // Scorer and span fields.
    [InlineData("{'$gte': [{'$getField': 'scorer_ratings._rating_'}, {'$literal': 0.5}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'scorer_ratings.a.b'}, {'$literal': 1}]}", true)]
    [InlineData("{'$not': [{'$eq': [{'$getField': 'scorer_ratings.other'}, {'$literal': 0}]}]}", false)]
    [InlineData("{'$eq': [{'$getField': 'scorer_tag_reasons.Safe'}, {'$literal': 'because'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'span_agent_name'}, {'$literal': 'bot'}]}", true)]
    [InlineData("{'$eq': [{'$getField': 'span_status_code'}, {'$literal': 'UNSET'}]}", true)]
    // Texts by code points: U+1F600 comes after U+FF5E.
    [InlineData("{'$gt': [{'$literal': '\U0001F600'}, {'$literal': '\uFF5E'}]}", true)]
    public void An_expression_selects_the_row_or_not(string expression, bool selected)
    {
        var row = SomeFeedback.Row("r", Payload, second: 7, extras: Extras);

        SomeFeedback.Query(expression).Selects(row).ShouldBe(selected, expression);
    }

    [Fact]
    public void Of_equal_keys_the_first_counts_as_a_whole()
    {
        var query = SomeFeedback.Query("{'$eq': [{'$getField': 'payload.a.b'}, {'$literal': ''}]}");

        query.Selects(SomeFeedback.Row("r", """{"a": {"c": 1}, "a": {"b": "late"}}""")).ShouldBeTrue();
    }

    [Fact]
    public void A_damaged_payload_counts_as_far_as_it_reads()
    {
        var query = SomeFeedback.Query("{'$eq': [{'$getField': 'payload.a'}, {'$literal': 1}]}");

        query.Selects(SomeFeedback.Row("r", """{"a": 1, "b": """)).ShouldBeTrue();
        query.Selects(SomeFeedback.Row("r", """{"b": 1, "a" """)).ShouldBeFalse();
        query.Selects(SomeFeedback.Row("r", "")).ShouldBeFalse();
    }

    [Fact]
    public void Half_of_a_surrogate_pair_from_an_old_row_equals_nothing()
    {
        var row = SomeFeedback.Row("r", """{"a": "\ud800"}""");

        SomeFeedback.Query("{'$eq': [{'$getField': 'payload.a'}, {'$literal': 'x'}]}").Selects(row).ShouldBeFalse();
        SomeFeedback.Query("{'$not': [{'$eq': [{'$getField': 'payload.a'}, {'$literal': 'x'}]}]}").Selects(row).ShouldBeFalse();
    }
}
