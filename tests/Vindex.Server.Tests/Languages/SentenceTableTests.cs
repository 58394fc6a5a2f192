using System.Globalization;
using Shouldly;
using Vindex.Server.Languages;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>Finds the translation of a sentence by its English text.</summary>
public sealed class SentenceTableTests
{
    private static readonly SentenceTable s_table = new(
        new Dictionary<string, string>
        {
            ["Says why"] = "Sagt, warum",
            ["must have at most {#max} characters; it has {#has}"] = "darf höchstens {#max} Zeichen haben; es sind {#has}",
            ["must have {rule}"] = "muss {rule} haben",
            ["Who uses {-subject}, and what {is|are} missing without {it|them}?"] = "Wer nutzt „{-subject}“, und was fehlt ohne?",
            ["Not met: {@why}"] = "Nicht erfüllt: {@why}",
            ["{@reason}."] = "{@reason}.",
            ["{email} is a member"] = "{email} ist Mitglied",
            ["Use {{key}}"] = "Nutzen Sie {{key}}",
        },
        CultureInfo.GetCultureInfo(""));

    [Theory]
    [InlineData("Says why", "Sagt, warum")]
    [InlineData("must have at most 1,000 characters; it has 1200", "darf höchstens 1,000 Zeichen haben; es sind 1,200")]
    [InlineData("must have at most some characters; it has none", "muss at most some characters; it has none haben")]
    [InlineData("Who uses the list, and what is missing without it?", "Wer nutzt „list“, und was fehlt ohne?")]
    [InlineData("Who uses lists, and drafts, and what are missing without them?", "Wer nutzt „lists, and drafts“, und was fehlt ohne?")]
    [InlineData("Not met: says why", "Nicht erfüllt: Sagt, warum")]
    [InlineData("Says why.", "Sagt, warum.")]
    [InlineData("a@b.example is a member", "a@b.example ist Mitglied")]
    [InlineData("Use {key}", "Nutzen Sie {key}")]
    public void A_sentence_is_translated_with_its_values(string english, string translation) => s_table.Find(english).ShouldBe(translation);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("Says")]
    [InlineData("Something else.")]
    [InlineData("Not met: it has a value that the table does not have")]
    [InlineData("Who uses lists, and what is missing without them?")]
    [InlineData("Who uses")]
    public void Without_a_translation_nothing_is_found(string english) => s_table.Find(english).ShouldBeNull();

    [Fact]
    public void Every_value_of_a_translation_is_in_its_sentence()
    {
        foreach (var (english, translation) in LanguageFile.ReadAll().SelectMany(file => file.Sentences))
            Template.Parse(translation).Names.Except(Template.Parse(english).Names).ShouldBeEmpty(english);
    }
}
