namespace Vindex.EndToEnd.Histories.Simulation;

/// <summary>What is wrong with a simulated store.</summary>
public enum Defect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Acknowledges a score and does not store it.</summary>
    LosesScore,

    /// <summary>Acknowledges a row and does not store it.</summary>
    LosesRow,

    /// <summary>Acknowledges a purge and keeps the row.</summary>
    KeepsPurgedRow,

    /// <summary>Stores a score again when its idempotency key comes again, and returns the first response.</summary>
    DoublesScore,

    /// <summary>Scores a job twice.</summary>
    DoublesJob,

    /// <summary>Returns another response for the same idempotency key.</summary>
    ChangesAnswer,

    /// <summary>Answers questions from a copy that is behind.</summary>
    ReadsStale,

    /// <summary>Returns rows as they were a while ago.</summary>
    ReadsStaleRows,

    /// <summary>Does not find a score that is stored.</summary>
    MissesScore,

    /// <summary>Stores a row with another company.</summary>
    MovesRow,

    /// <summary>Shows a row of another company.</summary>
    ShowsForeignRow,

    /// <summary>Answers a question for what belongs to another company.</summary>
    AnswersForeign,

    /// <summary>Sends the callback of an older event after that of a newer one.</summary>
    ReordersCallbacks,

    /// <summary>Counts a callback as delivered that was not sent.</summary>
    LosesCallback,

    /// <summary>Signs with a wrong secret.</summary>
    SignsWrongly,

    /// <summary>Repeats a callback with another body.</summary>
    ChangesCallback,

    /// <summary>Drops an accepted event.</summary>
    LosesEvent,

    /// <summary>Goes on admitting a key that was revoked.</summary>
    AdmitsRevokedKey,

    /// <summary>Refuses a new key for a while.</summary>
    RefusesNewKey,

    /// <summary>Counts a row twice in the end.</summary>
    Miscounts,

    /// <summary>Answers with 500.</summary>
    Fails,
}
