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
    private readonly StringBuilder _row = new();

    public CsvOutput(Stream output)
    {
        _output = output;
        _row.Append("id,key,summary,issue_type,overall_score,band,").AppendJoin(',', Dimensions.Names).Append(",recommendations");
        EndRow();
    }

    public void Write(ScoredTicket ticket)
    {
        _row.Append(CsvCell.Text(ticket.Id)).Append(',');
        _row.Append(CsvCell.Text(ticket.Key)).Append(',');
        _row.Append(CsvCell.Text(ticket.Title)).Append(',');
        _row.Append(CsvCell.Text(ticket.Ticket.IssueType)).Append(',');
        _row.Append(ticket.Overall).Append(',');
        _row.Append(Bands.Of(ticket.OverallTenths).Name()).Append(',');
        foreach (var dimension in Dimensions.All) _row.Append(ticket.Judgement.Scores[dimension]).Append(',');
        _row.Append(CsvCell.Text(string.Join(Between, ticket.Judgement.Recommendations)));
        EndRow();
    }

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems) => _output.Flush();

    public void Dispose()
    {
    }

    private void EndRow()
    {
        _row.Append('\n');
        _output.Write(Encoding.UTF8.GetBytes(_row.ToString()));
        _row.Clear();
    }
}
