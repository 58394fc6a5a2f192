using Vindex.Cli.Output.Terminal;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Output;

/// <summary>What lowered and raised the scores, where the judge gives findings but no explanation: rubric 2.</summary>
internal sealed class FindingList(ConsolePage page, Ticket ticket)
{
    private const int Indent = 21;
    private const int MostRaises = 6;
    private readonly QuoteLine _quote = new(page, ticket, Indent);

    /// <summary>Writes both lists.</summary>
    public void Write(IReadOnlyList<Finding> findings)
    {
        Write("What lowers the score", [.. findings.Where(f => f.Points < 0).OrderBy(f => f.Points)], int.MaxValue);
        Write("What raises it", [.. findings.Where(f => f.Points > 0).OrderByDescending(f => f.Points)], MostRaises);
    }

    private void Write(string heading, List<Finding> findings, int most)
    {
        if (findings.Count == 0) return;
        page.Line().Line(heading, Styles.Heading);
        foreach (var finding in findings.Take(most))
        {
            var lowers = finding.Points < 0;
            page.Write($"  {finding.Dimension.Name(),-11} ").Write(Signed.Tenths(finding.Points).PadLeft(5), lowers ? Styles.Bad : Styles.Good).Write("  ");
            page.Wrapped(TerminalText.OneLine(finding.Why), Indent);
            _quote.Write(finding.Field, finding.Quote, finding.Start, finding.End, lowers ? Styles.Quote : Styles.Good);
        }

        if (findings.Count > most) page.Line($"  and {findings.Count - most} more (--format json has them all)", Styles.Faint);
    }
}
