using System.Globalization;
using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric.Outline;

/// <summary>What can be checked, how much each criterion is worth (0 to 1) and what it holds.</summary>
public sealed class CriteriaTests
{
    [Theory]
    [InlineData("Loan list\n## Acceptance criteria\n- The list shows the due date of each loan", "0.75 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n- The list is shown within 2 seconds", "0.95 stated figure edge")]
    [InlineData("Loan list\n## Acceptance criteria\n- An error is shown when the loan list is empty", "0.85 stated edge")]
    [InlineData("Loan list\n## Acceptance criteria\n- It works", "0 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n- TBD", "0 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n- Fast and easy", "0.06 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n- The loan list loads quickly and shows dates", "0.28 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n- The loan list loads faster than today within 2 seconds", "1 stated figure edge")]
    [InlineData("Loan list\n## Acceptance criteria\n- Pelicans sleep on tall rocks", "0.33 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n- The list shows the due date\n- The list shows the due date", "0.75 stated; 0 stated")]
    [InlineData("Loan list\n## Expected\nThe list shows the due date", "0.75 stated")]
    [InlineData("Loan list\nGiven a loan when it ends then the list shows it in red", "0.75 scenario")]
    [InlineData("Loan list\nWhen a loan ends then the list shows it", "0.75 scenario")]
    [InlineData("Loan list\nGiven a loan, the list shows it", "0.36")]
    [InlineData("Loan list\n- the list shows the due date", "0.52")]
    [InlineData("Loan list\n- a due date", "")]
    [InlineData("Loan list\nThe list must show the due date.", "0.45")]
    [InlineData("Loan list\nThe list should be sorted by date.", "0.36")]
    [InlineData("Loan list\nThe desk is in the hall.", "")]
    [InlineData("Loan list\n## Steps to reproduce\n- open the list, it shows dates", "")]
    [InlineData("Loan list\n## Environment\n- the list shows 5 seconds", "")]
    [InlineData("Loan list\n## Open questions\n- must the list show dates?", "")]
    [InlineData("Loan list\n## Acceptance criteria\n- more than 5,000 loans are shown", "0.7 stated edge")]
    [InlineData("Loan list\n## Acceptance criteria\n- old loans are no longer shown", "0.85 stated edge")]
    [InlineData("Loan list\n## Acceptance criteria\n- the button says \"fast and easy\" in the list", "0.75 stated")]
    [InlineData("Loan list\n## Acceptance criteria\n```\nthe list shows dates\n```", "")]
    [InlineData("Show the due date in the loan list", "")]
    [InlineData("As a reader I want to see the due date\nAs a reader I want to see the due date.", "0.45")]
    public void Criteria_are_collected_and_weighed(string text, string criteria) =>
        string.Join("; ", Views.Read(text).Criteria.Select(criterion => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(criterion.Quality, 2)}")
            + (criterion.IsStated ? " stated" : "") + (criterion.HasFigure ? " figure" : "") + (criterion.HasEdge ? " edge" : "")
                + (criterion.IsScenario ? " scenario" : ""))).ShouldBe(criteria);
}
