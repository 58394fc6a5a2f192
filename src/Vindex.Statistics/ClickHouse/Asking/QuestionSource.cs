using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vindex.Statistics.Changes;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.ClickHouse.Streaming;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>The rows that a question counts, and the expressions for what they contain, as ClickHouse's SQL.</summary>
internal sealed class QuestionSource(StatsPlan plan, IReadOnlyList<ulong> streams, HotColumns columns)
{
    /// <summary>ClickHouse takes parameters up to 128 KiB; longer lists are compared by their hashes.</summary>
    private const int LongParameter = 100_000;

    private static readonly string[] s_maps = ["numbers", "booleans", "texts", "arrays"];

    /// <summary>From the table up to the conditions.</summary>
    public string Rows(ClickHouseStatement statement, TimeRange range)
    {
        var filter = plan.Filter;
        var conditions = new List<string>
        {
            $"has({statement.Parameter(streams)}, stream)",
            $"created_at >= {statement.Parameter(range.From)}",
            $"created_at < {statement.Parameter(range.To)}",
        };
        if (streams.Count == 1)
            conditions[0] = $"stream = {statement.Parameter(streams[0])}";
        if (filter.FeedbackType is { } type)
            conditions.Add(IsAny(statement, "feedback_type", [type]));
        if (filter.TriggerRef is { } trigger)
            conditions.Add(IsAny(statement, "trigger_ref", [trigger]));
        if (filter.TriggerPrefix is { } prefix)
            conditions.Add(StartsWith(statement, prefix));
        conditions.AddRange(filter.Paths.Select(path => Matches(statement, path)));
        return $"FROM vindex_rows FINAL WHERE {string.Join(" AND ", conditions)}";
    }

    /// <summary>The values of one kind at a path; null if no row has one.</summary>
    public string? Value(ClickHouseStatement statement, string path, ValueKind kind)
    {
        var name = HotColumns.Name(path, kind);
        var isHot = kind != ValueKind.Array && columns.Contains(name);
        if (isHot && !columns.IsFull)
            return $"`{name}`";
        if (!isHot && !columns.IsFull && kind != ValueKind.Array)
            return null;
        var map = s_maps[(int)kind];
        var key = statement.Parameter(path);
        var inMap = $"if(mapContains({map}, {key}), {map}[{key}], NULL)";
        return isHot ? $"coalesce(`{name}`, {inMap})" : inMap;
    }

    /// <summary>The value of a field as a text that identifies it: see <see cref="GroupKey"/>.</summary>
    public string Key(ClickHouseStatement statement, string field)
    {
        if (field == "feedback_type")
            return "concat('s', feedback_type)";
        if (field == "trigger_ref")
            return "ifNull(concat('s', trigger_ref), '')";
        return Text(
            Value(statement, field, ValueKind.Number), Value(statement, field, ValueKind.Boolean), Value(statement, field, ValueKind.Text), arrays: null);
    }

    /// <summary>As <see cref="Key"/>, but booleans are texts, as are arrays and missing values.</summary>
    public string Category(ClickHouseStatement statement, string path)
    {
        var boolean = Value(statement, path, ValueKind.Boolean) is { } value ? $"if({value} = 1, 'true', if({value} = 0, 'false', NULL))" : null;
        var texts = (string?[])[boolean, Value(statement, path, ValueKind.Text), Value(statement, path, ValueKind.Array)];
        var text = $"concat('s', coalesce({string.Join(", ", texts.OfType<string>().Append("''"))}))";
        return Value(statement, path, ValueKind.Number) is { } number ? $"if(isNotNull({number}), {Bits(number)}, {text})" : text;
    }

    /// <summary>Whether a column or expression is one of some texts.</summary>
    public static string IsAny(ClickHouseStatement statement, string text, IReadOnlyCollection<string> values)
    {
        if (values.Sum(value => (long)Encoding.UTF8.GetByteCount(value)) <= LongParameter)
            return values.Count == 1 ? $"{text} = {statement.Parameter(values.First())}" : $"has({statement.Parameter(values)}, {text})";
        return $"has({statement.Parameter(values.Select(Hash))}, hex(SHA256(assumeNotNull({text})))) AND isNotNull({text})";
    }

    /// <summary>The place of a text in a list; <paramref name="otherwise"/> for one that is not in it.</summary>
    public static string IndexIn(ClickHouseStatement statement, string text, IReadOnlyList<string> values, int otherwise)
    {
        var isLong = values.Sum(value => (long)Encoding.UTF8.GetByteCount(value)) > LongParameter;
        var list = statement.Parameter(isLong ? values.Select(Hash) : values);
        var places = statement.Parameter(Enumerable.Range(0, values.Count).Select(place => (long)place));
        return $"transform({(isLong ? $"hex(SHA256({text}))" : text)}, {list}, {places}, toInt64({otherwise.ToString(CultureInfo.InvariantCulture)}))";
    }

    private static string StartsWith(ClickHouseStatement statement, string prefix)
    {
        var bytes = Encoding.UTF8.GetByteCount(prefix);
        return bytes <= LongParameter
            ? $"startsWith(ifNull(trigger_ref, ''), {statement.Parameter(prefix)}) AND isNotNull(trigger_ref)"
            : $"hex(SHA256(substring(ifNull(trigger_ref, ''), 1, {bytes}))) = {statement.Parameter(Hash(prefix))}";
    }

    private string Matches(ClickHouseStatement statement, PathFilter filter)
    {
        var any = new List<string>();
        var number = Value(statement, filter.JsonPath, ValueKind.Number);
        var boolean = Value(statement, filter.JsonPath, ValueKind.Boolean);
        var text = Value(statement, filter.JsonPath, ValueKind.Text);
        if (number is not null && filter.Values.Select(value => value.Number).OfType<double>().ToList() is { Count: > 0 } numbers)
            any.Add($"has({statement.Parameter(numbers)}, assumeNotNull({number})) AND isNotNull({number})");
        if (boolean is not null && filter.Values.Select(value => value.Boolean).OfType<bool>().ToList() is { Count: > 0 } booleans)
            any.Add($"has({statement.Parameter(booleans.Select(value => value ? 1L : 0))}, toInt64(assumeNotNull({boolean}))) AND isNotNull({boolean})");
        if (text is not null && filter.Values.Select(value => value.Text).OfType<string>().ToList() is { Count: > 0 } texts)
            any.Add(IsAny(statement, text, texts));
        if (filter.Values.Any(value => value.IsNull))
        {
            var missing = ((string?[])[number, boolean, text]).OfType<string>().Select(value => $"isNull({value})").ToList();
            any.Add(missing.Count == 0 ? "1" : string.Join(" AND ", missing));
        }
        return any.Count == 0 ? "0" : $"ifNull({string.Join(" OR ", any.Select(one => $"({one})"))}, 0)";
    }

    private static string Text(string? number, string? boolean, string? text, string? arrays)
    {
        var key = text is null ? arrays ?? "''" : $"ifNull(concat('s', {text}), {arrays ?? "''"})";
        if (boolean is not null)
            key = $"if(isNotNull({boolean}), if({boolean} = 1, 't', 'f'), {key})";
        return number is null ? key : $"if(isNotNull({number}), {Bits(number)}, {key})";
    }

    private static string Bits(string number) => $"concat('n', toString(reinterpretAsUInt64(assumeNotNull({number}))))";

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
