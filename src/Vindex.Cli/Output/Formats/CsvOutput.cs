using System.Text;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Backlogs;

namespace Vindex.Cli.Output.Formats;

/// <summary>A table for spreadsheets: one row a ticket, RFC 4180 but with line feeds, UTF-8.</summary>
internal sealed class CsvOutput : ITicketOutput
{
    private const string Between = " | ";

    private readonly Stream _output;
    private readonly StringWriter _text = new();
    private readonly CsvRows _rows;

    public CsvOutput(Stream output)
    {
        _output = output;
        _rows = new CsvRows(_text, "\n");
        foreach (var name in (string[])["id", "key", "summary", "issue_type", "overall_score", "band", .. Dimensions.Names, "recommendations"])
            _rows.Plain(name);
        EndRow();
    }

    public void Write(ScoredTicket ticket)
    {
        _rows.Text(ticket.Id).Text(ticket.Key).Text(ticket.Title).Text(ticket.Ticket.IssueType);
        _rows.Plain(ticket.Overall)
            .Plain(Bands.Of(ticket.OverallTenths).Name())
            .Numbers(Dimensions.All.Select(dimension => ticket.Judgement.Scores[dimension]));
        _rows.Text(string.Join(Between, ticket.Judgement.Recommendations));
        EndRow();
    }

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems) => _output.Flush();

    public void Dispose()
    {
        _rows.Dispose();
        _text.Dispose();
    }

    private void EndRow()
    {
        _rows.End();
        _output.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.GetStringBuilder().Clear();
    }
}
