using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>What the classifier of spans sees of a sentence. Segment 0 is the summary.</summary>
public sealed class SegmentFeatureTests
{
    private const string Ticket =
        "Readers lose the basket.\n\n## Expected result\n\nThe total is shown to every customer? Yes!\n\n1. Open the basket\n2. Press pay\n\n- [x] total\n- [ ] tax";

    [Theory]
    [InlineData(0, "w:keep")]
    [InlineData(0, "sw:keep")]
    [InlineData(0, "f:keep")]
    [InlineData(0, "ff:keep the")]
    [InlineData(0, "p:the basket")]
    [InlineData(0, "sk:keep basket")]
    [InlineData(0, "l:basket")]
    [InlineData(0, "x:field-summary")]
    [InlineData(0, "x:no-heading")]
    [InlineData(0, "k:Bug")]
    [InlineData(1, "w:lose")]
    [InlineData(1, "f:readers")]
    [InlineData(1, "ff:readers lose")]
    [InlineData(1, "sk:readers the")]
    [InlineData(1, "l:basket")]
    [InlineData(1, "c:person")]
    [InlineData(1, "fc:person")]
    [InlineData(1, "cp:person harm")]
    [InlineData(1, "x:block-Paragraph")]
    [InlineData(1, "x:section-Description")]
    [InlineData(1, "x:zone-Content")]
    [InlineData(1, "x:field-description")]
    [InlineData(1, "kx:field-description-Bug")]
    [InlineData(1, "kx:words-3-Bug")]
    [InlineData(1, "x:words-3")]
    [InlineData(1, "x:begins-upper")]
    [InlineData(1, "x:ends-stop")]
    [InlineData(1, "x:place-first")]
    [InlineData(1, "x:Heading-next")]
    [InlineData(1, "x:Paragraph-before")]
    [InlineData(1, "x:overlap-some")]
    [InlineData(1, "b:keep")]
    [InlineData(1, "b:the")]
    [InlineData(1, "b:basket")]
    [InlineData(2, "x:zone-Heading")]
    [InlineData(2, "x:section-Expected")]
    [InlineData(2, "x:place-second")]
    [InlineData(2, "x:ends-word")]
    [InlineData(2, "r:expected")]
    [InlineData(3, "h:expected")]
    [InlineData(3, "h:result")]
    [InlineData(3, "x:after-heading")]
    [InlineData(3, "rh:expected")]
    [InlineData(3, "rb:expected")]
    [InlineData(3, "x:mark-question")]
    [InlineData(3, "x:ends-question")]
    [InlineData(3, "w:?")]
    [InlineData(3, "x:words-5")]
    [InlineData(3, "x:overlap-0")]
    [InlineData(4, "x:opens-no")]
    [InlineData(4, "x:ends-exclamation")]
    [InlineData(4, "x:words-1")]
    [InlineData(4, "x:place-front")]
    [InlineData(5, "x:place-middle")]
    [InlineData(5, "x:list-numbered")]
    [InlineData(5, "x:block-ListItem")]
    [InlineData(5, "x:overlap-high")]
    [InlineData(5, "x:ListItem-next")]
    [InlineData(7, "x:box-ticked")]
    [InlineData(7, "x:zone-Done")]
    [InlineData(7, "x:begins-lower")]
    [InlineData(7, "x:place-back")]
    [InlineData(8, "x:box-open")]
    [InlineData(8, "x:place-last")]
    public void A_segment_has_the_feature(int segment, string feature) => Of(segment).ShouldContain(feature);

    [Theory]
    [InlineData(0, "x:place-first")]
    [InlineData(0, "b:readers")]
    [InlineData(1, "sw:lose")]
    [InlineData(1, "x:opens-no")]
    [InlineData(1, "x:list-numbered")]
    [InlineData(1, "x:box-open")]
    [InlineData(1, "x:after-heading")]
    [InlineData(1, "rb:expected")]
    [InlineData(1, "w:.")]
    [InlineData(2, "rn:expected")]
    [InlineData(4, "x:after-heading")]
    [InlineData(5, "x:mark-question")]
    [InlineData(6, "x:no-heading")]
    [InlineData(8, "x:long-ticket")]
    [InlineData(8, "x:place-only")]
    public void A_segment_does_not_have_the_feature(int segment, string feature) => Of(segment).ShouldNotContain(feature);

