using System.Text;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class DocumentTests
{
    [Fact]
    public void A_document_becomes_readable_text()
    {
        var field = Reading.Description(Reading.Document("""
            {"type":"doc","version":1,"content":[
              {"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Goal"}]},
              {"type":"paragraph","content":[{"type":"text","text":"See "},{"type":"inlineCard","attrs":{"url":"https://example.org/a_b"}},{"type":"text","text":" by "},
                {"type":"date","attrs":{"timestamp":"1700000000000"}},{"type":"text","text":" "},{"type":"status","attrs":{"text":"OPEN"}},{"type":"text","text":" "},
                {"type":"mention","attrs":{"text":"@Ada"}},{"type":"text","text":" "},{"type":"emoji","attrs":{"shortName":":smile:","text":"😀"}}]},
              {"type":"paragraph","content":[{"type":"text","text":"Acceptance ","marks":[{"type":"strong"}]},{"type":"text","text":"criteria","marks":[{"type":"strong"},{"type":"em"}]}]},
              {"type":"bulletList","content":[
                {"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"one"}]},
                  {"type":"orderedList","attrs":{"order":3},"content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"inner"}]}]}]}]},
                {"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"two"}]}]}]},
              {"type":"taskList","content":[{"type":"taskItem","attrs":{"state":"DONE"},"content":[{"type":"text","text":"done"}]},{"type":"taskItem","content":[{"type":"text","text":"open"}]}]},
              {"type":"codeBlock","content":[{"type":"text","text":"a\n\n  b"}]},
              {"type":"table","content":[{"type":"tableRow","content":[
                {"type":"tableHeader","content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]},{"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"y"}]}]}]}]},
              {"type":"blockquote","content":[{"type":"paragraph","content":[{"type":"text","text":"quoted"}]}]},
              {"type":"rule"},
              {"type":"mediaSingle","content":[{"type":"media","attrs":{"id":"1"}}]},
              {"type":"expand","attrs":{"title":"Out of scope"},"content":[{"type":"paragraph","content":[{"type":"text","text":"nothing"}]}]},
              {"type":"futureThing","content":[{"type":"text","text":"kept"}]}]}
            """));

        field.Source.ShouldBe("""
            ## Goal

            See https://example.org/a_b by 2023-11-14 OPEN @Ada 😀

            **Acceptance criteria**

            - one
              3. inner
            - two

            - [x] done
            - [ ] open

            ```
            a

              b
            ```

            | x | y |

            > quoted

            ---

            **Out of scope**

            nothing

            kept
            """);
        field.Lines().ShouldBe(
        [
            "Heading2 <Motivation> Goal", "Paragraph <Motivation> See https://example.org/a_b by 2023-11-14 OPEN @Ada 😀",
            "Heading6 <AcceptanceCriteria> Acceptance criteria",
            "ListItem1 <AcceptanceCriteria> one", "ListItem2# <AcceptanceCriteria> inner", "ListItem1 <AcceptanceCriteria> two",
            "ListItem1[x] <AcceptanceCriteria> done",
            "ListItem1[ ] <AcceptanceCriteria> open", "Code <AcceptanceCriteria> a\n\n  b", "TableRow <AcceptanceCriteria> x | y",
            "Quote <AcceptanceCriteria> quoted",
            "Heading6 <OutOfScope> Out of scope", "Paragraph <OutOfScope> nothing", "Paragraph <OutOfScope> kept",
        ]);
    }

    [Fact]
    public void Lines_within_a_paragraph_are_lines_of_the_text() =>
        Reading.Description(Reading.Document("""
            {"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Acceptance criteria","marks":[{"type":"strong"}]},{"type":"hardBreak"},
              {"type":"text","text":"- a"},{"type":"hardBreak"},{"type":"text","text":"- b"}]}]}
            """))
                .Lines()
                .ShouldBe(["Heading6 <AcceptanceCriteria> Acceptance criteria", "ListItem1 <AcceptanceCriteria> a", "ListItem1 <AcceptanceCriteria> b"]);

    [Fact]
    public void A_quote_from_a_document_leads_back_to_its_text()
    {
        var field = Reading.Description(Reading.Document("""
            {"type":"doc","content":[{"type":"heading","attrs":{"level":3},"content":[{"type":"text","text":"Late orders"}]},
              {"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"shown in red"}]}]}]}]}
            """));
        var sentence = field.Sentences[1];

        var (start, end) = field.ToSource(sentence.Start, sentence.End);

        field.Source[start..end].ShouldBe("shown in red");
    }

    [Fact]
    public void Depth_is_limited()
    {
        var reading = TicketReader.Read(new TicketInput("A title", Reading.Document(Nested(65))), TicketLimits.Api);

        reading.Ticket.ShouldBeNull();
        reading.Field.ShouldBe("description");
        reading.Reason.ShouldBe("description is nested more than 64 nodes deep; at most 64 are allowed.");
        TicketReader.Read(new TicketInput("A title", Reading.Document(Nested(64))), TicketLimits.Api).Ticket.ShouldNotBeNull().Description.Clean.ShouldBe(
            "deep");
    }

    [Fact]
    public void Nodes_are_limited()
    {
        var reading = TicketReader.Read(new TicketInput("A title", default, Reading.Document(Wide(50_000))), TicketLimits.Api);

        reading.Field.ShouldBe("acceptance_criteria");
        reading.Reason.ShouldBe("acceptance_criteria has more than 50,000 nodes; at most that many are allowed.");
        TicketReader.Read(new TicketInput("A title", default, Reading.Document(Wide(49_999))), TicketLimits.CommandLine).Ticket.ShouldNotBeNull();
    }

    [Fact]
    public void What_is_over_a_limit_is_cut_where_that_is_asked_for()
    {
        var reading = TicketReader.Read(new TicketInput("A title", Reading.Document(Wide(60_000))), TicketLimits.Events);

        reading.Cut.ShouldBe([TicketField.Description]);
        reading.Ticket.ShouldNotBeNull().Description.Source.Length.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("true")]
    public void What_is_neither_text_nor_document_is_refused(string json) =>
        TicketReader.Read(new TicketInput("A title", Reading.Document(json)), TicketLimits.Api).Reason.ShouldBe(
            "description must be text or an Atlassian document (a JSON object with \"type\": \"doc\").");

    [Theory]
    [InlineData("null", "")]
    [InlineData("\"plain **text**\"", "plain text")]
    [InlineData("{}", "")]
    [InlineData("{\"type\":\"paragraph\",\"type\":\"media\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}]}", "a")]
    [InlineData("{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"a\\ud800b\\u00e9\\ud83d\\ude00\\\"\"}]}", "a\uFFFDbé😀\"")]
    [InlineData("{\"type\":\"paragraph\",\"content\":[{\"type\":\"date\",\"attrs\":{\"timestamp\":\"soon\"}}]}", "soon")]
    [InlineData(
        "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"a_b*c\",\"marks\":[{\"type\":\"code\"}]},{\"type\":\"text\",\"text\":\" d\"}]}",
        "a_b*c d")]
    [InlineData(
        "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"no\"},{\"type\":\"text\",\"text\":\"thing\",\"marks\":[{\"type\":\"strong\"}]}]}",
        "nothing")]
    [InlineData(
        "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"bold \",\"marks\":[{\"type\":\"strong\"}]},{\"type\":\"text\",\"text\":\"word\"}]}",
        "bold word")]
    public void Odd_documents_are_read_for_what_they_hold(string json, string clean) => Reading.Description(Reading.Document(json)).Clean.ShouldBe(clean);

    [Theory]
    [InlineData("{\"type\":\"doc\",\"content\":5}", "content is not an array", "")]
    [InlineData("{\"type\":\"doc\",\"content\":[1,null,\"x\",[],{\"type\":7,\"text\":\"a\"}]}", "a node that is not an object", "a")]
    [InlineData("{\"type\":\"doc\",\"content\":[{\"type\":\"text\",\"text\":5},{\"type\":\"text\",\"text\":\"b\"}]}", "text is not a string", "b")]
    public void A_malformed_document_is_refused_by_the_API_and_read_as_far_as_it_goes_from_an_event(string json, string reason, string clean)
    {
        var input = new TicketInput("A title", Reading.Document(json));
        TicketReader.Read(input, TicketLimits.Api).Reason!.ShouldContain(reason);
        TicketReader.Read(input, TicketLimits.Events).Ticket!.Description.Clean.ShouldBe(clean);
    }

    private static string Nested(int depth)
    {
        var json = new StringBuilder();
        for (var i = 0; i < depth - 1; i++) json.Append("{\"type\":\"blockquote\",\"content\":[");
        json.Append("{\"type\":\"text\",\"text\":\"deep\"}");
        return json.Append(string.Concat(Enumerable.Repeat("]}", depth - 1))).ToString();
    }

    private static string Wide(int children) =>
        "{\"type\":\"doc\",\"content\":[" + string.Join(',', Enumerable.Repeat("{\"type\":\"text\",\"text\":\"a\"}", children)) + "]}";
}
