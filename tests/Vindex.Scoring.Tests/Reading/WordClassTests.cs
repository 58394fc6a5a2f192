using Shouldly;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class WordClassTests
{
    [Theory]
    [InlineData("stop", "the")]
    [InlineData("person", "customers")]
    [InlineData("developer", "maintainer")]
    [InlineData("speaker", "our")]
    [InlineData("harm", "crashed")]
    [InlineData("failure", "exceptions")]
    [InlineData("wrong", "broken")]
    [InlineData("severe", "leaking")]
    [InlineData("severity", "outage")]
    [InlineData("benefit", "allows")]
    [InlineData("gain", "easier")]
    [InlineData("purpose", "because")]
    [InlineData("want", "wished")]
    [InlineData("should", "must")]
    [InlineData("wish", "maybe")]
    [InlineData("loose", "etc")]
    [InlineData("unsure", "tbd")]
    [InlineData("time", "currently")]
    [InlineData("wait", "until")]
    [InlineData("blocked", "pending")]
    [InlineData("relate", "related")]
    [InlineData("add", "creating")]
    [InlineData("change", "updates")]
    [InlineData("remove", "deleted")]
    [InlineData("internal", "refactoring")]
    [InlineData("fix", "repairs")]
    [InlineData("study", "explored")]
    [InlineData("ui", "buttons")]
    [InlineData("userthing", "invoices")]
    [InlineData("internalthing", "classes")]
    [InlineData("tech", "redis")]
    [InlineData("means", "via")]
    [InlineData("place", "corner")]
    [InlineData("colour", "red")]
    [InlineData("epic", "entire")]
    [InlineData("several", "additionally")]
    [InlineData("steps", "click")]
    [InlineData("observe", "displayed")]
    [InlineData("expect", "expected")]
    [InlineData("criteria", "verify")]
    [InlineData("condition", "unless")]
    [InlineData("compare", "than")]
    [InlineData("quantity", "twice")]
    [InlineData("example", "instance")]
    [InlineData("attachment", "screenshot")]
    [InlineData("version", "firefox")]
    [InlineData("log", "caused")]
    [InlineData("template", "describe")]
    [InlineData("polite", "thanks")]
    [InlineData("question", "why")]
    [InlineData("modaluncertain", "might")]
    [InlineData("docs", "tutorials")]
    [InlineData("tests", "junit")]
    [InlineData("ops", "deployment")]
    [InlineData("access", "password")]
    [InlineData("money", "billing")]
    [InlineData("perf", "latency")]
    [InlineData("negated", "cannot")]
    [InlineData("improve", "polishing")]
    [InlineData("vagueverb", "handles")]
    [InlineData("concrete", "columns")]
    [InlineData("order", "rename")]
    [InlineData("tiny", "tooltips")]
    [InlineData("large", "platforms")]
    public void A_word_is_in_its_class(string name, string word)
    {
        var classes = ReadingModel.Classes;
        (classes.Of(WordHash.Of(word)) & classes.Bit(name)).ShouldNotBe(0UL);
        (classes.Of(WordHash.Of(word.ToUpperInvariant())) & classes.Bit(name)).ShouldNotBe(0UL);
    }

    [Fact]
    public void Every_class_of_the_file_has_a_word_here()
    {
        var rows = typeof(WordClassTests).GetMethod(nameof(A_word_is_in_its_class))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>();

        ReadingModel.Classes.Names.Except(rows.Select(row => (string)row.Data[0]!)).ShouldBeEmpty();
        ReadingModel.Classes.Names[0].ShouldBe("stop");
    }

    [Fact]
    public void Unknown_words_are_in_none_and_unknown_classes_are_refused()
    {
        ReadingModel.Classes.Of(WordHash.Of("kolibri")).ShouldBe(0UL);
        Should.Throw<ArgumentException>(() => ReadingModel.Classes.Bit("nobody"));
    }

    [Fact]
    public void A_file_is_read_with_its_forms()
    {
        var classes = WordClasses.Parse("# about\n[verb] +v\nstop carry use\n[noun] +n\nbox stop\n[plain]\nstop run\n");
        string[] In(string word) => [.. classes.Names.Where(name => (classes.Of(WordHash.Of(word)) & classes.Bit(name)) != 0)];

        In("stop").ShouldBe(["verb", "noun", "plain"]);
        In("stopped").ShouldBe(["verb"]);
        In("stopping").ShouldBe(["verb"]);
        In("stops").ShouldBe(["verb", "noun"]);
        In("carried").ShouldBe(["verb"]);
        In("using").ShouldBe(["verb"]);
        In("boxes").ShouldBe(["noun"]);
        In("boxed").ShouldBeEmpty();
        In("runs").ShouldBeEmpty();
        In("about").ShouldBeEmpty();
    }

    [Fact]
    public void At_most_64_classes_fit()
    {
        WordClasses.Parse(string.Join('\n', Enumerable.Range(0, 64).Select(i => $"[c{i}]\nword{i}"))).Names.Length.ShouldBe(64);
        Should.Throw<InvalidDataException>(() => WordClasses.Parse(string.Join('\n', Enumerable.Range(0, 65).Select(i => $"[c{i}]\nword{i}"))));
    }

    [Theory]
    [InlineData("entry", "entries", "entried", "entrying")]
    [InlineData("play", "plays", "played", "playing")]
    [InlineData("box", "boxes", "boxed", "boxing")]
    [InlineData("pass", "passes", "passed", "passing")]
    [InlineData("buzz", "buzzes", "buzzed", "buzzing")]
    [InlineData("match", "matches", "matched", "matching")]
    [InlineData("crash", "crashes", "crashed", "crashing")]
    [InlineData("save", "saves", "saved", "saving")]
    [InlineData("agree", "agrees", "agreed", "agreeing")]
    [InlineData("stop", "stops", "stopped", "stopping")]
    [InlineData("drop", "drops", "dropped", "dropping")]
    [InlineData("show", "shows", "showed", "showing")]
    [InlineData("fix", "fixes", "fixed", "fixing")]
    [InlineData("load", "loads", "loaded", "loading")]
    [InlineData("add", "adds", "added", "adding")]
    [InlineData("log", "logs", "logged", "logging")]
    [InlineData("print", "prints", "printed", "printing")]
    [InlineData("buy", "buys", "buyed", "buying")]
    [InlineData("y", "ys", "yed", "ying")]
    public void Regular_forms_are_made(string word, string withS, string past, string gerund)
    {
        WordForms.WithS(word).ShouldBe(withS);
        WordForms.Past(word).ShouldBe(past);
        WordForms.Gerund(word).ShouldBe(gerund);
    }

    [Fact]
    public void Hashes_are_the_same_on_every_machine()
    {
        // FNV-1a, 64 bit: the published values.
        WordHash.Of("").ShouldBe(14695981039346656037UL);
        WordHash.Of("a").ShouldBe(0xaf63dc4c8601ec8cUL);
        WordHash.Of("foobar").ShouldBe(0x85944171f73967e8UL);
        WordHash.Of("FOOBAR").ShouldBe(WordHash.Of("foobar"));
        WordHash.Of("ÄÖÜ").ShouldBe(WordHash.Of("äöü"));
        WordHash.Of("@").ShouldNotBe(WordHash.Of("`"));
        WordHash.Of("[").ShouldNotBe(WordHash.Of("{"));
    }

    [Fact]
    public void Hashes_of_features_depend_on_group_and_order()
    {
        var (a, b, c) = (WordHash.Of("a"), WordHash.Of("b"), WordHash.Of("c"));
        new[]
        {
            WordHash.Combine(a, b), WordHash.Combine(b, a), WordHash.Combine(a, b, c), WordHash.Combine(a, c, b), WordHash.Combine(a, c),
            WordHash.Combine(b, c)
        }.ShouldBeUnique();
        FeatureBuffer.HashOf("a:b").ShouldBe(WordHash.Combine(a, b));
        FeatureBuffer.HashOf("a:b c").ShouldBe(WordHash.Combine(a, b, c));
        FeatureBuffer.HashOf("a:b").ShouldNotBe(0UL);
    }
}
