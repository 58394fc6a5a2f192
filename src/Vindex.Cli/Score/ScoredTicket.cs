using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Score;

/// <summary>One ticket of the input with its judgement.</summary>
/// <param name="Id">Its id in the input; its key, or its row's number, where it has none.</param>
/// <param name="Key">Its key; its id where it has none.</param>
/// <param name="Ticket">As it was read.</param>
/// <param name="Judgement">As it was judged.</param>
/// <param name="Place">Where it stands in the input; null if unknown.</param>
internal sealed record ScoredTicket(string Id, string Key, Ticket Ticket, Judgement Judgement, TicketPlace? Place = null)
{
    /// <summary>As the output will write it, where that is known already.</summary>
    public byte[]? Rendered { get; init; }

    /// <summary>The title as it came.</summary>
    public string Title => Ticket.Summary.Source;

    /// <summary>The overall score in tenths.</summary>
    public int OverallTenths => Judgement.Scores.OverallTenths;

    /// <summary>The overall score as people read it, for example <c>7.0</c>.</summary>
    public string Overall => Tenths.Text(OverallTenths);
}

/// <summary>Where a ticket stands in its file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="IsNamed">Whether it has an id or a key of its own; else its id is the number of its row, which changes when rows come and go.</param>
internal sealed record TicketPlace(int Line, bool IsNamed);

/// <summary>Scores that are kept in tenths, as text.</summary>
internal static class Tenths
{
    /// <summary>One decimal, always: 70 → <c>7.0</c>.</summary>
    public static string Text(int tenths) => $"{tenths / 10}.{tenths % 10}";
}
