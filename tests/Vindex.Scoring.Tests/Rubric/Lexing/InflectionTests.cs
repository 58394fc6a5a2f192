using Shouldly;
using Vindex.Scoring.Rubric.Lexing;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Lexing;

public sealed class InflectionTests
{
    [Theory]
    [InlineData("create", "creates", "created", "creating")]
    [InlineData("add", "adds", "added", "adding")]
    [InlineData("carry", "carries", "carried", "carrying")]
    [InlineData("play", "plays", "played", "playing")]
    [InlineData("obey", "obeys", "obeyed", "obeying")]
    [InlineData("deploy", "deploys", "deployed", "deploying")]
    [InlineData("buy", "buys", "buyed", "buying")]
    [InlineData("pass", "passes", "passed", "passing")]
    [InlineData("fix", "fixes", "fixed", "fixing")]
    [InlineData("buzz", "buzzes", "buzzed", "buzzing")]
    [InlineData("fetch", "fetches", "fetched", "fetching")]
    [InlineData("push", "pushes", "pushed", "pushing")]
    [InlineData("y", "ys", "yed", "ying")]
    public void A_verb_has_four_forms(string verb, string third, string past, string gerund)
    {
        var vocabulary = new Vocabulary();
        Inflection.AddVerb(vocabulary, verb, Tag.Action, doubled: false);

        vocabulary.Count.ShouldBe(5);
        Form(vocabulary, verb).ShouldBe((Tag.Action, WordForm.Base));
        Form(vocabulary, third).ShouldBe((Tag.Action, WordForm.ThirdPerson));
        Form(vocabulary, past).ShouldBe((Tag.Action, WordForm.Past));
        Form(vocabulary, gerund).ShouldBe((Tag.Action, WordForm.Gerund));
    }

    [Fact]
    public void Some_double_their_last_letter()
    {
        var vocabulary = new Vocabulary();
        Inflection.AddVerb(vocabulary, "plan", Tag.Action, doubled: true);

        foreach (var (word, form) in ((string, WordForm)[])[
            ("plan", WordForm.Base), ("plans", WordForm.ThirdPerson), ("planned", WordForm.Past), ("planning", WordForm.Gerund)
        ])
        {
            Form(vocabulary, word).ShouldBe((Tag.Action, form), word);
        }
        Form(vocabulary, "planed").ShouldBe((Tag.None, WordForm.None));
    }

    [Theory]
    [InlineData("button", "buttons")]
    [InlineData("box", "boxes")]
    [InlineData("entry", "entries")]
    [InlineData("key", "keys")]
    [InlineData("switch", "switches")]
    public void A_noun_has_a_plural(string noun, string plural)
    {
        var vocabulary = new Vocabulary();
        Inflection.AddNoun(vocabulary, noun, Tag.Widget);

        vocabulary.Count.ShouldBe(3);
        Form(vocabulary, noun).ShouldBe((Tag.Widget, WordForm.None));
        Form(vocabulary, plural).ShouldBe((Tag.Widget, WordForm.None));
    }

    [Theory]
    [InlineData("filter", "filt")]
    [InlineData("filters", "filter")]
    [InlineData("filtering", "filter")]
    [InlineData("filtered", "filter")]
    [InlineData("plan", "plan")]
    [InlineData("plans", "plan")]
    [InlineData("planning", "plan")]
    [InlineData("planned", "plan")]
    [InlineData("planner", "plan")]
    [InlineData("order", "ord")]
    [InlineData("create", "creat")]
    [InlineData("creates", "creat")]
    [InlineData("created", "creat")]
    [InlineData("creating", "creat")]
    [InlineData("entry", "entr")]
    [InlineData("entries", "entr")]
    [InlineData("carry", "carr")]
    [InlineData("boxes", "box")]
    [InlineData("class", "clas")]
    [InlineData("pass", "pass")]
    [InlineData("bus", "bus")]
    [InlineData("uses", "use")]
    [InlineData("its", "its")]
    [InlineData("user", "user")]
    [InlineData("ring", "ring")]
    [InlineData("bring", "bring")]
    [InlineData("string", "str")]
    [InlineData("seed", "seed")]
    [InlineData("need", "need")]
    [InlineData("speed", "spe")]
    [InlineData("ties", "tie")]
    [InlineData("the", "the")]
    [InlineData("free", "fre")]
    [InlineData("taxi", "tax")]
    [InlineData("a", "a")]
    [InlineData("", "")]
    public void A_stem_is_what_the_forms_of_a_word_share(string word, string stem) => word[..Inflection.StemLength(word)].ShouldBe(stem);

    private static (Tag Tags, WordForm Form) Form(Vocabulary vocabulary, string word)
    {
        var number = vocabulary.Find(word, Vocabulary.Hash(word));
        return (vocabulary.TagsOf(number), vocabulary.FormOf(number));
    }
}
