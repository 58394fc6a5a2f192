using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class LimitTests
{
    private static readonly TicketLimits s_refuse = new(10, 12, OverLimit.Refuse);
    private static readonly TicketLimits s_cut = new(10, 12, OverLimit.Cut);

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("\u200B\uFEFF\u00A0")]
    [InlineData("\0")]
    public void A_blank_summary_is_refused(string summary)
    {
        var reading = TicketReader.Read(new TicketInput(summary), TicketLimits.Api);

        reading.Ticket.ShouldBeNull();
        reading.Field.ShouldBe("summary");
        reading.Reason.ShouldBe("summary is required and must contain at least one visible character.");
    }

    [Fact]
    public void A_summary_of_markup_alone_is_refused() =>
        TicketReader.Read(new TicketInput("<!-- x -->"), TicketLimits.Api).Reason.ShouldStartWith("summary is required");

    [Fact]
    public void A_long_summary_is_refused_with_both_numbers() =>
        TicketReader.Read(new TicketInput(new string('x', 1001)), TicketLimits.Api).Reason.ShouldBe(
            "summary is 1,001 characters long; at most 1,000 are allowed.");

    [Fact]
    public void A_summary_at_the_limit_is_read() => TicketReader.Read(new TicketInput(new string('x', 1000)), TicketLimits.Api).Ticket.ShouldNotBeNull();

    [Fact]
    public void A_long_description_is_refused_with_both_numbers()
    {
        var reading = TicketReader.Read(new TicketInput("x", new string('é', 32 * 1024) + "x"), TicketLimits.Api);

        reading.Field.ShouldBe("description");
        reading.Reason.ShouldBe("description is 65,537 bytes of UTF-8 long; at most 65,536 are allowed.");
        TicketReader.Read(new TicketInput("x", new string('é', 32 * 1024)), TicketLimits.Api).Ticket.ShouldNotBeNull();
    }

    [Fact]
    public void Long_criteria_are_refused_under_their_own_name() =>
        TicketReader.Read(new TicketInput("x", default, "thirteen byte"), s_refuse).Field.ShouldBe("acceptance_criteria");

    [Fact]
    public void What_is_cut_splits_no_character()
    {
        var reading = TicketReader.Read(new TicketInput("123456789😀", "12345678901é", "1234567890😀"), s_cut);

        var ticket = reading.Ticket.ShouldNotBeNull();
        ticket.Summary.Source.ShouldBe("123456789");
        ticket.Description.Source.ShouldBe("12345678901");
        ticket.AcceptanceCriteria.Source.ShouldBe("1234567890");
        reading.Cut.ShouldBe([TicketField.Summary, TicketField.Description, TicketField.AcceptanceCriteria]);
    }

    [Fact]
    public void Nul_is_removed_where_the_rest_is_cut() =>
        TicketReader.Read(new TicketInput("a\0b"), s_cut).Ticket.ShouldNotBeNull().Summary.Source.ShouldBe("ab");

    [Fact]
    public void Nul_is_not_seen_in_clean_text() => TicketReader.Read(new TicketInput("a\0b"), s_refuse).Ticket.ShouldNotBeNull().Summary.Clean.ShouldBe("ab");

    [Fact]
    public void Lone_surrogates_become_replacement_characters() =>
        TicketReader.Read(new TicketInput("a\uD800b\uDC00\uD83D\uDE00"), s_refuse).Ticket.ShouldNotBeNull().Summary.Source.ShouldBe(
            "a\uFFFDb\uFFFD\uD83D\uDE00");

    [Fact]
    public void Absent_fields_are_empty()
    {
        var ticket = TicketReader.Read(new TicketInput("x", Key: "P-1", IssueType: "Bug"), TicketLimits.Api).Ticket.ShouldNotBeNull();
        ticket.Description.ShouldBeSameAs(FieldText.Empty);
        ticket.AcceptanceCriteria.ShouldBeSameAs(FieldText.Empty);
        (ticket.Key, ticket.IssueType, ticket.Context.Count).ShouldBe(("P-1", "Bug", 0));
    }
}
