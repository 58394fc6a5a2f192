using System.Text;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class JsonTests
{
    [Theory]
    [InlineData("""[{"id":"1","summary":"a"},{"id":2,"title":"b"}]""")]
    [InlineData("""{"startAt":0,"issues":[{"id":"1","fields":{"summary":"a"}},{"id":"2","fields":{"summary":"b"}}]}""")]
    [InlineData("""{"items":[{"id":"1","Summary":"a"},{"id":"2","NAME":"b"}],"total":2}""")]
    [InlineData("""{"tickets":[{"ticket_id":"1","ticket_data":{"summary":"a"}},{"ticket_id":"2","ticket_data":{"summary":"b"}}]}""")]
    public void Tickets_are_found_in_every_shape(string content)
    {
        var rows = Files.Rows(content, "a.json");
        rows.Select(row => (row.Row, row.Id, row.Input!.Summary)).ShouldBe([(1, "1", "a"), (2, "2", "b")]);
    }

    [Fact]
    public void The_body_of_the_score_request_is_a_ticket()
    {
        var row = Files.Rows("""
            {"ticket_id":"T","customer_id":"c","ticket_data":{"key":"P-1","summary":"a","description":"b","acceptance_criteria":"c","issue_type":"Bug"},
             "context_items":[{"kind":"epic","key":"P-0","relation":"parent","title":"t","text":"x"},{"kind":"other"}]}
            """, "a.json").ShouldHaveSingleItem();

        row.Id.ShouldBe("T");
        row.Input.ShouldNotBeNull();
        (row.Input.Key, row.Input.Summary, row.Input.Description.Text, row.Input.AcceptanceCriteria.Text, row.Input.IssueType).ShouldBe(
            ("P-1", "a", "b", "c", "Bug"));
        row.Input.Context.ShouldBe([new ContextItem(ContextKind.Epic, "P-0", "parent", "t", "x"), new ContextItem(ContextKind.Note, null, null, null, null)]);
    }

    [Fact]
    public void An_issue_of_jira_is_a_ticket()
    {
        var row = Files.Rows("""
            {"id":"10001","key":"P-1","fields":{"summary":"a","issuetype":{"name":"Story"},"description":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"deep"}]}]}}}
            """, "a.json").ShouldHaveSingleItem();

        (row.Id, row.Input!.Key, row.Input.IssueType).ShouldBe(("10001", "P-1", "Story"));
        TicketReader.Read(row.Input, TicketLimits.CommandLine).Ticket!.Description.Clean.ShouldBe("deep");
    }

    [Fact]
    public void Lines_hold_an_object_each()
    {
        var rows = Files.Rows(
            "{\"id\":\"x\",\"summary\":\"a\",\"description\":null}\n\n  \r\n{\"summary\":\"b\",\"description\":{\"type\":\"doc\",\"content\":[]}}\n{\"key\":\"K\",\"summary\":\"c\"}",
            "a.jsonl");
        rows.Select(row => (row.Row, row.Line, row.Id, row.Input!.Summary)).ShouldBe([(1, 1, "x", "a"), (2, 4, null, "b"), (3, 5, "K", "c")]);
        rows[1].Input!.Description.Document.ShouldNotBeNull();
    }

    [Fact]
    public void A_broken_line_is_named_and_the_rest_is_read()
    {
        var rows = Files.Rows("{\"summary\":\"a\"}\n{\"summary\":}\n{\"summary\":\"c\"}\n", "a.jsonl");

        rows.Count.ShouldBe(3);
        rows[1].Error.ShouldStartWith("line 2: not valid JSON: ");
        rows[1].Error.ShouldEndWith("(byte 12 of the line).");
        rows[2].Input!.Summary.ShouldBe("c");
    }

    [Fact]
    public void Broken_json_ends_the_walk_at_its_line()
    {
        var backlog = Files.Open("[\n{\"summary\":\"a\"},\n{\"summary\":oops}\n]", "a.json").Backlog!;

        backlog.Rows().Count().ShouldBe(1);
        backlog.Failure!.ShouldStartWith("line 3: not valid JSON: ");
    }

    [Theory]
    [InlineData("[1]", "row 1 (line 1): a ticket must be an object with a summary, but this is a number.")]
    [InlineData("[{\"id\":1}]", "row 1 (line 1): summary is missing; a ticket needs a \"summary\" (or \"title\").")]
    [InlineData("[\n\n{\"summary\":5}]", "row 1 (line 3): summary must be text, but it is a number.")]
    [InlineData("[{\"summary\":\" \"}]", "row 1 (line 1): summary is empty; it must contain the ticket's title.")]
    [InlineData("[{\"summary\":\"a\",\"description\":true}]", "row 1 (line 1): description must be text or an Atlassian document, but it is true or false.")]
    [InlineData(
        "[{\"summary\":\"a\",\"acceptance_criteria\":[1]}]", "row 1 (line 1): acceptance_criteria must be text or an Atlassian document, but it is an array.")]
    public void A_wrong_ticket_is_named(string content, string error) => Files.Rows(content, "a.json").ShouldHaveSingleItem().Error.ShouldBe(error);

    [Theory]
    [InlineData("[]", "the file contains no tickets.")]
    [InlineData("{\"issues\":[]}", "the file contains no tickets.")]
    [InlineData(
        "\"text\"", "the file must contain an array of tickets, an object with \"issues\", \"items\" or \"tickets\", or one ticket, but it contains text.")]
    [InlineData(
        "[{\"summary\":\"a\"}",
        "line 1: not valid JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed (byte 17 of the line).")]
    [InlineData("[] []", "line 1: not valid JSON: '[' is invalid after a single JSON value. Expected end of data (byte 4 of the line).")]
    public void A_file_without_tickets_says_why(string content, string failure) => Files.Failure(content, "a.json").ShouldBe(failure);

    [Fact]
    public void Criteria_may_be_an_array_of_texts() =>
        Files.Rows("[{\"summary\":\"a\",\"acceptanceCriteria\":[\"x\",\"y\"]}]", "a.json")[0].Input!.AcceptanceCriteria.Text.ShouldBe("- x\n- y");

    [Fact]
    public void Odd_text_is_read_for_what_it_holds()
    {
        var row = Files.Rows("{\"summary\":\"a\\ud800\\u0000b\",\"summary\":\"second\",\"\\ud800\":1}", "a.jsonl").ShouldHaveSingleItem();

        row.Input!.Summary.ShouldBe("a\uFFFD\0b");
        TicketReader.Read(row.Input, TicketLimits.Events).Ticket!.Summary.Source.ShouldBe("a\uFFFDb");
    }

    [Fact]
    public void Nesting_has_an_end()
    {
        var deep = "{\"summary\":\"a\",\"x\":" + new string('[', 600) + new string(']', 600) + "}";
        Files.Rows(deep, "a.jsonl").ShouldHaveSingleItem().Error.ShouldStartWith(
            "line 1: not valid JSON: The maximum configured depth of 512 has been exceeded");
        Files.Failure("[" + deep + "]", "a.json")!.ShouldContain("maximum configured depth");
        var allowed = "{\"summary\":\"a\",\"x\":" + new string('[', 300) + new string(']', 300) + "}";
        Files.Rows(allowed, "a.jsonl").ShouldHaveSingleItem().Input.ShouldNotBeNull();
    }

    [Fact]
    public void Long_arrays_are_read_element_by_element()
    {
        var content = new StringBuilder("[");
        for (var i =
            0; i < 5000; i++)
        {
            content.Append(i == 0 ? "" : ",\n")
                    .Append("{\"id\":")
                    .Append(i)
                    .Append(",\"summary\":\"")
                    .Append('x', i % 97 * 20)
                    .Append(i)
                    .Append("\"}");
        }
        var rows = Files.Rows(content.Append(']').ToString(), "a.json");

        rows.Count.ShouldBe(5000);
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i].Id.ShouldBe(i.ToString());
            rows[i].Line.ShouldBe(i + 1);
        }
    }

    [Fact]
    public void Items_within_an_object_know_their_lines() =>
        Files.Rows("{\n \"issues\": [\n  {\"summary\":\"a\"},\n\n  {\"summary\":\"b\"}\n ]\n}", "a.json").Select(row => row.Line).ShouldBe([3, 5]);

    [Fact]
    public void An_element_longer_than_the_buffer_is_read() =>
        Files.Rows("[{\"summary\":\"" + new string('x', 500_000) + "\"},{\"summary\":\"b\"}]", "a.json")
            .Select(row => row.Input!.Summary.Length)
            .ShouldBe([500_000, 1]);

    [Fact]
    public void Utf16_is_read() =>
        Files.Rows(Files.Open([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("[{\"summary\":\"größer\"}]")], "a.json"))
            .ShouldHaveSingleItem().Input!.Summary.ShouldBe("größer");
}
