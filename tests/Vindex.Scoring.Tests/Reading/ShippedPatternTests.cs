using Shouldly;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Each kind of phrase of <c>patterns.txt</c> with sentences that hold one.</summary>
public sealed class ShippedPatternTests
{
    [Theory]
    [InlineData("as-a-i-want", "As a returning shopper, I want to see my basket")]
    [InlineData("as-a-i-want", "As an editor we'd like drafts")]
    [InlineData("as-a-i-want", "As user I can pay")]
    [InlineData("as-a", "From the perspective of the desk")]
    [InlineData("as-a", "As a new member")]
    [InlineData("as-a", "The user story is this")]
    [InlineData("able", "Readers should be able to extend")]
    [InlineData("able", "The ability to extend loans")]
    [InlineData("able", "Give readers the option")]
    [InlineData("i-want", "I want to extend a loan")]
    [InlineData("i-want", "We would like a list")]
    [InlineData("i-want", "so that I see it")]
    [InlineData("user-can", "A customer can pay by card")]
    [InlineData("user-can", "Allow users to extend loans")]
    [InlineData("user-can", "Possible for customers to pay")]
    [InlineData("fails", "The printer does not work")]
    [InlineData("fails", "It no longer works")]
    [InlineData("fails", "It fails when the list is empty")]
    [InlineData("fails", "The page crashes")]
    [InlineData("fails", "The app throws")]
    [InlineData("fails", "The date is wrong")]
    [InlineData("cannot", "Readers cannot log in")]
    [InlineData("cannot", "It is not possible to pay")]
    [InlineData("cannot", "There is no way to pay")]
    [InlineData("wrong", "A wrong total")]
    [InlineData("wrong", "Shows tax instead of the total")]
    [InlineData("wrong", "The order behaves unexpectedly")]
    [InlineData("error", "An exception is shown")]
    [InlineData("error", "There is a stack trace")]
    [InlineData("error", "A null pointer in the basket")]
    [InlineData("regression", "It used to sort by date")]
    [InlineData("regression", "Since upgrading the list is empty")]
    [InlineData("regression", "This is a regression")]
    [InlineData("reproduce", "Steps to reproduce")]
    [InlineData("reproduce", "How to reproduce it")]
    [InlineData("observed", "I see two dates")]
    [InlineData("observed", "When I pay twice")]
    [InlineData("observed", "We've noticed that")]
    [InlineData("expected", "Expected result")]
    [InlineData("expected", "I expected a date")]
    [InlineData("would-be-nice", "It would be nice to have a filter")]
    [InlineData("would-be-nice", "A nice to have filter")]
    [InlineData("add-thing", "Add a filter")]
    [InlineData("add-thing", "Adding support is enough")]
    [InlineData("add-thing", "Support for tablets")]
    [InlineData("no-way-yet", "There is no option")]
    [InlineData("no-way-yet", "There's currently a gap")]
    [InlineData("documentation", "Update the readme")]
    [InlineData("documentation", "Document how loans work")]
    [InlineData("tests", "Write unit tests")]
    [InlineData("tests", "Test coverage of loans")]
    [InlineData("refactoring", "Refactor the loan service")]
    [InlineData("refactoring", "Clean up the loan service")]
    [InlineData("refactoring", "Get rid of the old list")]
    [InlineData("upgrade", "Upgrade to the next release")]
    [InlineData("upgrade", "The latest version is used")]
    [InlineData("operations", "The staging pipeline is slow")]
    [InlineData("operations", "Set up the printer")]
    [InlineData("design-work", "A mockup of the page")]
    [InlineData("design-work", "UX research on loans")]
    [InlineData("follow-up", "A follow-up ticket")]
    [InlineData("follow-up", "Following up on the talk")]
    [InlineData("study", "Investigate the slow list")]
    [InlineData("study", "Look into the slow list")]
    [InlineData("study", "Find out why")]
    [InlineData("open-question", "Should we keep it")]
    [InlineData("open-question", "How do readers pay")]
    [InlineData("open-question", "Any ideas welcome")]
    [InlineData("container", "This epic holds all")]
    [InlineData("container", "The tracking issue for loans")]
    [InlineData("so-that", "so that readers see it")]
    [InlineData("so-that", "in order to save time")]
    [InlineData("so-that", "so they can extend it")]
    [InlineData("because", "because the desk is full")]
    [InlineData("because", "since we moved")]
    [InlineData("because", "due to the move")]
    [InlineData("harm", "which breaks the list")]
    [InlineData("harm", "causing long queues")]
    [InlineData("must", "The list must hold dates")]
    [InlineData("must", "It should not be empty")]
    [InlineData("must", "The date needs to be shown")]
    [InlineData("given-when-then", "Given a loan when it ends")]
    [InlineData("given-when-then", "when it ends then it is red")]
    [InlineData("given-when-then", "then the list is empty")]
    [InlineData("wait", "blocked by the move")]
    [InlineData("wait", "It depends on the desk")]
    [InlineData("wait", "A prerequisite of loans")]
    [InlineData("solution", "by adding a column")]
    [InlineData("solution", "We could use a table")]
    [InlineData("solution", "Use a queue table")]
    [InlineData("hedge", "Maybe with a filter")]
    [InlineData("hedge", "Not sure about it")]
    [InlineData("hedge", "It might be enough")]
    [InlineData("joined", "Also print the receipt")]
    [InlineData("joined", "In addition it prints")]
    [InlineData("joined", "and also a receipt")]
    [InlineData("hint", "Please describe the problem")]
    [InlineData("hint", "If applicable add a picture")]
    [InlineData("hint", "Describe what you did")]
    [InlineData("spike", "A proof of concept")]
    [InlineData("spike", "Evaluate two printers")]
    public void A_phrase_is_known_by_its_name(string name, string text) => Found(text).ShouldContain(name);

    [Theory]
    [InlineData("The loan list shows the due date of each book.")]
    [InlineData("Receipts of the desk, in two columns")]
    [InlineData("Old cards with a magnetic strip")]
    public void Plain_sentences_hold_none(string text) => Found(text).ShouldBeEmpty();

    [Fact]
    public void Every_name_of_the_file_has_an_example_here()
    {
        var rows = typeof(ShippedPatternTests).GetMethod(nameof(A_phrase_is_known_by_its_name))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>();

        ReadingModel.Classes.Patterns.Names.Except(rows.Select(row => (string)row.Data[0]!)).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_has_a_bit_and_an_unknown_one_has_none()
    {
        var patterns = ReadingModel.Classes.Patterns;
        patterns.Names.Select(patterns.Bit).ShouldBeUnique();
        Should.Throw<ArgumentException>(() => patterns.Bit("nothing-of-the-kind"));
    }

    private static string[] Found(string text)
    {
        var tokens = new List<TextToken>();
        Tokenizer.Read(text, 0, text.Length, ReadingModel.Classes, tokens);
        var bits = ReadingModel.Classes.Patterns.Find(tokens.ToArray());
        return [.. ReadingModel.Classes.Patterns.Names.Where((_, i) => (bits >> i & 1) != 0)];
    }
}
