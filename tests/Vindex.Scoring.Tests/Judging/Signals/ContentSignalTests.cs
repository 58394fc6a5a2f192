using Shouldly;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Signals;

/// <summary>What is counted in the author's own words. Counts grow slower and slower: a count of n gives ln(1 + n).</summary>
public sealed class ContentSignalTests
{
    private const double Exact = 1e-9;

    [Theory]
    [InlineData("detail/words", 4, "The basket keeps items.")]
    [InlineData("detail/words", 9, "The basket keeps items. It shows the total too.")]
    [InlineData("detail/sentences", 1, "The basket keeps items.")]
    [InlineData("detail/sentences", 3, "It is kept. It is shown. It is sent.")]
    [InlineData("detail/opening", 4, "The basket keeps items. It shows the total of every item too.")]
    [InlineData("detail/longest", 8, "The basket keeps items. It shows the total of every item too.")]
    [InlineData("detail/new-words", 2, "The basket keeps items. The basket keeps items.")]
    [InlineData("detail/names", 2, "Sent to Alma and Bruno.")]
    [InlineData("detail/names", 0, "Nothing is sent. Later it is.")]
    [InlineData("steps/words", 5, "## Steps to reproduce\n\n- open the basket\n- press pay")]
    [InlineData("steps/numbered", 2, "1. Open the basket\n2. Press pay")]
    [InlineData("steps/numbered", 0, "- Open the basket\n- Press pay")]
    [InlineData("expected/words", 4, "## Expected\n\nThe total is shown.")]
    [InlineData("actual/words", 3, "## Actual result\n\nNothing is shown.")]
    [InlineData("environment/words", 2, "## Environment\n\nFirefox Linux")]
    [InlineData("environment/versions", 2, "Since 4.2.1, not in 4.1.0 yet")]
    [InlineData("environment/versions", 0, "Since 4 weeks")]
    [InlineData("motivation/words", 4, "## Background\n\nShops lose baskets daily.")]
    [InlineData("implementation/words", 3, "## Implementation\n\nUse another table.")]
    [InlineData("questions/marks", 2, "Who pays? And when?")]
    [InlineData("questions/section", 3, "## Open questions\n\nThe payment date.")]
    [InlineData("code/identifiers", 2, "See order_id and getTotal() there")]
    [InlineData("code/lines", 2, "```\none();\ntwo();\n```")]
    [InlineData("trace/lines", 2, "2031-03-02 10:11:12 basket lost\n\n2031-03-02 10:11:13 basket lost again")]
    [InlineData("links/links", 1, "See https://example.com/basket for the drawing")]
    [InlineData("references/keys", 2, "Like SHOP-12 and #34")]
    [InlineData("numbers/numbers", 3, "Between 10 and 20 items, or 50%")]
    [InlineData("quoted/texts", 1, "The button says “Pay now” today")]
    [InlineData("quoted/texts", 2, "The button says \"Pay now\" today")]
    [InlineData("lists/items", 3, "- total\n- tax\n- discount")]
    [InlineData("lists/boxes", 2, "- [ ] total is shown with tax\n- [ ] discount is shown in red")]
    [InlineData("lists/done", 1, "- [x] total is shown with tax\n- [ ] discount is shown in red")]
    [InlineData("headings/filled", 2, "## Total\n\nIt is shown.\n\n## Tax\n\nIt is shown.")]
    [InlineData("headings/filled", 0, "## Total\n\n## Tax")]
    [InlineData("template/empty", 1, "## Total\n\nIt is shown.\n\n## Tax")]
    [InlineData("template/empty", 2, "## Total\n\nN/A\n\n## Tax\n\nTBD")]
    [InlineData("template/hints", 2, "## Total\n\nN/A\n\n## Tax\n\nTBD")]
    [InlineData("template/hints", 0, "The total and the tax are shown.")]
    [InlineData("people/mentions", 2, "Ask @alma or @bruno")]
    [InlineData("pictures/pictures", 1, "![the basket](basket)")]
    [InlineData("pictures/pictures", 1, "!total.JPG|width=300!")]
    [InlineData("pictures/pictures", 2, "![](basket)\n\n![](total)")]
    [InlineData("pictures/pictures", 0, "Wow! It works!")]
    public void A_count_gives_its_logarithm(
        string signal, double count, string description) => SignalsOf.One(signal, description).ShouldBe(Math.Log(1 + count), Exact);

