using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Cli.Score.Remote;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Cli.Tests.Score.Remote;

public sealed class TicketRequestTests
{
    [Fact]
    public void It_has_the_members_of_the_api_and_leaves_out_what_there_is_not()
    {
        using var document = JsonDocument.Parse("""{"type": "doc", "content": []}""");
        var input = new TicketInput(
            "Pause a trip",
            FieldInput.FromDocument(document.RootElement),
            "- At once",
            " KOL-3 ",
            "Story",
            [new ContextItem(ContextKind.LinkedIssue, "KOL-1", "is blocked by", "Lock", null)]);
        Sent(new BacklogRow(1, 2, null, input, null), "acme", "strict").ShouldBe(
            """
            {"ticket_id":"KOL-3","customer_id":"acme","ticket_data":{"key":"KOL-3","summary":"Pause a trip","description":{"type":"doc","content":[]},
            "acceptance_criteria":"- At once","issue_type":"Story"},"context_items":[{"kind":"linked_issue","key":"KOL-1","relation":"is blocked by","title":"Lock"}],
            "system_type":"strict"}
            """.ReplaceLineEndings(""));
        Sent(new BacklogRow(7, 9, " ", new TicketInput("Pause a trip"), null)).ShouldBe("""{"ticket_data":{"summary":"Pause a trip"}}""");
    }

    [Fact]
    public void The_idempotency_key_follows_from_the_content_alone()
    {
        var row = new BacklogRow(1, 2, "A-1", new TicketInput("Pause a trip"), null);
        var key = TicketRequest.Of(row, row.Input!, null, null).IdempotencyKey;
        key.ShouldMatch("^ticket-[0-9a-f]{64}$");
        var moved = row with { Row = 8, Line = 12 };
        TicketRequest.Of(moved, moved.Input!, null, null).IdempotencyKey.ShouldBe(key);
        TicketRequest.Of(row, row.Input! with { Summary = "Pause a ride" }, null, null).IdempotencyKey.ShouldNotBe(key);
        TicketRequest.Of(row, row.Input!, "acme", null).IdempotencyKey.ShouldNotBe(key);
        TicketRequest.Of(row, row.Input!, null, "strict").IdempotencyKey.ShouldNotBe(key);
    }

    [Fact]
    public void A_line_of_a_batch_is_the_body_with_its_key()
    {
        var request = TicketRequest.Of(new BacklogRow(7, 9, " ", new TicketInput("Pause\na trip"), null), new TicketInput("Pause\na trip"), null, null);
        Encoding.UTF8.GetString(request.Line()).ShouldBe(
            """{"ticket_data":{"summary":"Pause\na trip"},"idempotency_key":"KEY"}""".Replace("KEY", request.IdempotencyKey, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lone_surrogate_is_replaced_as_it_is_when_judged_here() =>
        Sent(new BacklogRow(1, 1, null, new TicketInput("a\uD800b"), null)).ShouldContain("FFFD", Case.Insensitive);

    private static string Sent(BacklogRow row, string? customer = null, string? profile = null) =>
        Encoding.UTF8.GetString(TicketRequest.Of(row, row.Input!, customer, profile).Body);
}
