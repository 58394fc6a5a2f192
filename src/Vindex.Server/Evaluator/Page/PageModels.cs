using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Ticket;

namespace Vindex.Server.Evaluator.Page;

/// <summary>The start page.</summary>
/// <param name="Ticket">The text in the box.</param>
/// <param name="Result">The ticket's score; null if there is none.</param>
/// <param name="TicketProblem">Why the pasted ticket cannot be scored.</param>
/// <param name="FileProblem">Why the file was rejected.</param>
public sealed record HomeModel(string Ticket, JudgedTicket? Result = null, string? TicketProblem = null, string? FileProblem = null)
{
    /// <summary>The profile that the ticket is scored by.</summary>
    public string Profile { get; init; } = Vindex.Scoring.Profiles.Profile.DefaultName;

    /// <summary>The model that pasted tickets are sent to; null if they stay on the machine.</summary>
    public string? SentTo { get; init; }

    /// <summary>What the example becomes; null if the ticket is not the example.</summary>
    public Becomes? Becomes { get; init; }
}

/// <summary>A better text for the example.</summary>
/// <param name="Text">The text.</param>
/// <param name="Scores">Its scores.</param>
public sealed record Becomes(string Text, InvestScores Scores);

/// <summary>The header of a session's pages.</summary>
/// <param name="Id">The session.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Rows">Number of data rows.</param>
/// <param name="ExpiresAt">When the session is deleted.</param>
public sealed record SessionHead(string Id, string FileName, int Rows, DateTimeOffset ExpiresAt)
{
    /// <summary>Address of the session's page.</summary>
    public string Address => "/evaluation/" + Id;
}

/// <summary>The page that maps the columns of a file.</summary>
/// <param name="Head">The session.</param>
/// <param name="Columns">The names of the file's columns.</param>
/// <param name="Choices">The fields that can be mapped, with the selected columns.</param>
/// <param name="Preview">The first rows.</param>
/// <param name="Warnings">Warnings about rows that may be malformed.</param>
/// <param name="Sheet">The sheet of the workbook; null if the file is none.</param>
/// <param name="IsAgain">Whether the file has been scored before.</param>
/// <param name="Problem">Why scoring did not start.</param>
public sealed record MappingModel(
    SessionHead Head,
    IReadOnlyList<string> Columns,
    IReadOnlyList<MappingChoice> Choices,
    IReadOnlyList<IReadOnlyList<string>> Preview,
    IReadOnlyList<string> Warnings,
    string? Sheet,
    bool IsAgain,
    string? Problem)
{
    /// <summary>The positions of the columns, those that are mapped first.</summary>
    public IReadOnlyList<int> Order
    {
        get
        {
            var mapped = Choices.SelectMany(choice => Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Length > 0 && Columns[i] == choice.Column));
            return [.. mapped.Concat(Enumerable.Range(0, Columns.Count)).Distinct()];
        }
    }
}

/// <summary>A field of a ticket and its column.</summary>
/// <param name="Field">Name of the form field.</param>
/// <param name="Label">Display name.</param>
/// <param name="Column">The column; null for none.</param>
/// <param name="Required">Whether it is required.</param>
/// <param name="Guessed">Whether the column was guessed from what it contains, not from its name.</param>
public sealed record MappingChoice(string Field, string Label, string? Column, bool Required, bool Guessed);

/// <summary>The results of a session.</summary>
/// <param name="Head">The session.</param>
/// <param name="Status"><c>scoring</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Scored">Number of scored rows.</param>
/// <param name="Failed">Number of rows that could not be scored.</param>
/// <param name="Average">Mean of the overall scores; null without scores.</param>
/// <param name="Bands">Number of rows in each band, best first.</param>
/// <param name="Dimensions">Each dimension over all rows.</param>
/// <param name="Histogram">Number of rows with an overall score from n up to n + 1, for n from 0; 10.0 is counted with 9.</param>
/// <param name="Duplicates">Groups of rows with nearly the same text.</param>
/// <param name="Conflicts">Rows that probably cannot both be done.</param>
/// <param name="Dependencies">Rows that need, follow or name another.</param>
/// <param name="Table">The requested part of the rows.</param>
/// <param name="Error">Why it failed.</param>
public sealed record ResultsModel(
    SessionHead Head,
    string Status,
    int Scored,
    int Failed,
    decimal? Average,
    IReadOnlyList<BandShare> Bands,
    IReadOnlyList<DimensionSummary> Dimensions,
    IReadOnlyList<int> Histogram,
    IReadOnlyList<DuplicateGroup> Duplicates,
    IReadOnlyList<Relation> Conflicts,
    IReadOnlyList<Relation> Dependencies,
    ResultsTable Table,
    string? Error);

/// <summary>A band.</summary>
/// <param name="Name">Name in the API.</param>
/// <param name="Word">Display name.</param>
/// <param name="Count">Number of rows.</param>
public sealed record BandShare(string Name, string Word, int Count);

/// <summary>A dimension over all rows.</summary>
/// <param name="Name">Name in the API.</param>
/// <param name="Average">Its mean; null without rows.</param>
/// <param name="Fails">Number of rows in which it is below 5.</param>
public sealed record DimensionSummary(string Name, decimal? Average, int Fails);

/// <summary>Rows with nearly the same text as at least one other row of the group.</summary>
/// <param name="Title">Title of the first row.</param>
/// <param name="Rows">Their numbers.</param>
/// <param name="Similarity">The lowest similarity among the reported pairs.</param>
public sealed record DuplicateGroup(string Title, IReadOnlyList<int> Rows, decimal Similarity);

/// <summary>A page of the table.</summary>
/// <param name="Query">The query.</param>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Found">Number of matching rows.</param>
/// <param name="Pages">Number of pages.</param>
public sealed record ResultsTable(TableQuery Query, IReadOnlyList<ResultRow> Rows, int Found, int Pages);

/// <summary>A row of the table.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Title">The ticket's title.</param>
/// <param name="Overall">Overall score; null if it could not be scored.</param>
/// <param name="Scores">The six scores, in the order of the dimensions; empty if it could not be scored.</param>
/// <param name="Advice">The recommendation with the highest lift; null if there is none.</param>
/// <param name="Error">Why it could not be scored.</param>
public sealed record ResultRow(int Row, string? Key, string? Title, decimal? Overall, IReadOnlyList<int> Scores, RecommendationModel? Advice, string? Error);

/// <summary>The page of one row.</summary>
/// <param name="Head">The session.</param>
/// <param name="Row">The row's number.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Title">The ticket's title.</param>
/// <param name="Ticket">The scored ticket; null if it could not be scored.</param>
/// <param name="Error">Why it could not be scored.</param>
public sealed record RowModel(SessionHead Head, int Row, string? Key, string Title, JudgedTicket? Ticket, string? Error);
