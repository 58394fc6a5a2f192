using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Texts made to hurt are judged to the end and explained as any other; how long they take is the matter of the benchmark <c>hostile</c>.</summary>
public sealed class HostileTextTests
{
    private const int Long = 1024 * 1024;
    private static readonly TicketJudge s_judge = JudgeVersions.Load(Profile.Default);

    public static TheoryData<string> Texts => [.. HostileTexts.Names];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_mebibyte_of_it_is_judged_and_explained(string name)
    {
        var reading = TicketReader.Read(new TicketInput("Export the loans of a month", HostileTexts.Make(name, Long)), TicketLimits.CommandLine);

        reading.Reason.ShouldBeNull();
        Judged.ShouldHold(s_judge.Judge(reading), reading.Ticket!);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_long_title_and_criteria_of_it_are_judged_or_refused_with_a_reason(string name)
    {
        var text = HostileTexts.Make(name, Long / 4);
        var reading = TicketReader.Read(new TicketInput(text, "", text), TicketLimits.CommandLine);

        if (reading.Ticket is null) reading.Reason.ShouldNotBeNullOrWhiteSpace();
        else Judged.ShouldHold(s_judge.Judge(reading), reading.Ticket);
    }

    [Fact]
    public void A_title_that_ends_where_a_bracket_opens_its_next_word_is_judged()
    {
        var judgement = Judged.Of("The export is (broken since March)", "The export (button) (of loans) (is) (grey).");

        judgement.Scores.OverallTenths.ShouldBeInRange(0, 100);
    }
}
