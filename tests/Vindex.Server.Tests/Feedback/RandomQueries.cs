using System.Text;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Random rows and random expressions about them, of few values, so that they meet.</summary>
internal sealed class RandomQueries(int seed)
{
    private static readonly string[] s_ids = ["a", "b", "c", "é", "\U0001F600", "\uFF5E"];
    private static readonly string[] s_values =
    [
        "1", "0", "-0.0", "4.5", "1e2", "100", "9007199254740993", "9007199254740992.0", "1e400", "18446744073709551615", "true", "false", "null", "\"\"",
        "\"x\"", "\"X\"", "\"10\"", "\"true\"",
        "\"é\"", "\"\\u00e9\"", "\"2026-04-01T00:00:03Z\"", "[1, \"x\", {\"a\": 2}]", "{\"b\": 1, \"b\": 2}", "{}",
    ];

    private static readonly string[] s_paths = ["a", "b", "a.b", "a.0", "a.2.a", "a.1", "c"];
    private static readonly string[] s_times = ["'2026-04-01T00:00:03Z'", "'2026-04-01T00:00:02.5'", "1775001603", "'2026-04-01'"];
    private readonly Random _random = new(seed);

    public FeedbackRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => SomeFeedback.Row(
        s_ids[i % s_ids.Length] + i, Payload(), _random.Next(6), Pick("t", "u"), Pick(null, "m", "n"), weaveRef: Pick(s_ids)))];

    /// <summary>A condition in JSON, with single quotes.</summary>
    public string Condition(int depth)
    {
        if (depth > 0 && _random.Next(3) > 0)
        {
            if (_random.Next(3) == 0) return $"{{'$not': [{Condition(depth - 1)}]}}";
            return $"{{'{Pick("$and", "$or", "$and")}': [{string.Join(',', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Condition(depth - 1)))}]}}";
        }

        return _random.Next(8) switch
        {
            0 => Binary(Field("created_at"), $"{{'$literal': {Pick(s_times)}}}"),
            1 => Binary(Path(), Path()),
            2 =>
                $"{{'$in': [{Text()}, [{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(9) == 0 ? "{'$literal': null}" : TextLiteral()))}]]}}",
            3 => $"{{'$in': [{Path()}, [{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Literal()))}]]}}",
            4 =>
                $"{{'$contains': {{'input': {(_random.Next(2) == 0 ? Path() : Text())}, 'substr': {TextLiteral()}, 'case_insensitive': {Pick("true", "false")}}}}}",
            5 => Converted(),
            6 => Binary(Text(), TextLiteral()),
            _ => Binary(Path(), Literal()),
        };
    }

    private string Converted() => Pick("double", "int", "string", "bool", "exists") switch
    {
        "string" => Binary(Convert("string"), TextLiteral()),
        "bool" => Binary(Convert("bool"), $"{{'$literal': {Pick("true", "false")}}}"),
        "exists" =>
            $"{{'$eq': [{{'$convert': {{'input': {(_random.Next(2) == 0 ? Path() : Text())}, 'to': 'exists'}}}}, {{'$literal': {Pick("true", "false")}}}]}}",
        var number => Binary(Convert(number), $"{{'$literal': {Pick("1", "0", "4.5", "100", "9007199254740993")}}}"),
    };

    private string Convert(string target) => $"{{'$convert': {{'input': {Path()}, 'to': '{target}'}}}}";

    private string Binary(string left, string right) =>
        $"{{'{Pick("$eq", "$eq", "$gt", "$gte", "$lt", "$lte")}': [{(_random.Next(4) == 0 ? $"{right}, {left}" : $"{left}, {right}")}]}}";

    private string Path() => Field("payload." + Pick(s_paths));

    private string Text() => Field(Pick("id", "weave_ref", "feedback_type", "trigger_ref"));

    private string TextLiteral() => $"{{'$literal': '{Pick([.. s_ids, "t", "u", "m", "n", "a0", "b1", "", "x", "10", "É"])}'}}";

    private string Literal() =>
        _random.Next(3) == 0 ? TextLiteral() : $"{{'$literal': {Pick("1", "0", "4.5", "100", "9007199254740992", "true", "false", "null", "10")}}}";

    private static string Field(string name) => $"{{'$getField': '{name}'}}";

    private string Payload()
    {
        var json = new StringBuilder("{");
        for (var i = _random.Next(5); i > 0; i--) json.Append(json.Length == 1 ? "" : ", ").Append($"\"{Pick("a", "b", "c", "\\u0061")}\": {Pick(s_values)}");
        return json.Append('}').ToString();
    }

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
}
