using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs.Analysis;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs.Analysis;

public sealed class NearDuplicatesTests
{
    private static readonly string[] s_words = ["the", "B", "cc", "dd", "e1", "ff", "gg", "hh"];

    [Fact]
    public void All_pairs_are_found_that_comparing_each_with_each_finds()
    {
        var text = Gen.ListOf(Gen.Elements(s_words)).Select(words => string.Join(' ', words));
        var varied = from same in text from more in Gen.Elements(s_words) from append in Gen.Elements(true, false) select append ? $"{same}, {more}" : same;
        var backlog = from few in Gen.ListOf(
            varied)
                      from indexes in Gen.ListOf(Gen.Choose(0, 9))
                      select few.Concat(indexes.Where(i => i < few.Count).Select(i => few[i] + " x")).ToList();
        Prop.ForAll(backlog.ToArbitrary(), texts =>
        {
            Find([.. texts]).Select(pair => (pair.First, pair.Second, pair.Similarity)).ShouldBe(ByComparingAll(texts));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_very_many_pairs_the_most_similar_are_kept()
    {
        var titles = Enumerable.Range(1, 1000).Select(_ => "the same words over and over again in every title").ToList();
        titles.Insert(0, "the same words over and over again in every title twice");
        var found = Find([.. titles]);

        found.Count.ShouldBe(NearDuplicates.MostPairs);
        found.ShouldAllBe(pair => pair.Similarity == 1);
        (found[0].First, found[0].Second).ShouldBe((2, 3));
    }

    [Theory]
    [InlineData("Export the loans as CSV", "export the loans, as CSV!", 1)]
    [InlineData("Export the loans as CSV", "Export the loan as CSV", 1)]
    [InlineData("Show the due date of a loan in the list of loans", "Show the due date of the loan in the list of loans", 0.773)]
    public void Case_punctuation_and_number_hardly_matter(string one, string two, double similarity) =>
        Find(one, two).ShouldHaveSingleItem().Similarity.ShouldBe((decimal)similarity);

    [Theory]
    [InlineData("Upgrade the message queue of the shop to version 2.1 on all nodes", "Upgrade the message queue of the shop to version 2.2 on all nodes")]
    [InlineData("Show the monthly report of all stations in the app of mechanics", "Show the weekly report of all stations in the app of mechanics")]
    [InlineData("Export the loans as CSV", "Import the readers from XML")]
    [InlineData("", "")]
    [InlineData("!!", "!!")]
    public void Two_pieces_of_work_are_no_duplicates(string one, string two) => Find(one, two).ShouldBeEmpty();

    [Fact]
    public void A_template_that_many_share_does_not_make_duplicates()
    {
        const string Template =
            "Steps to reproduce\nOpen the app and describe in detail what you did before it happened\nExpected result\nDescribe in detail what you expected to happen instead";
        string[] titles = ["Map is blank", "Loans are lost", "Search finds nothing", "Photos are turned", "Bell does not ring", "Receipt shows no tax"];

        Find([.. titles.Select(title => (title, Template))]).ShouldBeEmpty();
        Find([.. titles.Select(title => (title, Template)), ("Map is blank", Template)]).ShouldHaveSingleItem().Similarity.ShouldBe(1);
    }

    [Fact]
    public void A_text_that_two_share_does_when_one_title_only_says_more()
    {
        const string Text =
            "After a renewal the due date of the loan is missing in the list, while the page of the book shows it. Seen since the release of May on all phones.";

        Find(("Due date is missing", Text), ("Due date is missing after renewal", Text), ("Bell does not ring", "No sound at all"))
            .ShouldHaveSingleItem().First.ShouldBe(1);
    }

    [Fact]
    public void Beyond_the_complete_size_what_is_the_same_is_still_found()
    {
        var titles = Enumerable.Range(0, NearDuplicates.CompleteUpTo + 500)
            .Select(i => $"Replace sensor number{i} of the station{i * 7919 % 911} near bridge{i * 31 % 97}")
            .ToList();
        titles.Add(titles[17]);
        titles.Add(titles[2_400]);

        Find([.. titles]).Select(pair => (pair.First, pair.Second)).ShouldBe([(18, titles.Count - 1), (2_401, titles.Count)]);
    }

    [Fact]
    public void Cancelling_ends_the_search()
    {
        var duplicates = new NearDuplicates();
        duplicates.Add(1, "one title");

        Should.Throw<OperationCanceledException>(() => duplicates.Find(new CancellationToken(canceled: true)));
    }

    private static IReadOnlyList<DuplicatePair> Find(params string[] titles) => Find([.. titles.Select(title => (title, ""))]);

    private static IReadOnlyList<DuplicatePair> Find(params (string Title, string Text)[] tickets)
    {
        var duplicates = new NearDuplicates();
        for (var i = 0; i < tickets.Length; i++) duplicates.Add(i + 1, tickets[i].Title, tickets[i].Text);
        return duplicates.Find(CancellationToken.None);
    }

    private static List<(int, int, decimal)> ByComparingAll(IReadOnlyList<string> texts)
    {
        var sets = texts.Select(Features).ToList();
        var content = texts.Select(text => Words(text).Where(word => word != "the").ToHashSet()).ToList();
        var figures = texts.Select(text => string.Concat(Words(text).Where(word => word == "e1"))).ToList();
        var pairs = new List<(int, int, decimal Similarity)>();
        for (var i = 0; i < sets.Count; i++)
        {
            for (var j = i + 1; j < sets.Count; j++)
            {
                var shared = sets[i].Intersect(sets[j]).Count();
                var either = sets[i].Union(sets[j]).Count();
                if (shared == 0 || 10 * shared < 7 * either || (content[i].Except(content[j]).Any() && content[j].Except(content[i]).Any())) continue;
                if (figures[i] != "" && figures[j] != "" && figures[i] != figures[j]) continue;
                pairs.Add((i + 1, j + 1, Math.Round((decimal)shared / either, 3, MidpointRounding.AwayFromZero)));
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Item1).ThenBy(pair => pair.Item2).Take(NearDuplicates.MostPairs)];
    }

    private static HashSet<string> Features(string text)
    {
        var words = Words(text);
        return [.. words, .. words.Zip(words.Skip(1), (first, second) => first + " " + second)];
    }

    private static string[] Words(string text) => text.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
}
