using Shouldly;
using Vindex.Scoring.Backlogs.Analysis;
using Vindex.Scoring.Languages;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs.Analysis;

public sealed class RelationDataTests
{
    [Fact]
    public void Phrases_are_sorted_within_their_section()
    {
        var section = new List<string>();
        foreach (var line in ListFile.Lines("Backlogs/words.txt").Append("[end]"))
        {
            if (line[0] != '[')
            {
                section.Add(line);
                continue;
            }

            section.ShouldBe(section.Distinct().Order(StringComparer.Ordinal));
            section.Clear();
        }
    }

    [Theory]
    [InlineData("depends_on", "it depends on the rest", 1, 2)]
    [InlineData("depends_on", "it depended on the rest", 1, 0)]
    [InlineData("depends_on", "on top of it", 0, 3)]
    [InlineData("removes", "drop support for it", 0, 3)]
    [InlineData("removes", "drop it", 0, 1)]
    [InlineData("removes", "drop", 0, 1)]
    public void The_longest_phrase_that_stands_somewhere_is_found(string section, string text, int at, int length)
    {
        var terms = new List<Term>();
        Term.Read(text, terms);

        RelationWords.Instance.LengthAt(section, terms, at).ShouldBe(length);
    }

    [Theory]
    [InlineData("exports", "Export", true)]
    [InlineData("entries", "entry", true)]
    [InlineData("ENTRIES", "entry", true)]
    [InlineData("class", "clas", false)]
    [InlineData("status", "statu", false)]
    [InlineData("axis", "axi", false)]
    [InlineData("bus", "bu", false)]
    [InlineData("Größen", "größen", true)]
    public void A_plural_is_its_singular(string one, string two, bool same) => (Term.HashOf(one) == Term.HashOf(two)).ShouldBe(same);

    [Fact]
    public void Terms_keep_their_places_and_figures()
    {
        var terms = new List<Term>();
        Term.Read("Show 10 rows, v2!", terms);

        terms.Select(term => (term.Start, term.End, term.IsFigure)).ShouldBe([(0, 4, false), (5, 7, true), (8, 12, false), (14, 16, true)]);
    }
}
