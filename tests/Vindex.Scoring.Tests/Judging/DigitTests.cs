using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class DigitTests
{
    [Theory]
    [InlineData("The amount ١٢٫٥٠ is on the wrong side")]
    [InlineData("The price १२३ overlaps")]
    [InlineData("４２ bikes are shown")]
    public void Digits_of_other_scripts_are_read_to_the_end(string summary)
    {
        var judgement = JudgeVersions.Load(Profile.Default).Judge(TicketReader.Read(new TicketInput(summary, summary), TicketLimits.CommandLine));
        judgement.Scores.OverallTenths.ShouldBeInRange(0, 100);
    }
}
