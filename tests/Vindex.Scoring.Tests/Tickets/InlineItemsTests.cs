using Shouldly;
using Vindex.Scoring.Tickets.Markup;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class InlineItemsTests
{
    [Theory]
    [InlineData("- a - b", "a", "b")]
    [InlineData("- a  -  b", "a", "b")]
    [InlineData("* a * b", "a", "b")]
    [InlineData("+ a + b", "a", "b")]
    [InlineData("– a – b", "a", "b")]
    [InlineData("— a — b", "a", "b")]
    [InlineData("· a · b", "a", "b")]
    [InlineData("• a • b", "a", "b")]
    [InlineData("•a •b", "a", "b")]
    [InlineData("•a•b", "a•b")]
    [InlineData("• a.•b", "a.", "b")]
    [InlineData("- a.- b", "a.", "b")]
    [InlineData("- a!- b?- c;- d", "a!", "b?", "c;", "d")]
    [InlineData("- a-b - c", "a-b", "c")]
    [InlineData("- a -b", "a -b")]
    [InlineData("- a - ", "a")]
    [InlineData("- a * b", "a * b")]
    [InlineData("One. - two. - three", "One.", "two.", "three")]
    [InlineData("One.- two", "One.", "two")]
    [InlineData("One. - two - three", "One.", "two - three")]
    public void Bullets_are_found(string text, params string[] items) => Texts(text).ShouldBe(items);

    [Theory]
    [InlineData("1. a 2. b 3. c", "a", "b", "c")]
    [InlineData("1) a 2) b", "a", "b")]
    [InlineData("1.a 2.b", "a", "b")]
    [InlineData("1. a 2) b", "a 2) b")]
    [InlineData("1. a 3. b", "a 3. b")]
    [InlineData("1. a in 2.5 s 2. b", "a in 2.5 s", "b")]
    [InlineData("1. a12. b 2. c", "a12. b", "c")]
    [InlineData("1. a 2.", "a 2.")]
    [InlineData("1. a 2. b 3. c 4. d 5. e 6. f 7. g 8. h 9. i 10. j 11. k", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")]
    [InlineData("a. x b. y c. z", "x", "y", "z")]
    [InlineData("a) x b) y", "x", "y")]
    [InlineData("a. x c. y", "x c. y")]
    public void Numbers_and_letters_are_followed_in_their_order(string text, params string[] items)
    {
        Texts(text).ShouldBe(items);
        InlineItems.Find(text)!.ShouldAllBe(item => item.Ordered);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- ")]
    [InlineData("ab")]
    [InlineData("plain text")]
    [InlineData("-a -b")]
    [InlineData("2. a 3. b")]
    [InlineData("b. a c. b")]
    [InlineData("1.5 a")]
    [InlineData("1 a 2 b")]
    [InlineData("a-b. c")]
    [InlineData("ab. -c")]
    public void What_is_no_list_stays_whole(string text) => InlineItems.Find(text).ShouldBeNull();

    [Fact]
    public void There_are_at_most_as_many_letters_as_in_the_alphabet()
    {
        var text = string.Join(' ', Enumerable.Range(0, 26).Select(i => $"{(char)('a' + i)}. x")) + " {. x";
        InlineItems.Find(text)!.Count.ShouldBe(26);
        Texts(text)[^1].ShouldBe("x {. x");
    }

    [Theory]
    [InlineData("a • b", "a", "b")]
    [InlineData("a. - b", "a.", "b")]
    [InlineData("a - b", "a - b")]
    [InlineData("a • b. - c", "a", "b. - c")]
    public void Further_items_follow_the_first_of_a_line(string text, params string[] items) =>
        InlineItems.Further(text).Select(item => text[item.Start..item.End]).ShouldBe(items);

    private static string[] Texts(string text) => [.. InlineItems.Find(text)!.Select(item => text[item.Start..item.End])];
}
