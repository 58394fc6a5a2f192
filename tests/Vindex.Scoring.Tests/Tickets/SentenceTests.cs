using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class SentenceTests
{
    [Theory]
    [InlineData("One. Two! Three?", "One.", "Two!", "Three?")]
    [InlineData("Use fruit, e.g. apples. Then stop.", "Use fruit, e.g. apples.", "Then stop.")]
    [InlineData("Use fruit, i.e. Apples. Done.", "Use fruit, i.e. Apples.", "Done.")]
    [InlineData("Apples, pears, etc. Then stop.", "Apples, pears, etc.", "Then stop.")]
    [InlineData("Ours vs. Theirs.", "Ours vs. Theirs.")]
    [InlineData("See No. 5 of Mr. Smith.", "See No. 5 of Mr. Smith.")]
    [InlineData("Update to v1.2.3. Then restart.", "Update to v1.2.3.", "Then restart.")]
    [InlineData("It takes 2.5 s. That is long.", "It takes 2.5 s.", "That is long.")]
    [InlineData("Open https://example.org/a.b?c=d. Then read.", "Open https://example.org/a.b?c=d.", "Then read.")]
    [InlineData("Edit main.cs and app.config. Save.", "Edit main.cs and app.config.", "Save.")]
    [InlineData("Wait... what? Yes... It works.", "Wait... what?", "Yes...", "It works.")]
    [InlineData("Really?! No.", "Really?!", "No.")]
    [InlineData("He said \"stop.\" Then left.", "He said \"stop.\"", "Then left.")]
    [InlineData("这是第一句。这是第二句！完", "这是第一句。", "这是第二句！", "完")]
    [InlineData("it fails. npm is old. we know", "it fails.", "npm is old.", "we know")]
    [InlineData("Done. 🎉", "Done. 🎉")]
    [InlineData("1.5 GB are free. Good.", "1.5 GB are free.", "Good.")]
    [InlineData("- one\n- two. Three.", "one", "two.", "Three.")]
    [InlineData("On 24 Jul. Please come by Jan. 5 or No. 6.", "On 24 Jul.", "Please come by Jan. 5 or No. 6.")]
    [InlineData("| one. Two | three |", "one.", "Two", "three")]
    [InlineData("no stop\n\nat all", "no stop", "at all")]
    [InlineData("...", "...")]
    public void Sentences_are_found(string source, params string[] sentences) => Reading.Description(source).SentenceTexts().ShouldBe(sentences);

    [Fact]
    public void Code_has_no_sentences() => Reading.Description("```\na. B.\n```").Sentences.ShouldBeEmpty();
}
