using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>Parses <c>$expr</c>. Stops at the first error and reports its location and what is expected there.</summary>
/// <param name="paths">Receives the payload paths.</param>
internal sealed class QueryParser(PayloadPaths paths)
{
    private const string Conditions = "$and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains";

    // Measured: ignoring case takes about three times as long.
    private const int IgnoringCase = 2;
    private readonly List<string> _place = ["$expr"];
    private int _nodes;
    private int _items;

    /// <summary>Number of conditions and conversions, where a search that ignores case counts as three; fields and literals do not count.</summary>
    public int Operations { get; private set; }

    /// <summary>The error, if there was one.</summary>
    public QueryRefusal? Refusal { get; private set; }

    public Condition? Parse(JsonElement expression) => Operation(expression);

    private Condition? Operation(JsonElement element)
    {
        if (!TryOpen(element, $"an object with one of {Conditions}", out var name, out var value)) return null;
        return Within(name, () => Operation(name, value));
    }

    private Condition? Operation(string name, JsonElement value)
    {
        Operations++;
        switch (name)
        {
            case "$and" or "$or":
                if (Several(value, name) is not { } parts) return null;
                return name == "$and" ? new AllOf([.. parts]) : new AnyOf([.. parts]);
            case "$not":
                return Pair(value, 1, "a list of one condition") && Within("[0]", () => Boolean(value[0])) is { } part ? new NotThat(part) : null;
            case "$in":
                return In(value);
            case "$contains":
                return Contains(value);
            case "$eq":
                return Compare(ComparisonOperator.Equal, value);
            case "$gt":
                return Compare(ComparisonOperator.Greater, value);
            case "$gte":
                return Compare(ComparisonOperator.GreaterOrEqual, value);
            case "$lt":
                return Compare(ComparisonOperator.Less, value);
            case "$lte":
                return Compare(ComparisonOperator.LessOrEqual, value);
            default:
                return Refuse<Condition>($"is not a condition; allowed conditions: {Conditions}");
        }
    }

    private List<Condition>? Several(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Array) return Refuse<List<Condition>>("must be a list of conditions");
        if (value.GetArrayLength() == 0) return Refuse<List<Condition>>($"Empty {name[1..].ToUpperInvariant()} operation");
        var parts = new List<Condition>();
        foreach (var item in value.EnumerateArray())
        {
            if (Within($"[{parts.Count}]", () => Boolean(item)) is not { } part) return null;
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>A condition or a boolean operand.</summary>
    private Condition? Boolean(JsonElement element)
    {
        if (!IsOperand(element)) return Operation(element);
        if (Operand(element) is not { } operand) return null;
        if (operand.Type == OperandType.Null) return new Holds(operand);
        return operand.As(OperandType.Boolean) is { } boolean ? new Holds(boolean) : Refuse<Condition>("must be a condition or a boolean value");
    }

    private Operand? Operand(JsonElement element)
    {
        if (!IsOperand(element)) return Operation(element) is { } condition ? new ConditionOperand(condition) : null;
        if (!TryOpen(element, "", out var name, out var value)) return null;
        return Within(name, () => name switch
        {
            "$literal" => Literal(value),
            "$getField" => Field(value),
            "$size" => Size(value),
            _ => Convert(value),
        });
    }

    private static bool IsOperand(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().FirstOrDefault() is { Value.ValueKind: not JsonValueKind.Undefined } first
        && first.Name is "$literal" or "$getField" or "$convert" or "$size";

    private Operand? Literal(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return LiteralOperand.Of(value.GetString()!);
            case JsonValueKind.True or JsonValueKind.False:
                return LiteralOperand.Of(value.GetBoolean());
            case JsonValueKind.Null:
                return LiteralOperand.Null;
            case JsonValueKind.Number:
                return QueryNumber.TryParse(Encoding.UTF8.GetBytes(value.GetRawText()), out var number)
                    ? LiteralOperand.Of(number)
                    : Refuse<Operand>("the number exceeds the range of a double");
            default:
                return Refuse<Operand>("must be text, a number, true, false or null");
        }
    }

    private Operand? Field(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return Refuse<Operand>("must be the name of a field");
        if (FieldReference.Find(value.GetString()!, out var refusal) is { } field) return FieldOperand.Of(field, paths);
        Refusal ??= refusal;
        return null;
    }

    private SizeOperand? Size(JsonElement value)
    {
        Operations++;
        if (Operand(value) is not { } input) return null;
        return input is CollectionOperand collection
            ? new SizeOperand(collection.Name)
            : Refuse<SizeOperand>("needs the field of a list or map, such as {\"$getField\": \"scorer_tags\"}");
    }

    private Operand? Convert(JsonElement value)
    {
        Operations++;
        if (!Members(value, "input", "to")) return null;
        if (!TryFirst(value, "input", out var given)) return Refuse<Operand>("needs an input");
        if (Within("input", () => Operand(given)) is not { } input) return null;
        if (!TryFirst(value, "to", out var to) || to.ValueKind != JsonValueKind.String || !QueryConversion.Targets.Contains(to.GetString()!))
            return Within("to", () => Refuse<Operand>($"must be one of {string.Join(", ", QueryConversion.Targets)}"));
        var target = to.GetString()!;
        if (target != "exists" && input is CollectionOperand collection) return Within("input", () => Refuse<Operand>(Comparison.Whole(collection.Name)));
        if (target == "bool" && input.Type == OperandType.Time) return Within("to", () => Refuse<Operand>("a time cannot be converted to a boolean"));
        return new ConvertOperand(input, target);
    }

    private Comparison? Compare(ComparisonOperator @operator, JsonElement value)
    {
        if (!Pair(value, 2, "a list of two operands")) return null;
        if (Within("[0]", () => Operand(value[0])) is not { } left || Within("[1]", () => Operand(value[1])) is not { } right) return null;
        return Comparison.Of(@operator, left, right, out var reason) ?? Refuse<Comparison>(reason);
    }

    private Condition? In(JsonElement value)
    {
        const string Shape = "an operand and a list of operands";
        if (!Pair(value, 2, Shape)) return null;
        if (value[1].ValueKind != JsonValueKind.Array) return Within("[1]", () => Refuse<Condition>("must be a list of operands"));
        if (Within("[0]", () => Operand(value[0])) is not { } input) return null;
        var literals = new List<LiteralOperand>();
        var others = new List<Condition>();
        var index = -1;
        foreach (var item in value[1].EnumerateArray())
        {
            index++;
            // A literal costs only a look-up, so literals have their own limit.
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("$literal", out _))
            {
                _nodes--;
                if (++_items > QueryLimits.ListItems) return Refuse<Condition>($"the lists of a query may contain at most {QueryLimits.ListItems} literals");
            }

            if (Within($"[1][{index}]", () => Operand(item)) is not { } operand) return null;
            if (operand is LiteralOperand literal) literals.Add(literal);
            else if (Comparison.Of(ComparisonOperator.Equal, input, operand, out var reason) is { } comparison) others.Add(comparison);
            else return Within($"[1][{index}]", () => Refuse<Condition>(reason));
        }

        if (Membership.Of(input, literals, out var refused, out var why) is not { } membership)
            return Within($"[1][{refused}]", () => Refuse<Condition>(why));
        return others.Count == 0 ? membership : new AnyOf([membership, .. others]);
    }