    [Theory]
    [InlineData("word", "x:words-1")]
    [InlineData("one two", "x:words-2")]
    [InlineData("one two three four", "x:words-3")]
    [InlineData("one two three four five", "x:words-5")]
    [InlineData("one two three four five six seven", "x:words-5")]
    [InlineData("one two three four five six seven eight", "x:words-8")]
    [InlineData("a b c d e f g h i j k l", "x:words-8")]
    [InlineData("a b c d e f g h i j k l m", "x:words-13")]
    [InlineData("a b c d e f g h i j k l m n o p q r", "x:words-13")]
    [InlineData("a b c d e f g h i j k l m n o p q r s", "x:words-19")]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc", "x:words-29")]
    [InlineData("12 carts", "x:begins-digit")]
    [InlineData("(twelve) carts", "x:begins-paren")]
    [InlineData("[twelve] carts", "x:begins-bracket")]
    [InlineData("“twelve” carts", "x:begins-mark")]
    [InlineData("“twelve” carts", "x:mark-quotes")]
    [InlineData("\"twelve\" carts", "x:mark-quotes")]
    [InlineData("twelve carts:", "x:ends-colon")]
    [InlineData("twelve carts (red)", "x:ends-paren")]
    [InlineData("twelve carts [red]", "x:ends-bracket")]
    [InlineData("twelve carts;", "x:ends-mark")]
    [InlineData("_twelve carts_", "x:wrapped-_both")]
    [InlineData("**twelve carts**", "x:wrapped-*both")]
    [InlineData("_twelve_ carts", "x:wrapped-_left")]
    [InlineData("carts of 4.2.1", "w:_ver_")]
    [InlineData("carts of 4 wheels", "w:_num_")]
    [InlineData("see order_id", "w:_code_")]
    [InlineData("see https://example.com/a", "w:_url_")]
    [InlineData("see SHOP-1", "w:_key_")]
    [InlineData("see @alma", "w:_at_")]
    [InlineData("of the and", "x:overlap-none")]
    [InlineData("users and users", "c:twice-1")]
    public void A_sentence_alone_has_the_feature(string sentence, string feature) => Alone(sentence).ShouldContain(feature);

    [Fact]
    public void A_ticket_of_one_sentence_says_so_and_a_long_one_too()
    {
        Alone("twelve carts").ShouldContain("x:place-only");
        var text = Texts.Read("Basket", string.Join("\n\n", Enumerable.Range(0, 30).Select(i => $"Line {i} of it.")));
        Texts.Features(buffer => SegmentFeatures.Add(text, 3, TicketKind.Task, buffer)).ShouldContain("x:long-ticket");
        Texts.Features(buffer => SegmentFeatures.Add(text, 5, TicketKind.Task, buffer)).ShouldContain("x:place-front");
    }

    [Theory]
    [InlineData("Basket total tax fee", "x:overlap-0", "alpha beta gamma")]
    [InlineData("Basket total tax fee", "x:overlap-low", "basket alpha beta gamma delta")]
    [InlineData("Basket total tax fee", "x:overlap-some", "basket alpha beta")]
    [InlineData("Basket total tax fee", "x:overlap-high", "basket alpha")]
    [InlineData("Basket total tax fee", "x:overlap-high", "the BASKET")]
    public void Words_that_the_summary_has_too_are_an_overlap(string summary, string feature, string sentence)
    {
        var text = Texts.Read(summary, sentence);
        Texts.Features(buffer => SegmentFeatures.Add(text, 1, TicketKind.Task, buffer)).ShouldContain(feature);
    }

    [Fact]
    public void Phrases_of_the_neighbours_count_only_within_the_field()
    {
        var text = Texts.Read("It does not work", "The basket is red. It cannot be saved. The total is red.");
        HashSet<string> Features(int segment) => Texts.Features(buffer => SegmentFeatures.Add(text, segment, TicketKind.Bug, buffer));

        Features(1).ShouldContain("rn:cannot");
        Features(1).ShouldNotContain("rb:fails");
        Features(2).ShouldContain("r:cannot");
        Features(3).ShouldContain("rb:cannot");
        Features(0).ShouldNotContain("rn:cannot");
    }

    [Theory]
    [InlineData(TicketKind.Story, "k:Story")]
    [InlineData(TicketKind.NotATicket, "k:NotATicket")]
    public void The_kind_is_a_feature(
        TicketKind kind, string feature) => Texts.Features(buffer => SegmentFeatures.Add(Texts.Read("Basket", Ticket), 1, kind, buffer)).ShouldContain(feature);

    private static HashSet<string> Of(int segment) =>
        Texts.Features(buffer => SegmentFeatures.Add(Texts.Read("Keep the basket", Ticket), segment, TicketKind.Bug, buffer));

    private static HashSet<string> Alone(string sentence) =>
        Texts.Features(buffer => SegmentFeatures.Add(Texts.Read("Basket", sentence), 1, TicketKind.Task, buffer));
}