    [Theory]
    [InlineData("title/words", 2, "Keep basket")]
    [InlineData("title/words", 2, "Keep the basket")]
    [InlineData("title/words", 3, "Keep baskets of guests")]
    [InlineData("title/words", 14, "one1 two2 three3 four4 five5 six6 seven7 eight8 nine9 ten10 eleven11 twelve12 thirteen13 fourteen14 fifteen15 sixteen16")]
    [InlineData("title/one-or-two", 1, "Keep basket")]
    [InlineData("title/one-or-two", 0, "Keep basket contents")]
    [InlineData("title/three", 1, "Keep basket contents")]
    [InlineData("title/three", 0, "Keep basket contents forever")]
    [InlineData("title/three", 0, "Keep basket")]
    [InlineData("title/long", 0, "Keep basket contents forever across devices")]
    [InlineData("title/long", 1, "Keep basket contents forever across devices, even offline")]
    [InlineData("title/alone", 3, "Keep basket contents")]
    [InlineData("title/alone-short", 1, "Keep basket contents")]
    [InlineData("title/alone-short", 0, "Keep basket contents forever")]
    [InlineData("references/title", 1, "Keep basket like SHOP-12")]
    [InlineData("references/title", 0, "Keep basket like 12")]
    [InlineData("detail/none", 1, "Keep basket")]
    [InlineData("detail/little", 1, "Keep basket")]
    [InlineData("detail/much", 0, "Keep basket")]
    [InlineData("links/only", 0, "Keep basket")]
    [InlineData("pictures/only", 0, "Keep basket")]
    public void A_title_alone_is_measured(string signal, double value, string summary) => SignalsOf.Text(summary)[signal].ShouldBe(value, Exact);

    [Fact]
    public void Capitals_within_a_title_are_names_the_first_is_not()
    {
        SignalsOf.Text("Keep Alma and Bruno")["title/names"].ShouldBe(Math.Log(3), Exact);
        SignalsOf.Text("Keep alma and bruno")["title/names"].ShouldBe(0);
    }

    [Theory]
    [InlineData("detail/words", 600, "word ", 700)]
    [InlineData("detail/sentences", 60, "It is kept safe here. ", 80)]
    [InlineData("detail/opening", 60, "many ", 90)]
    [InlineData("detail/longest", 60, "many ", 90)]
    [InlineData("detail/names", 60, "so Alma ", 90)]
    [InlineData("steps/numbered", 20, "1. Open the basket\n", 30)]
    [InlineData("environment/versions", 10, "with 4.2.1 ", 15)]
    [InlineData("questions/marks", 10, "Who pays? ", 15)]
    [InlineData("code/identifiers", 40, "the order_id ", 60)]
    [InlineData("trace/lines", 60, "2031-03-02 10:11:12 basket lost\n\n", 80)]
    [InlineData("links/links", 10, "see https://example.com/basket ", 15)]
    [InlineData("references/keys", 10, "like SHOP-12 ", 15)]
    [InlineData("numbers/numbers", 30, "has 12 ", 40)]
    [InlineData("quoted/texts", 20, "says “Pay” ", 30)]
    [InlineData("lists/items", 40, "- total is shown\n", 60)]
    [InlineData("lists/boxes", 20, "- [ ] total is shown with tax\n", 30)]
    [InlineData("lists/done", 20, "- [x] total is shown with tax\n", 30)]
    [InlineData("headings/filled", 12, "## Total\n\nIt is shown.\n\n", 20)]
    [InlineData("people/mentions", 6, "ask @alma ", 10)]
    [InlineData("pictures/pictures", 6, "!basket.png!\n\n", 12)]
    [InlineData("steps/words", 200, "", 0)]
    public void A_count_is_not_worth_more_than_so_many(string signal, double most, string piece, int times)
    {
        var description = signal == "steps/words"
            ? "## Steps to reproduce\n\n" + string.Concat(Enumerable.Repeat("open ", 300))
            : string.Concat(Enumerable.Repeat(piece, times));
        SignalsOf.One(signal, description).ShouldBe(Math.Log(1 + most), Exact);
    }