    private Containment? Contains(JsonElement value)
    {
        if (!Members(value, "input", "substr", "case_insensitive")) return null;
        if (!TryFirst(value, "input", out var given)) return Refuse<Containment>("needs an input");
        if (!TryFirst(value, "substr", out var sought)) return Refuse<Containment>("needs a substr");
        if (Within("input", () => Operand(given)) is not { } input || Within("substr", () => Operand(sought)) is not { } part) return null;
        var ignoreCase = false;
        if (TryFirst(value, "case_insensitive", out var flag) && flag.ValueKind != JsonValueKind.Null)
        {
            if (flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return Within("case_insensitive", () => Refuse<Containment>("must be true or false"));
            ignoreCase = flag.GetBoolean();
            if (ignoreCase) Operations += IgnoringCase;
        }

        return Containment.Of(input, part, ignoreCase, out var member, out var reason) ?? Within(member, () => Refuse<Containment>(reason));
    }

    /// <summary>Parses an object with one member, and counts it.</summary>
    private bool TryOpen(JsonElement element, string expected, out string name, out JsonElement value)
    {
        (name, value) = ("", default);
        if (++_nodes > QueryLimits.Nodes) return RefuseFlat($"the query has more than {QueryLimits.Nodes} operations and operands");
        if (_place.Count > (2 * QueryLimits.Depth) + 1) return RefuseFlat($"the query nests deeper than {QueryLimits.Depth} levels");
        if (element.ValueKind != JsonValueKind.Object) return RefuseFlat($"must be {expected}");
        var members = element.EnumerateObject();
        if (!members.MoveNext()) return RefuseFlat($"must be {expected}; it is empty");
        (name, value) = (members.Current.Name, members.Current.Value);
        while (members.MoveNext())
        {
            // The first of duplicate keys counts.
            if (members.Current.Name != name) return RefuseFlat($"must have one member; it has {Shown(name)} and {Shown(members.Current.Name)}");
        }

        return true;
    }

    private bool Members(JsonElement value, params ReadOnlySpan<string> allowed)
    {
        if (value.ValueKind != JsonValueKind.Object) return RefuseFlat($"must be an object with {string.Join(", ", allowed.ToArray())}");
        foreach (var member in value.EnumerateObject())
        {
            if (!allowed.Contains(member.Name))
                return RefuseFlat($"has no member {Shown(member.Name)}; allowed members: {string.Join(", ", allowed.ToArray())}");
        }

        return true;
    }

    private bool Pair(JsonElement value, int length, string expected) =>
        (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == length) || RefuseFlat($"must be {expected}");

    private static bool TryFirst(JsonElement value, string name, out JsonElement member)
    {
        member = value.EnumerateObject().FirstOrDefault(candidate => candidate.Name == name).Value;
        return member.ValueKind != JsonValueKind.Undefined;
    }

    private T? Within<T>(string step, Func<T?> read)
        where T : class
    {
        _place.Add(step);
        var result = read();
        _place.RemoveAt(_place.Count - 1);
        return result;
    }

    private T? Refuse<T>(string reason)
        where T : class
    {
        RefuseFlat(reason);
        return null;
    }

    private bool RefuseFlat(string reason)
    {
        if (Refusal is not null) return false;
        var place = new StringBuilder(_place[0]);
        foreach (var step in _place.Skip(1)) place.Append(step[0] == '[' ? "" : ".").Append(Shown(step));
        Refusal = QueryRefusal.At(place.Length > 200 ? place.ToString(0, 100) + " … " + place.ToString(place.Length - 100, 100) : place.ToString(), reason);
        return false;
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
