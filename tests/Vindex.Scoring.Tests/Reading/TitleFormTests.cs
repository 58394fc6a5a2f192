using Shouldly;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class TitleFormTests
{
    [Theory]
    [InlineData("Add a filter for overdue loans", nameof(TitleForm.Order))]
    [InlineData("Basket: remove the banner", nameof(TitleForm.Order))]
    [InlineData("[Shop] Rename the export button", nameof(TitleForm.Order))]
    [InlineData("Reports > Loans > show the due date", nameof(TitleForm.Order))]
    [InlineData("Upgrade", nameof(TitleForm.Order))]
    [InlineData("Support for dark mode", nameof(TitleForm.Noun))]
    [InlineData("Search results are empty after a reload", nameof(TitleForm.Statement))]
    [InlineData("Filter is lost after a reload", nameof(TitleForm.Statement))]
    [InlineData("Loan list doesn't load", nameof(TitleForm.Statement))]
    [InlineData("Dark theme for the staff pages", nameof(TitleForm.Noun))]
    [InlineData("Moving loans between branches", nameof(TitleForm.Gerund))]
    [InlineData("Which formats do we need?", nameof(TitleForm.Question))]
    [InlineData("As a planner I want to see my loans", nameof(TitleForm.Story))]
    [InlineData("???", nameof(TitleForm.None))]
    public void A_title_has_a_form(string title, string form) => TitleForms.Of(Texts.Read(title)).ToString().ShouldBe(form);

    [Fact]
    public void A_label_without_words_after_it_is_the_title() => TitleForms.Of(Texts.Read("Remove banner:")).ShouldBe(TitleForm.Order);
}
