using Shouldly;
using Vindex.Scoring.Rubric.Lexing;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Lexing;

public sealed class VocabularyTests
{
    [Fact]
    public void A_word_added_twice_has_the_tags_and_forms_of_both()
    {
        var vocabulary = new Vocabulary();
        var first = vocabulary.Add("plan", Tag.Action, WordForm.Base);
        var second = vocabulary.Add("plan", Tag.Epic, WordForm.Past);

        second.ShouldBe(first);
        vocabulary.Count.ShouldBe(2);
        vocabulary.TagsOf(first).ShouldBe(Tag.Action | Tag.Epic);
        vocabulary.FormOf(first).ShouldBe(WordForm.Base | WordForm.Past);
    }

    [Fact]
    public void Number_zero_stands_for_all_other_words()
    {
        var vocabulary = new Vocabulary();
        vocabulary.Count.ShouldBe(1);
        vocabulary.Find("plan", Vocabulary.Hash("plan")).ShouldBe(0);
        (vocabulary.TagsOf(0), vocabulary.FormOf(0)).ShouldBe((Tag.None, WordForm.None));
    }

    [Fact]
    public void Thousands_of_words_are_all_found_and_no_other()
    {
        var vocabulary = new Vocabulary();
        var numbers = Enumerable.Range(0, 20_000).Select(i => vocabulary.Add("word" + i, Tag.Action, WordForm.Base)).ToList();

        numbers.ShouldBe(Enumerable.Range(1, 20_000));
        for (var i = 0; i < 20_000; i++)
        {
            var word = "word" + i;
            if (vocabulary.Find(word, Vocabulary.Hash(word)) != i + 1) throw new InvalidOperationException(word + " is not found.");
            var other = "other" + i;
            if (vocabulary.Find(other, Vocabulary.Hash(other)) != 0) throw new InvalidOperationException(other + " is found.");
        }
    }

    [Fact]
    public void Words_of_one_hash_are_told_apart()
    {
        var vocabulary = new Vocabulary();
        var number = vocabulary.Add("plan", Tag.Action, WordForm.Base);
        vocabulary.Find("other", Vocabulary.Hash("plan")).ShouldBe(0);
        vocabulary.Find("plan", Vocabulary.Hash("plan")).ShouldBe(number);
    }

    [Theory]
    [InlineData("", 2166202364)]
    [InlineData("plan", 3083511941)]
    public void The_hash_is_the_same_in_every_process(string word, uint hash) => Vocabulary.Hash(word).ShouldBe(hash);

    [Fact]
    public void A_list_of_tokens_grows_and_keeps_what_it_holds()
    {
        using var tokens = new TokenList(1);
        for (var i = 0; i < 1000; i++) tokens.Add().Start = i;

        tokens.Count.ShouldBe(1000);
        for (var i = 0; i < 1000; i++) tokens[i].Start.ShouldBe(i);
    }

    [Fact]
    public void A_new_token_is_empty_though_its_memory_was_used_before()
    {
        for (var round = 0; round < 3; round++)
        {
            using var tokens = new TokenList(64);
            for (var i = 0; i < 64; i++)
            {
                ref var token = ref tokens.Add();
                (token.Start, token.Word, token.Tags, token.Quoted).ShouldBe((0, 0, Tag.None, false));
                (token.Start, token.Word, token.Tags, token.Quoted) = (7, 7, Tag.Stop, true);
            }
        }
    }

    [Theory]
    [InlineData("stop", Tag.Stop)]
    [InlineData("technical-noun", Tag.TechnicalNoun)]
    [InlineData("month", Tag.Month)]
    [InlineData("Stop", Tag.None)]
    [InlineData("", Tag.None)]
    [InlineData("weather", Tag.None)]
    public void A_list_is_known_by_its_name(string name, object tag) => TagNames.Parse(name).ShouldBe((Tag)tag);
}
