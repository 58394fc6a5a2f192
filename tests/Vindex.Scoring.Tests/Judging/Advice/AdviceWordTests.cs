using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Each word class that the sentences of advice are chosen by.</summary>
public sealed class AdviceWordTests
{
    [Theory]
    [InlineData("v:add", "integrate")]
    [InlineData("v:allow", "allow")]
    [InlineData("v:remove", "remove")]
    [InlineData("v:replace", "replace")]
    [InlineData("v:rename", "rename")]
    [InlineData("v:move", "move")]
    [InlineData("v:migrate", "migrate")]
    [InlineData("v:upgrade", "upgrade")]
    [InlineData("v:improve", "improve")]
    [InlineData("v:refactor", "refactor")]
    [InlineData("v:fix", "fix")]
    [InlineData("v:study", "investigate")]
    [InlineData("v:check", "require")]
    [InlineData("v:test", "test")]
    [InlineData("v:document", "document")]
    [InlineData("v:show", "show")]
    [InlineData("v:setup", "install")]
    [InlineData("pronoun", "we")]
    [InlineData("v:search", "filter")]
    [InlineData("v:other", "reverse")]
    [InlineData("ambiguous", "abstract")]
    [InlineData("compound", "tab")]
    [InlineData("finite", "seem")]
    [InlineData("fails", "messes")]
    [InlineData("predicate", "separate")]
    [InlineData("determiner", "a")]
    [InlineData("quantity", "all")]
    [InlineData("preposition", "for")]
    [InlineData("boundary", "regarding")]
    [InlineData("particle", "up")]
    [InlineData("adverb", "now")]
    [InlineData("question", "how")]
    [InlineData("opener", "try")]
    [InlineData("lead", "try")]
    [InlineData("prefix", "feat")]
    [InlineData("failing", "unable")]
    [InlineData("empty", "crash")]
    [InlineData("weak", "ui")]
    [InlineData("foreign", "der")]
    [InlineData("singular", "status")]
    [InlineData("t:list", "list")]
    [InlineData("t:input", "form")]
    [InlineData("t:control", "button")]
    [InlineData("t:api", "api")]
    [InlineData("t:setting", "setting")]
    [InlineData("t:exchange", "export")]
    [InlineData("t:notice", "notification")]
    [InlineData("t:search", "search")]
    [InlineData("t:access", "permission")]
    [InlineData("t:docs", "documentation")]
    [InlineData("t:test", "test")]
    [InlineData("t:build", "ci")]
    [InlineData("t:code", "class")]
    [InlineData("t:look", "style")]
    [InlineData("t:measure", "metric")]
    [InlineData("t:data", "database")]
    [InlineData("t:command", "cli")]
    [InlineData("t:dependency", "dependency")]
    [InlineData("t:fault", "crash")]
    [InlineData("t:slow", "slow")]
    public void A_word_is_in_its_class(string name, string word)
    {
        AdviceWords.Exists(name).ShouldBeTrue();
        (AdviceWords.Classes(WordHash.Of(word)) & AdviceWords.Of(name)).ShouldNotBe(0UL);
        (AdviceWords.Classes(WordHash.Of(word.ToUpperInvariant())) & AdviceWords.Of(name)).ShouldNotBe(0UL);
    }

    [Fact]
    public void Verbs_and_topics_are_classes_of_their_own()
    {
        (AdviceWords.Verb & AdviceWords.Topic).ShouldBe(0UL);
        AdviceWords.Of().ShouldBe(0UL);
        AdviceWords.Of("v:add", "v:remove").ShouldBe(AdviceWords.Of("v:add") | AdviceWords.Of("v:remove"));
        AdviceWords.Exists("v:nothing").ShouldBeFalse();
        AdviceWords.Classes(WordHash.Of("kolibri")).ShouldBe(0UL);
        Should.Throw<ArgumentException>(() => AdviceWords.Of("v:nothing"));
    }

    [Fact]
    public void Every_line_of_advice_names_known_classes_and_fits_a_kind()
    {
        foreach (var group in Enum.GetValues<AdviceGroup>())
        {
            foreach (var line in AdviceTexts.Of(group))
            {
                line.Kinds.ShouldNotBe(0, line.Text);
                line.Group.ShouldBe(group);
                (line.Verb & ~(AdviceWords.Verb | AdviceWords.NoVerb)).ShouldBe(0UL, line.Text);
                (line.With & line.Without).ShouldBe(Facts.None, line.Text);
                line.Text[^1].ShouldBeOneOf('.', '?');
            }
        }
    }

    [Fact]
    public void A_line_is_read_with_its_conditions()
    {
        var line = AdviceTexts.Parse("detail | bug task | v:add t:list amount steps !trace | Say {subject}.");

        line.Group.ShouldBe(AdviceGroup.Detail);
        line.Kinds.ShouldBe(AdviceTexts.Bit(Vindex.Scoring.Reading.TicketKind.Bug) | AdviceTexts.Bit(Vindex.Scoring.Reading.TicketKind.Task));
        (line.Verb, line.Topic, line.Vague).ShouldBe((AdviceWords.Of("v:add"), AdviceWords.Of("t:list"), VagueWord.Bit("amount")));
        (line.With, line.Without, line.Text).ShouldBe((Facts.Steps, Facts.Trace, "Say {subject}."));
        AdviceTexts.Parse("role | wish | | Say it.").Kinds.ShouldBe(
            AdviceTexts.Bit(Vindex.Scoring.Reading.TicketKind.Story) | AdviceTexts.Bit(Vindex.Scoring.Reading.TicketKind.Feature));
        AdviceTexts.Parse("role | * | | Say it | or not.").Text.ShouldBe("Say it | or not.");
    }
}
