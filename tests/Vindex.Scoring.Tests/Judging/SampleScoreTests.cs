using System.Globalization;
using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tests.Development;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>
/// A score is comparable within a version of the rubric: the sums of some tickets of our own stay as they were, to the hundredth. A change that is meant to
/// move them raises the version and updates the file with <c>VINDEX_SNAPSHOTS=write</c>.
/// </summary>
public sealed class SampleScoreTests
{
    private static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "Judging", "samples.txt");

    [Fact]
    public void The_sums_of_a_version_stay()
    {
        string[] now = [
            .. SampleTickets.All.Select(ticket => Line(ticket.Summary, ticket.Description)),
            .. SampleTickets.All.Select(ticket => Line(ticket.Summary, "")),
            .. SampleTickets.Forms.Select(ticket => Line(ticket.Summary, ticket.Description)),
        ];
        if (Environment.GetEnvironmentVariable("VINDEX_SNAPSHOTS") == "write")
        {
            File.WriteAllLines(
                Path.Combine(Repository.Folder!, "tests/Vindex.Scoring.Tests/Judging/samples.txt"),
                ["# Kind, the six sums and the title of each sample ticket, with and without its description.", .. now]);
            return;
        }

        now.ShouldBe(File.ReadAllLines(s_file).Where(line => line[0] != '#'));
    }

    [Fact]
    public void Samples_are_of_several_kinds_and_use_the_whole_scale()
    {
        var judgements = SampleTickets.All.Select(ticket => Judged.Of(ticket.Summary, ticket.Description)).ToList();

        judgements.Select(judgement => judgement.Reading!.Kind).Distinct().Count().ShouldBeGreaterThanOrEqualTo(5);
        judgements.Min(judgement => judgement.Scores.Overall).ShouldBeLessThan(5m);
        judgements.Max(judgement => judgement.Scores.Overall).ShouldBeGreaterThanOrEqualTo(7.5m);
    }

    private static string Line(string summary, string description)
    {
        var judgement = Judged.Of(summary, description);
        var sums = Dimensions.All.Select(dimension => judgement.Explanation![dimension].Sum.ToString("0.00", CultureInfo.InvariantCulture));
        return $"{judgement.Reading!.Kind.Name()} {string.Join(' ', sums)} {summary}";
    }
}
