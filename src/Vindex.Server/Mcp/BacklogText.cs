using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;

namespace Vindex.Server.Mcp;

/// <summary>A scored ticket of a backlog.</summary>
/// <param name="Index">Its position.</param>
/// <param name="Key">Its key; null if it has none.</param>
/// <param name="Title">Its title.</param>
/// <param name="Scores">Its scores.</param>
/// <param name="Recommendations">By lift, descending.</param>
/// <param name="Link">Its page in the portal; null if it was not stored.</param>
internal sealed record BacklogEntry(
    int Index, string? Key, string Title, InvestScores Scores, IReadOnlyList<string> Recommendations, string? Link)
{
    /// <summary>The key of a ticket in the arguments; null if it has none.</summary>
    public static string? KeyOf(JsonElement ticket) => ticket.TryGetProperty("key", out var key) ? key.GetString() : null;
}

/// <summary>A scored backlog as text for a model.</summary>
internal static class BacklogText
{
    /// <summary>Maximum number of tickets in a call.</summary>
    public const int MostTickets = 200;

    private const int Lowest = 10;

    /// <summary>What is wrong with a number of tickets; null if nothing is.</summary>
    public static string? CountError(int tickets) =>
        tickets is > 0 and <= MostTickets ? null : $"score_backlog takes 1 to {MostTickets} tickets, not {tickets}; call it again for the rest.";

    /// <summary>The summary.</summary>
    /// <param name="scored">The scored tickets, in any order.</param>
    /// <param name="refused">The tickets that were not scored, and why.</param>
    public static ToolAnswer Of(IReadOnlyList<BacklogEntry> scored, IReadOnlyList<(int Index, string Detail)> refused)
    {
        var text = new StringBuilder();
        if (scored.Count > 0) WriteScored(text, scored);
        foreach (var (index, detail) in refused.OrderBy(ticket => ticket.Index).Take(Lowest))
            text.AppendLine(CultureInfo.InvariantCulture, $"tickets[{index}] was not scored: {detail}");
        if (refused.Count > Lowest) text.AppendLine(CultureInfo.InvariantCulture, $"{refused.Count - Lowest} more were not scored.");
        return new ToolAnswer(text.ToString(), IsError: scored.Count == 0);
    }

    private static void WriteScored(StringBuilder text, IReadOnlyList<BacklogEntry> scored)
    {
        var bands = scored.ToLookup(ticket => Bands.Of(ticket.Scores.OverallTenths));
        var average = Rounding.MeanOfTenths(scored.Sum(ticket => (long)ticket.Scores.OverallTenths), scored.Count) / 10m;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{scored.Count} {(scored.Count == 1 ? "ticket" : "tickets")} scored, average {average:0.0} of 10: {bands[Band.Healthy].Count()} healthy, {bands[Band.NeedsReview].Count()} need review, {bands[Band.AtRisk].Count()} at risk.");
        var means = Dimensions.All.Select(dimension => (Name: dimension.Name(), Mean: Mean(scored, dimension))).OrderBy(mean => mean.Mean);
        var averages = means.Select(mean => string.Create(CultureInfo.InvariantCulture, $"{mean.Name} {mean.Mean:0.0}"));
        text.AppendLine($"Averages, weakest first: {string.Join(", ", averages)}.");
        text.AppendLine("Lowest scores:");
        foreach (var ticket in scored.OrderBy(ticket => ticket.Scores.OverallTenths).ThenBy(ticket => ticket.Index).Take(Lowest))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {ticket.Scores.Overall:0.0} {ScoreText.Name(ticket.Key, ticket.Title)}");
            if (ticket.Recommendations is [var advice, ..]) text.Append(CultureInfo.InvariantCulture, $" — {advice}");
            if (ticket.Link is { } link) text.Append(CultureInfo.InvariantCulture, $" ({link})");
            text.AppendLine();
        }
    }

    private static decimal Mean(IReadOnlyList<BacklogEntry> scored, Dimension dimension) =>
        Rounding.MeanInTenths(scored.Sum(ticket => ticket.Scores[dimension]), scored.Count) / 10m;
}
