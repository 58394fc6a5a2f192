using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Evaluator.Results;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class NearDuplicatesTests
{
    private static readonly string[] s_words = ["a", "B", "cc", "dd", "e1", "ff", "gg", "hh"];

    [Fact]
    public void All_pairs_are_found_that_comparing_each_with_each_finds()
    {
        var text = Gen.ListOf(Gen.Elements(s_words)).Select(words => string.Join(' ', words));
        var varied = from same in text from more in Gen.Elements(s_words) from append in Gen.Elements(true, false) select append ? $"{same}, {more}" : same;
        var backlog = from few in Gen.ListOf(varied) from indexes in Gen.ListOf(Gen.Choose(0, 9)) select few.Concat(indexes.Where(i => i < few.Count).Select(i => few[i] + " x")).ToList();
        Prop.ForAll(backlog.ToArbitrary(), texts =>
        {
            var duplicates = new NearDuplicates();
            for (var i = 0; i < texts.Count; i++) duplicates.Add(i + 1, texts[i]);
            var found = duplicates.Find(CancellationToken.None).Select(pair => (pair.Rows[0], pair.Rows[1], pair.Similarity)).ToList();
            found.ShouldBe(ByComparingAll(texts));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_very_many_pairs_the_most_similar_are_told()
    {
        var duplicates = new NearDuplicates();
        for (var i = 1; i <= 1000; i++) duplicates.Add(i, "the same words over and over again with the number " + i);
        duplicates.Add(1001, "the same words over and over again with the number 1000");
        var found = duplicates.Find(CancellationToken.None);
        found.Count.ShouldBe(NearDuplicates.MostPairs);
        found[0].Rows.ShouldBe([1000, 1001]);
        found[0].Similarity.ShouldBe(1);
        found[1].Rows.ShouldBe([1, 2]);
    }

    private static List<(int, int, decimal)> ByComparingAll(IReadOnlyList<string> texts)
    {
        var sets = texts.Select(Features).ToList();
        var pairs = new List<(int, int, decimal Similarity)>();
        for (var i = 0; i < sets.Count; i++)
        {
            for (var j = i + 1; j < sets.Count; j++)
            {
                var shared = sets[i].Intersect(sets[j]).Count();
                var either = sets[i].Union(sets[j]).Count();
                if (shared > 0 && 10 * shared >= 7 * either) pairs.Add((i + 1, j + 1, Math.Round((decimal)shared / either, 3, MidpointRounding.AwayFromZero)));
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Item1).ThenBy(pair => pair.Item2).Take(NearDuplicates.MostPairs)];
    }

    private static HashSet<string> Features(string text)
    {
        var words = text.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return [.. words, .. words.Zip(words.Skip(1), (first, second) => first + " " + second)];
    }
}
