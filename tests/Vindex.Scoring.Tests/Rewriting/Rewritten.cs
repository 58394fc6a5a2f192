using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tests.Judging;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Rewriting;

/// <summary>Rewrites tickets and checks what must hold for any of them.</summary>
internal static class Rewritten
{
    /// <summary>Sample tickets: title and description.</summary>
    public static TheoryData<string, string> Samples =>
        [.. SampleTickets.All.Concat(SampleTickets.Forms).Select(ticket => (ticket.Summary, ticket.Description))];

    public static TicketJudge Judge { get; } = JudgeVersions.Load(Profile.Default);

    public static TicketReading Read(string summary, string? description = null, string? criteria = null, string? issueType = null)
    {
        var reading = TicketReader.Read(new TicketInput(summary, description, criteria, IssueType: issueType), TicketLimits.CommandLine);
        reading.Ticket.ShouldNotBeNull();
        return reading;
    }

    public static TicketRewrite Of(string summary, string? description = null, string? criteria = null, string? issueType = null) =>
        Of(Read(summary, description, criteria, issueType));

    public static TicketRewrite Of(TicketReading reading)
    {
        var rewrite = OfflineRewriter.Rewrite(reading, Judge);
        ShouldInventNothing(rewrite, reading.Ticket!);
        return rewrite;
    }

    public static string Markdown(string summary, string? description = null, string? criteria = null, string? issueType = null) =>
        MarkdownFormat.Write(Of(summary, description, criteria, issueType).Blocks);

    /// <summary>Every line is verbatim from the ticket, a heading of the layout, or a question.</summary>
    private static void ShouldInventNothing(TicketRewrite rewrite, Ticket ticket)
    {
        var source = (ticket.Description.Source + "\n" + ticket.AcceptanceCriteria.Source).ReplaceLineEndings("\n");
        foreach (var block in rewrite.Blocks)
        {
            var known = block.Role switch { RewriteRole.Question => rewrite.Questions, RewriteRole.Heading => s_headings, _ => null };
            if (known is not null)
            {
                known.ShouldContain(block.Text);
                continue;
            }

            // The last fence of code in a quotation is put back.
            foreach (var line in block.Text.Split('\n').Where(line => line != "```")) source.Contains(line, StringComparison.Ordinal).ShouldBeTrue(line);
        }
    }

    private static readonly string[] s_headings =
    [
        "Description", "Background", "Acceptance criteria", "Done when", "Success criteria", "Steps to reproduce", "Expected behavior", "Actual behavior",
        "Environment", "Out of scope", "Technical notes", "Open questions",
    ];
}
