using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Rescores;

/// <summary>Where a run stands.</summary>
public enum RescoreState
{
    /// <summary>Judging, or waiting for a server that does.</summary>
    Running,

    /// <summary>All tickets were looked at. Final.</summary>
    Done,

    /// <summary>Stopped by a person. Final.</summary>
    Cancelled,

    /// <summary>Given up. Final.</summary>
    Failed,
}

/// <summary>A run that judges the latest tickets of a company again.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="CompanyId">The company of the tickets.</param>
/// <param name="CustomerId">Only this customer's; null for all.</param>
/// <param name="Model">Model name of the judge when it was started.</param>
/// <param name="Callbacks">Whether each new score is reported to the installation's callback URL.</param>
/// <param name="StartedBy">The actor, as in the audit log.</param>
/// <param name="CreatedAt">When it was started. Later scores are not considered.</param>
/// <param name="Total">Tickets with a score when it was started.</param>
public sealed record Rescore(
    string Id, string CompanyId, string? CustomerId, string Model, bool Callbacks, string StartedBy, DateTimeOffset CreatedAt, long Total)
{
    /// <summary>Its state.</summary>
    public RescoreState State { get; init; }

    /// <summary>What was done so far.</summary>
    public RescoreCounts Counts { get; init; } = RescoreCounts.None;

    /// <summary>How often it was leased: the fencing token of the latest lease.</summary>
    public int Taken { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public string? Error { get; init; }
}

/// <summary>What a run did so far.</summary>
/// <param name="Rescored">Tickets with a new score.</param>
/// <param name="Changed">Those whose overall score changed.</param>
/// <param name="UpToDate">Tickets already scored by the current judge with the same profile.</param>
/// <param name="Skipped">Tickets that could not be scored again, or that were scored or deleted in the meantime.</param>
/// <param name="BeforeTenths">Sum of the overall scores before, in tenths, over the first and the third group.</param>
/// <param name="AfterTenths">Sum of the overall scores after, over the same tickets.</param>
public sealed record RescoreCounts(long Rescored, long Changed, long UpToDate, long Skipped, long BeforeTenths, long AfterTenths)
{
    /// <summary>Nothing was done.</summary>
    public static RescoreCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Tickets that were looked at.</summary>
    public long Seen => Rescored + UpToDate + Skipped;

    /// <summary>With one ticket more.</summary>
    /// <param name="earlier">Its latest score.</param>
    /// <param name="outcome">The result.</param>
    public RescoreCounts With(ScoreItem earlier, RescoreOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return outcome switch
        {
            RescoreOutcome.Skipped => this with { Skipped = Skipped + 1 },
            RescoreOutcome.Rescored { Score.Item.OverallTenths: var after } => this with
            {
                Rescored = Rescored + 1,
                Changed = after == earlier.OverallTenths ? Changed : Changed + 1,
                BeforeTenths = BeforeTenths + earlier.OverallTenths,
                AfterTenths = AfterTenths + after,
            },
            _ => this with { UpToDate = UpToDate + 1, BeforeTenths = BeforeTenths + earlier.OverallTenths, AfterTenths = AfterTenths + earlier.OverallTenths },
        };
    }
}

/// <summary>What came of one ticket's latest score.</summary>
/// <param name="Earlier">The score that was the latest.</param>
/// <param name="Outcome">The result.</param>
public sealed record RescoredTicket(ScoreItem Earlier, RescoreOutcome Outcome);

/// <summary>What came of judging a ticket again.</summary>
public abstract record RescoreOutcome
{
    private RescoreOutcome()
    {
    }

    /// <summary>It has a new score.</summary>
    /// <param name="Score">The score.</param>
    /// <param name="Delivery">The callback that reports it; null if none is due.</param>
    public sealed record Rescored(StoredScore Score, NewDelivery? Delivery) : RescoreOutcome;

    /// <summary>The judge in use made the latest score from the same content.</summary>
    public sealed record UpToDate : RescoreOutcome;

    /// <summary>It cannot be judged again.</summary>
    /// <param name="Reason">The reason, as a message.</param>
    public sealed record Skipped(string Reason) : RescoreOutcome;
}
