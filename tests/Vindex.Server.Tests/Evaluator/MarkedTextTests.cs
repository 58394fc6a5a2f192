using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Pages.Tickets;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class MarkedTextTests
{
    [Fact]
    public void Quotes_that_overlap_are_cut_where_one_of_them_ends()
    {
        var segments = MarkedText.Cut("0123456789", [(1, 2, 6, true), (2, 4, 8, false)]);
        segments.Select(one => (one.Text, string.Join(' ', one.Findings), one.Lost)).ShouldBe([("01", "", false), ("23", "1", true), ("45", "1 2", true), ("67", "2", false), ("89", "", false)]);
    }

    [Fact]
    public void The_segments_are_the_text_and_each_quote_stands_under_its_finding()
    {
        var quote = from start in Gen.Choose(-1, 30) from length in Gen.Choose(0, 20) select (start, end: start + length);
        Prop.ForAll(Gen.ListOf(quote).ToArbitrary(), quotes =>
        {
            const string text = "a text of exactly thirty chars";
            var segments = MarkedText.Cut(text, [.. quotes.Select((one, i) => (i + 1, one.start, one.end, true))]);
            string.Concat(segments.Select(one => one.Text)).ShouldBe(text);
            for (var i = 0; i < quotes.Count; i++)
            {
                var (start, end) = quotes[i];
                var inside = start >= 0 && start < end && end <= text.Length;
                string.Concat(segments.Where(one => one.Findings.Contains(i + 1)).Select(one => one.Text)).ShouldBe(inside ? text[start..end] : "");
            }
        }).QuickCheckThrowOnFailure();
    }
}
