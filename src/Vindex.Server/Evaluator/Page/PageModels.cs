using Vindex.Server.Pages;
using Vindex.Server.Portal.Ticket;

namespace Vindex.Server.Evaluator.Page;

/// <summary>The first page.</summary>
/// <param name="Ticket">What stands in the box.</param>
/// <param name="Result">The pasted ticket's score; null before one was pasted.</param>
/// <param name="TicketProblem">Why the pasted ticket cannot be scored.</param>
/// <param name="FileProblem">Why the file was not taken.</param>
public sealed record HomeModel(string Ticket, JudgedTicket? Result = null, string? TicketProblem = null, string? FileProblem = null);

/// <summary>What stands over every page of a session.</summary>
/// <param name="Id">The session.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Rows">Its data rows.</param>
/// <param name="ExpiresAt">When all of it is deleted.</param>
public sealed record SessionHead(string Id, string FileName, int Rows, DateTimeOffset ExpiresAt)
{
    /// <summary>Where the session's page is.</summary>
    public string Address => "/evaluation/" + Id;
}

/// <summary>A file that waits for its columns to be confirmed.</summary>
/// <param name="Head">The session.</param>
/// <param name="Columns">The names of the file's columns.</param>
/// <param name="Choices">What can be mapped, and to which column it is.</param>
/// <param name="Preview">The first rows.</param>
/// <param name="Warnings">What may not be meant.</param>
/// <param name="Problem">Why scoring did not begin.</param>
public sealed record MappingModel(
    SessionHead Head,
    IReadOnlyList<string> Columns,
    IReadOnlyList<MappingChoice> Choices,
    IReadOnlyList<IReadOnlyList<string>> Preview,
    IReadOnlyList<string> Warnings,
    string? Problem = null);

/// <summary>A part of a ticket and the column that holds it.</summary>
/// <param name="Field">Name of the form's field.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Column">The column; null for none.</param>
/// <param name="Required">Nothing works without it.</param>
public sealed record MappingChoice(string Field, string Label, string? Column, bool Required);

/// <summary>What has come out of a session.</summary>
/// <param name="Head">The session.</param>
/// <param name="Status"><c>scoring</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Scored">Number of scored rows.</param>
/// <param name="Failed">Rows without.</param>
/// <param name="Average">Mean of the overall scores; null without any.</param>
/// <param name="Bands">How many rows are in each band, best first.</param>
/// <param name="Dimensions">Each dimension over all rows.</param>
/// <param name="Histogram">How many rows have an overall score from n up to n + 1, for n from 0; 10.0 counts with 9.</param>
/// <param name="Duplicates">Groups of rows with nearly the same text.</param>
/// <param name="Conflicts">Rows that probably cannot both be done.</param>
/// <param name="Dependencies">Rows that need, follow or name another.</param>
/// <param name="Table">The rows, as they were asked for.</param>
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
/// <param name="Name">On the wire.</param>
/// <param name="Word">For people.</param>
/// <param name="Count">Rows in it.</param>
public sealed record BandShare(string Name, string Word, int Count);

/// <summary>A dimension over all rows.</summary>
/// <param name="Name">On the wire.</param>
/// <param name="Average">Its mean; null without rows.</param>
/// <param name="Fails">In how many rows it is below 5.</param>
public sealed record DimensionSummary(string Name, decimal? Average, int Fails);

/// <summary>Rows with nearly the same text, each to at least one other.</summary>
/// <param name="Title">The first one's title.</param>
/// <param name="Rows">Their numbers.</param>
/// <param name="Similarity">Of the two that are least alike, of those that are told.</param>
public sealed record DuplicateGroup(string Title, IReadOnlyList<int> Rows, decimal Similarity);

/// <summary>A part of the table.</summary>
/// <param name="Query">How it was asked for.</param>
/// <param name="Rows">The rows of this part.</param>
/// <param name="Found">How many rows there are in all parts.</param>
/// <param name="Pages">How many parts there are.</param>
public sealed record ResultsTable(TableQuery Query, IReadOnlyList<ResultRow> Rows, int Found, int Pages);

/// <summary>A row of the table.</summary>
/// <param name="Row">Its number in the file.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Title">The ticket's title.</param>
/// <param name="Overall">Null when it could not be scored.</param>
/// <param name="Scores">The six, in the order of the dimensions; empty when it could not be scored.</param>
/// <param name="Advice">The recommendation that helps most, with its lift; null for none.</param>
/// <param name="Error">Why it could not be scored.</param>
public sealed record ResultRow(int Row, string? Key, string? Title, decimal? Overall, IReadOnlyList<int> Scores, RecommendationModel? Advice, string? Error);

/// <summary>One row of a session with its text.</summary>
/// <param name="Head">The session.</param>
/// <param name="Row">The row's number.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Title">The ticket's title.</param>
/// <param name="Ticket">Score and marks; null when it could not be scored.</param>
/// <param name="Error">Why not.</param>
public sealed record RowModel(SessionHead Head, int Row, string? Key, string Title, JudgedTicket? Ticket, string? Error);
