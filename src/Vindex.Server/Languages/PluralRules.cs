using System.Globalization;

namespace Vindex.Server.Languages;

/// <summary>
/// The plural categories of a language, in the syntax of Unicode's plural rules (UTS 35, part 3, 5.1.1) for whole numbers: <c>n % 10 = 2..4 and
/// n % 100 != 12..14</c>. The first category whose rule holds is taken, otherwise <see cref="Other"/>.
/// </summary>
internal sealed class PluralRules
{
    public const string Other = "other";

    private readonly IReadOnlyList<(string Category, IReadOnlyList<IReadOnlyList<Relation>> AnyOf)> _rules;

    private PluralRules(IReadOnlyList<(string Category, IReadOnlyList<IReadOnlyList<Relation>> AnyOf)> rules) => _rules = rules;

    /// <summary>All categories, <see cref="Other"/> included.</summary>
    public IEnumerable<string> Categories => _rules.Select(rule => rule.Category).Append(Other);

    public static PluralRules Parse(IReadOnlyDictionary<string, string> rules) => new(
    [
        .. rules.Select(rule => (
            rule.Key,
            (IReadOnlyList<IReadOnlyList<Relation>>)[.. rule.Value.Split(" or ").Select(all => (IReadOnlyList<Relation>)[.. all.Split(" and ").Select(Relation.Parse)])])),
    ]);

    public string CategoryOf(long number)
    {
        var n = Math.Abs(number);
        foreach (var (category, anyOf) in _rules)
        {
            if (anyOf.Any(all => all.All(relation => relation.Holds(n)))) return category;
        }

        return Other;
    }

    private sealed record Relation(long? Modulus, bool IsEqual, IReadOnlyList<(long From, long To)> Ranges)
    {
        public static Relation Parse(string text)
        {
            var isEqual = !text.Contains("!=", StringComparison.Ordinal);
            var sides = text.Split(isEqual ? "=" : "!=", StringSplitOptions.TrimEntries);
            var left = sides[0].Split('%', StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || left.Length > 2 || left[0] is not ("n" or "i")) throw new FormatException($"'{text}' is no plural rule for whole numbers.");
            return new Relation(left.Length == 2 ? Number(left[1]) : null, isEqual, [.. sides[1].Split(',').Select(Range)]);
        }

        public bool Holds(long number)
        {
            var value = Modulus is { } modulus ? number % modulus : number;
            return Ranges.Any(range => value >= range.From && value <= range.To) == IsEqual;
        }

        private static (long From, long To) Range(string text)
        {
            var ends = text.Split("..", StringSplitOptions.TrimEntries);
            return (Number(ends[0]), Number(ends[^1]));
        }

        private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