    [Fact]
    public void New_words_are_those_that_neither_the_title_nor_the_text_had_before()
    {
        SignalsOf.Text("Basket", "The basket loses items.")["detail/new-words-share"].ShouldBe(2 / 5.0, Exact);
        SignalsOf.Text("Basket", "Guests lose items, coupons, vouchers, discounts daily.")["detail/new-words-share"].ShouldBe(1, Exact);
        SignalsOf.Text("Guests lose items", "Guests lose items, coupons, vouchers, discounts daily.")["detail/new-words-share"].ShouldBe(4 / 7.0, Exact);
    }

    [Theory]
    [InlineData(249, 0)]
    [InlineData(250, 0)]
    [InlineData(251, 1)]
    public void Much_begins_at_so_many_words(int words, double much) =>
        SignalsOf.Text("Basket", string.Join(' ', Enumerable.Repeat("word", words)))["detail/much"].ShouldBe(much);

    [Theory]
    [InlineData("", 1, 1, 2)]
    [InlineData("Please do it soon.", 0.9, 2 / 3.0, 1.8)]
    [InlineData("Keep the basket, please.", 1, 1, 2)]
    [InlineData("Shoppers lose items overnight.", 0.6, 0, 1.2)]
    [InlineData("Shoppers lose items overnight, three complaints arrive weekly, support answers them slowly.", 0, 0, 0)]
    public void Little_detail_ends_gradually_with_words_that_the_title_lacks(string description, double little, double none, double alone)
    {
        var signals = SignalsOf.Text("Keep basket", description);
        signals["detail/little"].ShouldBe(little, Exact);
        signals["detail/none"].ShouldBe(none, Exact);
        signals["title/alone"].ShouldBe(alone, Exact);
        signals["title/alone-short"].ShouldBe(little, Exact);
    }

    [Theory]
    [InlineData("Keep basket", 0)]
    [InlineData("Keep basket and coupons", 1)]
    [InlineData("Keep basket, coupons & vouchers", 2)]
    [InlineData("Keep basket, coupons, vouchers, cards and points", 3)]
    public void Things_joined_in_the_title_count_up_to_three(string title, double joined) => SignalsOf.Text(title)["title/joined"].ShouldBe(joined);

    [Theory]
    [InlineData("lists/orders", 2, "- Add a filter\n- Rename the button\n- The rest stays")]
    [InlineData("lists/orders", 0, "## Steps to reproduce\n\n1. Open the basket\n2. Remove an item")]
    [InlineData("lists/open", 1, "- [x] total is shown with tax\n- [ ] discount is shown in red")]
    [InlineData("lists/open", 0, "- [x] total is shown with tax")]
    [InlineData("lists/demands", 2, "The total must include tax. It should show two digits. It is red.")]
    public void Orders_open_items_and_demands_are_counted(string signal, double count, string description) =>
        SignalsOf.One(signal, description).ShouldBe(Math.Log(1 + count), Exact);

