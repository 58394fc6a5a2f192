using Shouldly;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class JsonTicketTests
{
    [Theory]
    [InlineData("issues")]
    [InlineData("items")]
    [InlineData("tickets")]
    [InlineData("cards")]
    [InlineData("value")]
    [InlineData("work_items")]
    [InlineData("workItems")]
    public void Tickets_are_found_under_any_of_the_known_names(string name) =>
        Files.Rows($$"""{"total":2,"{{name}}":[{"summary":"a"},{"summary":"b"}]}""", "a.json").Select(row => row.Input!.Summary).ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("""{"items":[{"summary":"a"}],"summary":"whole"}""", "whole")]
    [InlineData("""{"items":[{"summary":"a"}],"ticket_data":{"summary":"whole"}}""", "whole")]
    [InlineData("""{"labels":["x"],"cards":[{"summary":"a"}]}""", "a")]
    [InlineData("""{"items":5,"cards":[{"summary":"a"}]}""", "a")]
    [InlineData("""{"items":[{"summary":"a"}],"cards":[{"summary":"b"}]}""", "a")]
    public void A_ticket_that_holds_a_list_is_a_ticket(string json, string summary) => Files.Rows(json, "a.json")[0].Input!.Summary.ShouldBe(summary);

    [Theory]
    [InlineData("""{"summary":"a","id":7}""", "7", null)]
    [InlineData("""{"summary":"a","id":" x "}""", "x", null)]
    [InlineData("""{"summary":"a","id":"  "}""", null, null)]
    [InlineData("""{"summary":"a","id":true}""", null, null)]
    [InlineData("""{"summary":"a","key":"K-1"}""", "K-1", "K-1")]
    [InlineData("""{"summary":"a","key":"K-1","id":5}""", "5", "K-1")]
    [InlineData("""{"ticket_id":"outer","ticket_data":{"summary":"a","id":"inner","key":"K-1"}}""", "outer", "K-1")]
    [InlineData("""{"fields":{"summary":"a","id":"inner"}}""", "inner", null)]
    [InlineData("""{"issue":{"id":"1","key":"K-1","fields":{"summary":"a"}}}""", "1", "K-1")]
    public void Ids_and_keys_are_text_or_numbers(string json, string? id, string? key)
    {
        var row = Files.Rows(json, "a.json").ShouldHaveSingleItem();
        (row.Id, row.Input!.Key).ShouldBe((id, key));
    }

    [Theory]
    [InlineData("""{"title":"b","summary":"a"}""", "a")]
    [InlineData("""{"summary":"a","title":"b"}""", "a")]
    [InlineData("""{"name":"c","title":"b"}""", "b")]
    [InlineData("""{"title":"b","summary":null}""", "b")]
    [InlineData("""{"summary":null,"title":"b"}""", null)]
    [InlineData("""{"summary":"a","summary":"b"}""", "a")]
    [InlineData("""{"summary":"outer","fields":{"summary":"inner"}}""", "inner")]
    [InlineData("""{"summary":"outer","fields":{"summary":null}}""", "outer")]
    [InlineData("""{"summary":"outer","fields":5}""", "outer")]
    [InlineData("""{"fields":{"summary":"first"},"issue":{"summary":"second"}}""", "first")]
    [InlineData("""{"SUMMARY":"a"}""", "a")]
    [InlineData("""{"my summary":"a","title":"b"}""", "b")]
    public void The_best_known_name_counts_and_what_is_inside_before_what_is_around(string json, string? summary) =>
        Files.Rows(json, "a.json").ShouldHaveSingleItem().Input?.Summary.ShouldBe(summary);

    [Theory]
    [InlineData("\"Bug\"", "Bug")]
    [InlineData("{\"id\":\"1\",\"name\":\"Story\"}", "Story")]
    [InlineData("{\"id\":\"1\"}", null)]
    [InlineData("5", "5")]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    public void The_type_is_a_text_or_an_object_with_a_name(string type, string? name) =>
        Files.Rows($$"""{"summary":"a","issuetype":{{type}}}""", "a.json").ShouldHaveSingleItem().Input!.IssueType.ShouldBe(name);

    [Theory]
    [InlineData("5", "a number")]
    [InlineData("true", "true or false")]
    [InlineData("false", "true or false")]
    [InlineData("[\"a\",1]", "an array")]
    public void A_description_of_another_kind_is_named(string value, string what)
    {
        Files.Rows($$"""{"id":"T","summary":"a","description":{{value}}}""", "a.json").ShouldHaveSingleItem()
            .ShouldBe(new BacklogRow(1, 1, "T", null, $"row 1 (line 1): description must be text or an Atlassian document, but it is {what}."));
        Files.Rows($$"""{"id":"T","summary":"a","acceptance_criteria":{{value}}}""", "a.json").ShouldHaveSingleItem()
            .Error.ShouldBe($"row 1 (line 1): acceptance_criteria must be text or an Atlassian document, but it is {what}.");
    }

    [Theory]
    [InlineData("null", "row 1 (line 1): summary is missing; a ticket needs a \"summary\" (or \"title\").")]
    [InlineData("{}", "row 1 (line 1): summary must be text, but it is an object.")]
    [InlineData("[]", "row 1 (line 1): summary must be text, but it is an array.")]
    [InlineData("\"\\u200b\"", "row 1 (line 1): summary is empty; it must contain the ticket's title.")]
    public void A_summary_of_another_kind_is_named(string value, string error) =>
        Files.Rows($$"""{"id":"T","summary":{{value}}}""", "a.json").ShouldHaveSingleItem().ShouldBe(new BacklogRow(1, 1, "T", null, error));

    [Theory]
    [InlineData("linked_issue", ContextKind.LinkedIssue)]
    [InlineData("epic", ContextKind.Epic)]
    [InlineData("comment", ContextKind.Comment)]
    [InlineData("attachment", ContextKind.Attachment)]
    [InlineData("note", ContextKind.Note)]
    [InlineData("weather", ContextKind.Note)]
    public void Context_is_read_by_its_kind(string kind, ContextKind expected) =>
        Files.Rows(
            $$"""{"summary":"a","context_items":[5,{"kind":"{{kind}}","kind":"x","key":"K","relation":"blocks","title":"t","text":" x "}]}""", "a.json")[0]
            .Input!.Context.ShouldBe([new ContextItem(expected, "K", "blocks", "t", "x")]);

    [Fact]
    public void Context_inside_counts_where_there_is_none_around()
    {
        Files.Rows("""{"ticket_data":{"summary":"a","context_items":[{"title":"in"}]}}""", "a.json")[0].Input!.Context!.ShouldHaveSingleItem().Title.ShouldBe(
            "in");
        Files.Rows(
            """{"context_items":[{"title":"out"}],"ticket_data":{"summary":"a","context_items":[{"title":"in"}]}}""",
            "a.json")[0].Input!.Context!.ShouldHaveSingleItem().Title.ShouldBe("out");
        Files.Rows("""{"summary":"a","context_items":"none"}""", "a.json")[0].Input!.Context.ShouldBeNull();
    }

    [Fact]
    public void Names_with_escapes_or_beyond_64_bytes_are_passed_over()
    {
        Files.Rows("{\"summar\\u0079\":\"b\",\"title\":\"a\"}", "a.json")[0].Input!.Summary.ShouldBe("a");
        Files.Rows($$"""{"{{new string('-', 57)}}summary":"a"}""", "a.json")[0].Input!.Summary.ShouldBe("a");
        Files.Rows($$"""{"{{new string('-', 58)}}summary":"b","title":"a"}""", "a.json")[0].Input!.Summary.ShouldBe("a");
    }

    [Theory]
    [InlineData("{\"summary\":\"a\"}\n\nnull\n", 2, "row 2 (line 3): a ticket must be an object with a summary, but this is null.")]
    [InlineData("{\"summary\":\"a\"}\n\"x\"", 2, "row 2 (line 2): a ticket must be an object with a summary, but this is text.")]
    [InlineData("{\"summary\":\"a\"}\n[]", 2, "row 2 (line 2): a ticket must be an object with a summary, but this is an array.")]
    public void A_line_that_is_no_object_is_named(string content, int row, string error) => Files.Rows(content, "a.jsonl")[row - 1].Error.ShouldBe(error);
}
