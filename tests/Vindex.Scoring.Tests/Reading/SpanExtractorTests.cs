using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Probabilities and token scores are given by hand, so that what is tested is the choice and the trimming alone.</summary>
public sealed class SpanExtractorTests
{
    private const double Inside = 4;
    private const double Outside = -4;

    [Fact]
    public void A_role_is_trimmed_to_its_words() =>
        Extract("Basket", "Yesterday the shop owners complained.", SpanType.Role, ["shop", "owners"]).ShouldHaveSingleItem().Quote.ShouldBe("shop owners");

    [Fact]
    public void A_clause_ends_where_a_clause_may_end() =>
        Extract("Basket", "Keep the basket, so that nothing is lost at night.", SpanType.Reason, ["so", "that", "nothing", "is", "lost", "at", "night"])
            .ShouldHaveSingleItem().Quote.ShouldBe("so that nothing is lost at night");

    [Fact]
    public void A_clause_is_not_torn_at_an_unlikely_word() =>
        Extract("Basket", "Keep the basket because customers hate loss.", SpanType.Reason, ["because", "customers", "loss"], outside: -1)
            .ShouldHaveSingleItem().Quote.ShouldBe("because customers hate loss");

    [Fact]
    public void Markup_within_a_quote_is_kept_and_around_it_is_not()
    {
        const string description = "Note: **the *total* is shown**.";
        var span = Extract("Basket", description, SpanType.Criteria, ["the", "total", "is", "shown"]).ShouldHaveSingleItem();
        span.Quote.ShouldBe("the *total* is shown");
        description[span.Start..span.End].ShouldBe(span.Quote);
        span.Field.ShouldBe(TicketField.Description);
    }

    [Fact]
    public void Unlikely_segments_give_no_span() => Extract("Basket", "The total is shown.", SpanType.Criteria, ["total"], probability: 0.05).ShouldBeEmpty();

    [Fact]
    public void A_segment_without_a_likely_word_gives_no_span() => Extract("Basket", "The total is shown.", SpanType.Criteria, []).ShouldBeEmpty();

    [Fact]
    public void Only_small_words_are_no_role() => Extract("Basket", "Done as the last one.", SpanType.Role, ["as", "the"]).ShouldBeEmpty();

    [Fact]
    public void Code_and_template_text_hold_no_criteria() =>
        Extract("Basket", "```\ntotal\n```\n\nPlease describe the total.", SpanType.Criteria, ["total"]).ShouldBeEmpty();

    [Fact]
    public void Template_text_is_boilerplate() =>
        Extract("Basket", "Please describe the problem.", SpanType.Boilerplate, ["please", "describe", "the", "problem"]).ShouldHaveSingleItem().Quote.ShouldBe(
            "Please describe the problem");

    [Fact]
    public void The_same_words_are_given_once() =>
        Extract("Basket", "Users wait. Then users wait.", SpanType.Role, ["users"]).ShouldHaveSingleItem().Start.ShouldBe(0);

    [Fact]
    public void At_most_twelve_criteria_are_given_the_most_likely_ones()
    {
        var description = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"- total{(char)('a' + i)} shown"));
        var text = Texts.Read("Basket", description);
        var spans = Run(text, SpanType.Criteria, (segment, _) => segment / 40.0 + 0.4, _ => Inside);
        spans.Count.ShouldBe(12);
        spans.ShouldNotContain(span => span.Quote.StartsWith("totala", StringComparison.Ordinal));
        spans.Select(span => span.Start).ShouldBeInOrder();
    }

    [Fact]
    public void A_long_quote_is_cut_at_a_blank()
    {
        var quote = Extract("Basket", string.Join(' ', Enumerable.Repeat("total", 60)), SpanType.Criteria, ["total"]).ShouldHaveSingleItem().Quote;
        quote.Length.ShouldBeLessThanOrEqualTo(SpanExtractor.LongestQuote);
        quote.ShouldEndWith("total");
    }

    [Fact]
    public void A_long_word_is_not_cut_within_a_character()
    {
        var quote = Extract("Basket", "x" + string.Concat(Enumerable.Repeat("𝒳", 200)), SpanType.Criteria, null).ShouldHaveSingleItem().Quote;
        char.IsHighSurrogate(quote[^1]).ShouldBeFalse();
    }

    [Fact]
    public void Comments_of_a_template_are_boilerplate_without_their_continuations()
    {
        var quotes = Extract(
            "Basket",
            "<!-- Read this first!\n\nBefore opening an issue, search for\nissues that are open already. -->\n\nThe total is wrong.",
            SpanType.Boilerplate,
            []).Select(span => span.Quote);
        quotes.ShouldBe(["Read this first!", "Before opening an issue, search for"]);
    }

    [Fact]
    public void A_comment_that_is_never_closed_is_read_to_the_end() =>
        Extract("Basket", "The total is wrong.\n\n<!-- Tell us which version", SpanType.Boilerplate, []).ShouldHaveSingleItem().Quote.ShouldBe(
            "Tell us which version");

    [Fact]
    public void A_comment_of_two_words_is_no_hint() =>
        Extract("Basket", "<!-- label: bug -->\n\nThe total is wrong.", SpanType.Boilerplate, []).ShouldBeEmpty();

    private static List<ReadingSpan> Extract(
        string summary, string description, SpanType type, string[]? inside, double probability = 0.9, double outside = Outside)
    {
        var text = Texts.Read(summary, description);
        return Run(
            text,
            type,
            (segment, _) => text.Segments[segment].Field == TicketField.Summary ? 0 : probability,
            word => inside is null || inside.Contains(word, StringComparer.OrdinalIgnoreCase) ? Inside : outside);
    }

    private static List<ReadingSpan> Run(TicketText text, SpanType type, Func<int, SpanType, double> probability, Func<string, double> score)
    {
        var probabilities = new double[text.Segments.Length * ReadingModel.SpanTypes];
        for (var i = 0; i < text.Segments.Length; i++) probabilities[(i * ReadingModel.SpanTypes) + (int)type] = probability(i, type);
        return new SpanExtractor().Extract(text, probabilities, (segment, _) =>
        {
            var clean = text.Text(text.Segments[segment].Field).Clean;
            return text.TokensOf(text.Segments[segment]).ToArray().Select(token => score(clean[token.Start..token.End])).ToArray();
        });
    }
}
