using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class JUnitOutputTests
{
    private static readonly InvestScores s_good = new(8, 8, 8, 8, 8, 8);
    private static readonly InvestScores s_fair = new(6, 6, 6, 6, 6, 6);

    [Fact]
    public void One_suite_has_a_test_a_ticket_and_a_failure_below_the_gate()
    {
        var suite = Write(
            7.0m, [Judged.Ticket("A-1", "Good", s_good), Judged.Ticket("A-2", "Fair", s_fair, "Say who.", "Say why.", "Say when.", "Say where.")]);
        Attributes(suite).ShouldBe("name=backlog.csv tests=2 failures=1 errors=0 skipped=0");
        var cases = suite.Elements("testcase").ToList();
        cases.Select(Attributes).ShouldBe(["name=A-1 Good classname=backlog.csv", "name=A-2 Fair classname=backlog.csv"]);
        cases[0].Element("failure").ShouldBeNull();
        string.Join(' ', cases[1].Descendants("property").Select(p => $"{(string)p.Attribute("name")!}={(string)p.Attribute("value")!}"))
            .ShouldBe("overall=6.0 independent=6 negotiable=6 valuable=6 estimable=6 small=6 testable=6");
        var failure = cases[1].Element("failure")!;
        ((string)failure.Attribute("message")!).ShouldBe("6.0 is below 7.0: Say who. Say why. Say when.");
        failure.Value.ShouldBe(
            "6.0 is below 7.0\nindependent 6, negotiable 6, valuable 6, estimable 6, small 6, testable 6\n- Say who.\n- Say why.\n- Say when.\n");
    }

    [Theory]
    [InlineData(6.0, 0)]
    [InlineData(6.1, 1)]
    public void A_ticket_at_the_gate_passes(double minimum, int failures) =>
        ((int)Write((decimal)minimum, [Judged.Ticket("A-1", "Fair", s_fair)]).Attribute("failures")!).ShouldBe(failures);

    [Fact]
    public void A_row_that_cannot_be_judged_is_an_error()
    {
        var suite = Write(7, [Judged.Ticket("A-1", "Good", s_good)], new RowProblem(2, 4, "summary is empty"));
        Attributes(suite).ShouldBe("name=backlog.csv tests=2 failures=0 errors=1 skipped=0");
        ((string)suite.Descendants("error").Single().Attribute("message")!).ShouldBe("backlog.csv: row 2 (line 4): summary is empty");
    }

    [Fact]
    public void Any_text_makes_valid_xml()
    {
        // Every UTF-16 unit, those most often that XML minds: controls, surrogates alone and in pairs, the last of the plane.
        var unit = Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0xD800, 0xDFFF), Gen.Choose(0xFFF0, 0xFFFF), Gen.Choose(0, 0xFFFF)).Select(value => (char)value);
        var text = unit.ArrayOf().Select(units => new string(units)).ToArbitrary();
        Prop.ForAll(text, text, (title, advice) =>
        {
            var suite = Write(7, [Judged.Ticket("A-1", title, s_fair, advice)], new RowProblem(1, 1, title));
            return suite.Elements("testcase").Count() == 2;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_xml_cannot_hold_is_replaced_and_nothing_else()
    {
        // Not as arguments of a theory: those go through UTF-8, which has no lone surrogates.
        foreach (var (text, clean) in (ReadOnlySpan<(string, string)>)
                 [
                     ("a\u0000b\u001Bc", "a\uFFFDb\uFFFDc"),
                     ("a\uD800b", "a\uFFFDb"),
                     ("\uDC00a\uD83D", "\uFFFDa\uFFFD"),
                     ("\uD83D\uD83D\uDEB2", "\uFFFD\U0001F6B2"),
                     ("\uFFFE\uFFFF", "\uFFFD\uFFFD"),
                     ("tab\tline\n<&>\"' \U0001F6B2 料金", "tab\tline\n<&>\"' \U0001F6B2 料金"),
                 ])
        {
            XmlText.Clean(text).ShouldBe(clean);
            XElement.Parse(new XElement("a", XmlText.Clean(text)).ToString()).Value.ShouldBe(clean);
        }
    }

    private static XElement Write(decimal minimum, ScoredTicket[] tickets, params RowProblem[] problems)
    {
        using var bytes = new MemoryStream();
        using (var output = new JUnitOutput(bytes, "backlog.csv", minimum))
        {
            foreach (var ticket in tickets) output.Write(ticket);
            output.Finish(new BacklogSummary(), problems);
        }

        bytes.Position = 0;
        return XDocument.Load(bytes, LoadOptions.PreserveWhitespace).Root!.Elements("testsuite").Single();
    }

    private static string Attributes(XElement element) => string.Join(' ', element.Attributes().Select(a => $"{a.Name}={a.Value}"));
}
