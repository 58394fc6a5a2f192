using Shouldly;
using Vindex.Scoring.Reading.Models;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>What decides whether a word belongs to the phrase that its sentence holds.</summary>
public sealed class PhraseFeatureTests
{
    private const string Sentence = "Keep it, because Customers hate to lose items";

    [Theory]
    [InlineData(0, "t:keep")]
    [InlineData(0, "t-1:_edge_")]
    [InlineData(0, "t-2:_edge_")]
    [InlineData(0, "t+1:it")]
    [InlineData(0, "t+2:,")]
    [InlineData(0, "tn:keep it")]
    [InlineData(0, "to:_edge_")]
    [InlineData(0, "tx:place-0")]
    [InlineData(0, "tx:upper")]
    [InlineData(0, "tx:more-left")]
    [InlineData(0, "tx:of-14")]
    [InlineData(3, "t:because")]
    [InlineData(3, "t-1:,")]
    [InlineData(3, "t-2:it")]
    [InlineData(3, "tp:, because")]
    [InlineData(3, "tc:purpose")]
    [InlineData(3, "to:,")]
    [InlineData(3, "tod:, 1")]
    [InlineData(3, "tx:place-3")]
    [InlineData(3, "tc+1:person")]
    [InlineData(4, "tc:person")]
    [InlineData(4, "tc-1:purpose")]
    [InlineData(4, "tod:because 1")]
    [InlineData(4, "tx:upper")]
    [InlineData(4, "tx:later")]
    [InlineData(5, "tod:because 2")]
    [InlineData(6, "tod:because 3")]
    [InlineData(7, "to:to")]
    [InlineData(7, "tod:to 1")]
    [InlineData(8, "t+1:_edge_")]
    [InlineData(8, "t+2:_edge_")]
    [InlineData(8, "tx:left-0")]
    [InlineData(7, "tx:left-1")]
    [InlineData(5, "tx:left-3")]
    public void A_word_has_the_feature(int token, string feature) => Of(Sentence, token).ShouldContain(feature);

    [Theory]
    [InlineData(0, "tp:keep it")]
    [InlineData(1, "tx:upper")]
    [InlineData(4, "tx:place-3")]
    [InlineData(4, "tx:left-3")]
    [InlineData(4, "to:_edge_")]
    [InlineData(8, "tn:items")]
    public void A_word_does_not_have_the_feature(int token, string feature) => Of(Sentence, token).ShouldNotContain(feature);

    [Theory]
    [InlineData(4, "tx:of-4")]
    [InlineData(5, "tx:of-8")]
    [InlineData(8, "tx:of-8")]
    [InlineData(9, "tx:of-14")]
    [InlineData(14, "tx:of-14")]
    [InlineData(15, "tx:of-24")]
    [InlineData(24, "tx:of-24")]
    [InlineData(25, "tx:of-many")]
    public void The_length_of_the_sentence_is_a_feature(
        int words, string feature) => Of(string.Join(' ', Enumerable.Repeat("word", words)), 0).ShouldContain(feature);

    [Fact]
    public void Far_from_a_connective_the_distance_is_many()
    {
        Of("because one two three four five six", 4).ShouldContain("tod:because 4");
        Of("because one two three four five six", 5).ShouldContain("tod:because many");
        Of("because one two three four five six", 6).ShouldContain("tod:because many");
    }

    [Theory]
    [InlineData("because", true)]
    [InlineData("So", true)]
    [InlineData("should", true)]
    [InlineData("instead", true)]
    [InlineData(",", true)]
    [InlineData("(", true)]
    [InlineData("`", true)]
    [InlineData("basket", false)]
    [InlineData("!", false)]
    [InlineData("12", false)]
    public void Phrases_begin_after_connectives_and_some_marks(string word, bool opens)
    {
        var text = Texts.Read("x " + word, null);
        PhraseFeatures.IsOpener(text.Tokens[1]).ShouldBe(opens);
    }

    [Fact]
    public void Every_connective_that_the_model_was_trained_with_opens_a_phrase()
    {
        const string connectives = """
            because since so as to for which that but and or if when while until once after before by using with via should must will can would is are instead
            otherwise therefore thus due from in on where who want need have has causes causing means makes making resulting allows allow
            allowing enable enables
            without this currently not , ; : ( ) " - – . `
            """;
        foreach (var word in connectives.Split((char[])[' ', '\n']))
        {
            var tokens = Texts.Read("x " + word + " y", null).Tokens;
            PhraseFeatures.IsOpener(tokens[1]).ShouldBeTrue(word);
        }
    }

    private static HashSet<string> Of(string sentence, int token)
    {
        var text = Texts.Read("Basket", sentence);
        return Texts.Features(buffer =>
        {
            var tokens = text.TokensOf(text.Segments[1]);
            var opener = -1;
            for (var i = 0; i < token; i++)
            {
                if (PhraseFeatures.IsOpener(tokens[i])) opener = i;
            }

            PhraseFeatures.Add(text, text.Segments[1], tokens, token, opener, buffer);
        });
    }
}
