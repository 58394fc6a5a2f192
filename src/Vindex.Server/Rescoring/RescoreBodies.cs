using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Storage.Rescores;

namespace Vindex.Server.Rescoring;

/// <summary>Which tickets to score again.</summary>
/// <param name="CustomerId">Only the tickets of this customer.</param>
/// <param name="Callbacks">Whether each new score is sent to the callback URL of its installation. Needs the scope <c>installations:write</c>.</param>
internal sealed record NewRescoreBody([Line(255)] string? CustomerId = null, bool Callbacks = false);

/// <summary>A run that scores the latest tickets again.</summary>
/// <param name="RescoreId">The run.</param>
/// <param name="Status"><c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="CustomerId">Only this customer's tickets; null for all.</param>
/// <param name="ModelName">The judge in use when the run was started.</param>
/// <param name="Callbacks">Whether new scores are sent to callback URLs.</param>
/// <param name="Total">Tickets with a score when it was started.</param>
/// <param name="Done">Number of tickets processed so far: <c>rescored</c>, <c>up_to_date</c> and <c>skipped</c> together.</param>
/// <param name="Rescored">Tickets with a new score.</param>
/// <param name="Changed">Number of those whose overall score changed.</param>
/// <param name="UpToDate">Tickets that this judge had already scored with the same profile; they keep their score.</param>
/// <param name="Skipped">Tickets that could not be scored again because their profile no longer exists, or that were scored or deleted in the meantime.</param>
/// <param name="AverageBefore">Average of the overall scores before, over <c>rescored</c> and <c>up_to_date</c>; null when there are none.</param>
/// <param name="AverageAfter">Average of the same tickets after.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
/// <param name="StartedBy">Who started it, as in the audit log.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
internal sealed record RescoreBody(
    string RescoreId,
    string Status,
    string? CustomerId,
    string ModelName,
    bool Callbacks,
    long Total,
    long Done,
    long Rescored,
    long Changed,
    long UpToDate,
    long Skipped,
    decimal? AverageBefore,
    decimal? AverageAfter,
    string? Error,
    string StartedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    public static RescoreBody Of(Rescore run) => new(
        run.Id,
        StatusOf(run.State),
        run.CustomerId,
        run.Model,
        run.Callbacks,
        run.Total,
        run.Counts.Seen,
        run.Counts.Rescored,
        run.Counts.Changed,
        run.Counts.UpToDate,
        run.Counts.Skipped,
        Average(run.Counts.BeforeTenths, run.Counts),
        Average(run.Counts.AfterTenths, run.Counts),
        run.Error,
        run.StartedBy,
        run.CreatedAt,
        run.FinishedAt);

    /// <summary>Rounded once, half away from zero, as all averages.</summary>
    public static decimal? Average(long tenths, RescoreCounts counts) =>
        counts.Rescored + counts.UpToDate is var tickets and > 0 ? Rounding.MeanOfTenths(tenths, tickets) / 10m : null;

    private static string StatusOf(RescoreState state) => state switch
    {
        RescoreState.Running => "running",
        RescoreState.Done => "done",
        RescoreState.Cancelled => "cancelled",
        _ => "failed",
    };
}

/// <summary>Runs, newest first.</summary>
internal sealed record RescoreListBody(IReadOnlyList<RescoreBody> Items);

/// <summary>
/// A line of the preview: a ticket that would be scored again or skipped. The last line has <c>done</c> and the sums instead; tickets that are up to date are
/// only counted.
/// </summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="ScoreId">Its latest score.</param>
/// <param name="ModelName">The judge that made it.</param>
/// <param name="OverallBefore">Its overall score.</param>
/// <param name="InvestBefore">Its six dimensions.</param>
/// <param name="OverallAfter">What the overall score would be; null for a ticket that would be skipped.</param>
/// <param name="InvestAfter">What the six dimensions would be.</param>
/// <param name="Skipped">Why the ticket would be skipped; null otherwise.</param>
internal sealed record RescorePreviewBody(
    string CustomerId,
    TicketRefBody Ticket,
    string ScoreId,
    string ModelName,
    decimal OverallBefore,
    InvestScoresBody InvestBefore,
    decimal? OverallAfter,
    InvestScoresBody? InvestAfter,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Skipped);

/// <summary>The last line of the preview.</summary>
/// <param name="Done">True.</param>
/// <param name="ModelName">The judge in use.</param>
/// <param name="Total">Tickets with a score.</param>
/// <param name="Rescored">Tickets that would get a new score.</param>
/// <param name="Changed">Number of those whose overall score changed.</param>
/// <param name="UpToDate">Tickets that this judge has judged, with the same profile.</param>
/// <param name="Skipped">Tickets that would be skipped.</param>
/// <param name="AverageBefore">Average of the overall scores now, without skipped tickets.</param>
/// <param name="AverageAfter">Average of the same tickets after.</param>
internal sealed record RescorePreviewSumBody(
    bool Done, string ModelName, long Total, long Rescored, long Changed, long UpToDate, long Skipped, decimal? AverageBefore, decimal? AverageAfter);