    [Theory]
    [InlineData(TicketKind.Bug, "detail/words-of-bug")]
    [InlineData(TicketKind.Task, "detail/words-of-task")]
    [InlineData(TicketKind.Story, "detail/words-of-wish")]
    [InlineData(TicketKind.Feature, "detail/words-of-wish")]
    [InlineData(TicketKind.Spike, null)]
    [InlineData(TicketKind.Epic, null)]
    public void Words_count_for_the_kind_of_ticket(TicketKind kind, string? signal)
    {
        var signals = SignalsOf.Text("Basket", "The basket keeps items.", kind);
        foreach (var name in new[] { "detail/words-of-bug", "detail/words-of-task", "detail/words-of-wish" })
            signals[name].ShouldBe(name == signal ? Math.Log(5) : 0, Exact);
        signals["kind/" + kind.Name()].ShouldBe(1);
    }

    [Theory]
    [InlineData("steps/of-bug", "## Steps to reproduce\n\nOpen the basket", 1)]
    [InlineData("steps/of-bug", "## Steps to reproduce\n\nOpen it", 0)]
    [InlineData("expected/of-bug", "## Expected\n\nTotal is shown", 1)]
    [InlineData("expected/of-bug", "## Expected\n\nA total", 0)]
    public void Sections_of_a_bug_count_from_three_words_on(string signal, string description, double value)
    {
        SignalsOf.One(signal, description, TicketKind.Bug).ShouldBe(value);
        SignalsOf.One(signal, description, TicketKind.Task).ShouldBe(0);
    }

    [Fact]
    public void Only_links_or_pictures_are_noticed()
    {
        SignalsOf.One("links/only", "https://example.com/basket").ShouldBe(1);
        SignalsOf.One("links/only", "The drawing at https://example.com/basket shows where the total, the tax and the discount of guests stand.").ShouldBe(0);
        SignalsOf.One("pictures/only", "!basket.png!").ShouldBe(1);
        SignalsOf.One("pictures/only", "!basket.png! " + string.Join(' ', Enumerable.Repeat("word", 25))).ShouldBe(0);
    }

    [Fact]
    public void Template_text_has_a_share_of_all_sentences()
    {
        SignalsOf.One("template/share", "## Total\n\nN/A\n\n## Tax\n\nIt is shown. It is sent.").ShouldBe(1 / 4.0, Exact);
        SignalsOf.One("template/share", "It is shown.").ShouldBe(0);
    }

    [Fact]
    public void Text_that_looks_like_a_template_counts_only_in_part()
    {
        var signals = SignalsOf.Spans("Basket", "The basket keeps items.", SpanType.Boilerplate, 0, 0.75);
        signals["detail/words"].ShouldBe(Math.Log(1 + (4 * 0.25)), Exact);
        signals["detail/sentences"].ShouldBe(Math.Log(1.25), Exact);
    }

    [Fact]
    public void Code_and_logs_are_no_words()
    {
        SignalsOf.One("detail/words", "```\nthe basket keeps items\n```").ShouldBe(0);
        SignalsOf.One("detail/words", "2031-03-02 10:11:12 the basket keeps items").ShouldBe(0);
        SignalsOf.One("detail/words", "## Total").ShouldBe(0);
    }

    [Fact]
    public void Every_signal_is_finite_and_nothing_is_below_zero_for_any_sample()
    {
        foreach (var (_, summary, description) in Advice.AdviceExample.All)
        {
            foreach (var (name, value) in SignalsOf.Text(summary, description))
            {
                double.IsFinite(value).ShouldBeTrue(name);
                value.ShouldBeGreaterThanOrEqualTo(0, name);
            }
        }
    }

    [Fact]
    public void Names_are_unique_and_belong_to_a_group_each()
    {
        TicketSignals.Names.ToArray().ShouldBeUnique();
        for (var i = 0; i < TicketSignals.Names.Length; i++) TicketSignals.Names[i].ShouldStartWith(TicketSignals.Groups[TicketSignals.GroupOf[i]] + "/");
        TicketSignals.Groups[0].ShouldBe("kind");
    }
}
