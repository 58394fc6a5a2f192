using System.Xml.Linq;
using System.Xml.Schema;
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
    /// <summary>What Jenkins' xUnit plugin (junit-10.xsd) accepts of what is written here, in our words.</summary>
    private const string Schema =
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:simpleType name="count"><xs:restriction base="xs:nonNegativeInteger" /></xs:simpleType>
          <xs:simpleType name="seconds"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{1,3}(\.[0-9]+)?" /></xs:restriction></xs:simpleType>
          <xs:complexType name="verdict" mixed="true">
            <xs:attribute name="type" type="xs:string" />
            <xs:attribute name="message" type="xs:string" />
          </xs:complexType>
          <xs:complexType name="test">
            <xs:choice minOccurs="0" maxOccurs="unbounded">
              <xs:element name="failure" type="verdict" />
              <xs:element name="error" type="verdict" />
              <xs:element name="skipped" type="verdict" />
              <xs:element name="system-out" type="xs:string" />
            </xs:choice>
            <xs:attribute name="name" type="xs:string" use="required" />
            <xs:attribute name="classname" type="xs:string" />
            <xs:attribute name="time" type="seconds" />
          </xs:complexType>
          <xs:complexType name="suite">
            <xs:choice minOccurs="0" maxOccurs="unbounded">
              <xs:element name="testcase" type="test" />
            </xs:choice>
            <xs:attribute name="name" type="xs:string" use="required" />
            <xs:attribute name="tests" type="count" use="required" />
            <xs:attribute name="failures" type="count" use="required" />
            <xs:attribute name="errors" type="count" use="required" />
            <xs:attribute name="skipped" type="count" />
            <xs:attribute name="time" type="seconds" />
          </xs:complexType>
          <xs:element name="testsuites">
            <xs:complexType><xs:sequence><xs:element name="testsuite" type="suite" minOccurs="0" maxOccurs="unbounded" /></xs:sequence></xs:complexType>
          </xs:element>
        </xs:schema>
        """;

    private static readonly InvestScores s_good = new(8, 8, 8, 8, 8, 8);
    private static readonly InvestScores s_fair = new(6, 6, 6, 6, 6, 6);

    [Fact]
    public void One_suite_has_a_test_a_ticket_and_a_failure_below_the_gate()
    {
        var suite = Write(
            7.0m, [Judged.Ticket("A-1", "Good", s_good), Judged.Ticket("A-2", "Fair", s_fair, "Say who.", "Say why.", "Say when.", "Say where.")]);
        Attributes(suite).ShouldBe("name=backlog.csv tests=2 failures=1 errors=0 skipped=0 time=0");
        var cases = suite.Elements("testcase").ToList();
        cases.Select(Attributes).ShouldBe(["name=A-1 Good classname=backlog.csv time=0", "name=A-2 Fair classname=backlog.csv time=0"]);
        cases[0].Element("failure").ShouldBeNull();
        cases[1].Element("system-out")!.Value.ShouldBe("overall 6.0, independent 6, negotiable 6, valuable 6, estimable 6, small 6, testable 6");
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
        Attributes(suite).ShouldBe("name=backlog.csv tests=2 failures=0 errors=1 skipped=0 time=0");
        ((string)suite.Descendants("error").Single().Attribute("message")!).ShouldBe("backlog.csv: row 2 (line 4): summary is empty");
    }

    [Fact]
    public void Build_servers_accept_it()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add("", System.Xml.XmlReader.Create(new StringReader(Schema)));
        var suite = Write(7, [Judged.Ticket("A-1", "Good", s_good), Judged.Ticket("A-2", "Fair", s_fair, "Say who.")], new RowProblem(2, 4, "summary is empty"));
        var problems = new List<string>();
        suite.Document!.Validate(schemas, (_, problem) => problems.Add(problem.Message));
        problems.ShouldBeEmpty();

        suite.Element("testcase")!.Add(new XElement("properties"));
        suite.Document!.Validate(schemas, (_, problem) => problems.Add(problem.Message));
        problems.ShouldNotBeEmpty();
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
