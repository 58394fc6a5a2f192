using Shouldly;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Tests.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>What is nothing, what is only said in other words, and what is a ticket after all.</summary>
public sealed class SubstanceTests
{
    [Theory]
    [InlineData("🎉🎉🎉", "🚀")]
    [InlineData("...", null)]
    [InlineData("the of and", "it is")]
    [InlineData("test", "test")]
    [InlineData("asdf", "qwerty")]
    [InlineData("TODO", "TBD")]
    [InlineData("New issue", null)]
    [InlineData("Untitled", "placeholder")]
    [InlineData("Bug", "## Steps\n\nN/A\n\n## Expected\n\nN/A")]
    [InlineData("Crash", "## Steps\n\nN/A\n\n## Expected\n\nN/A")]
    [InlineData("Crash", "placeholder")]
    [InlineData("Lorem ipsum dolor", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.")]
    [InlineData("Loan list", "dolor sit amet consectetur adipiscing elit sed do eiusmod tempor")]
    public void There_is_nothing_to_judge(string summary, string? description) => Substance.IsMissing(Texts.Read(summary, description)).ShouldBeTrue();

    [Theory]
    [InlineData("Crash", null)]
    [InlineData("Loan list", null)]
    [InlineData("Loan list empty", "## Steps\n\nN/A")]
    [InlineData("Crash", "The loan list crashes.")]
    [InlineData("Test", "The loan list needs a test with ten readers.")]
    [InlineData("Crash", "```\nthrow new LoanException();\n```")]
    [InlineData("Bug", "2031-03-02 10:11:12 loan list lost")]
    [InlineData("Bug", "- [x] loan list shown")]
    [InlineData("Description of loans", "Title and description are cut in the loan list of the desk, so readers cannot be told apart.")]
    public void A_little_is_not_nothing(string summary, string? description) => Substance.IsMissing(Texts.Read(summary, description)).ShouldBeFalse();

    [Theory]
    [InlineData("Loan list", "Acceptance criteria:\n- Given When Then 5 seconds\n- Given When Then 10 seconds\n- All criteria are met")]
    [InlineData("Loan list", "Given the system when the user acts then it works correctly and the result is as expected")]
    [InlineData("Loan list", "It works as expected. All tests pass. Verify that everything passes successfully within 5 seconds.")]
    [InlineData("Improve search", "- Search is improved\n- The search improvement is done\n- The improved search works")]
    [InlineData("Export the loan report", "The loan report can be exported. The exported report is correct.")]
    [InlineData("Export the loan report", "Exporting works: reporting works, reports work.")]
    public void Criteria_can_be_made_of_nothing(string summary, string description) => Substance.IsStuffed(Texts.Read(summary, description)).ShouldBeTrue();

    [Theory]
    [InlineData("Export the loan report", null)]
    [InlineData("Export the loan report", "Exported reports.")]
    [InlineData("Export the loan report", "The loan report can be exported as a spreadsheet with one row for each reader.")]
    [InlineData("Loan list", "Given a reader with three overdue books, when she opens the loan list, then each overdue book is red within 5 seconds")]
    [InlineData("Loan list", "It works.")]
    [InlineData("Loan list", "```\ngiven when then given when then given when then\n```")]
    public void Criteria_with_a_word_of_their_own_are_not(
        string summary, string? description) => Substance.IsStuffed(Texts.Read(summary, description)).ShouldBeFalse();

    [Fact]
    public void A_long_text_in_the_words_of_its_title_is_no_longer_circular()
    {
        var words = string.Join(' ', Enumerable.Repeat("loan report", 40));

        Substance.IsStuffed(Texts.Read("Export the loan report", string.Join(' ', Enumerable.Repeat("loan report", 30)))).ShouldBeTrue();
        Substance.IsStuffed(Texts.Read("Export the loan report", words)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void A_circle_needs_six_words(int words, bool circular) =>
        Substance.IsStuffed(Texts.Read("Export the loan report", string.Join(' ', Enumerable.Repeat("report", words)))).ShouldBe(circular);

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void Stuffing_needs_eight_words(int words, bool stuffed) =>
        Substance.IsStuffed(Texts.Read("Loan list", "Pelican " + string.Join(' ', Enumerable.Repeat("works", words)))).ShouldBe(stuffed);
}
