namespace Vindex.Server.Feedback;

/// <summary>Why a feedback service refused an operation. A closed union.</summary>
/// <param name="Reason">The sentence for the caller.</param>
internal abstract record FeedbackRefusal(string Reason)
{
    /// <summary>A project that does not exist, or not for this caller.</summary>
    public static FeedbackRefusal ProjectNotFound { get; } = new NotFound("Project not found");

    /// <summary>Something that does not exist, or not for this caller.</summary>
    public sealed record NotFound(string Reason) : FeedbackRefusal(Reason);

    /// <summary>A request that fits the model and still cannot be carried out.</summary>
    /// <param name="Reason">The sentence for the caller.</param>
    /// <param name="ErrorType">Its kind, for programs.</param>
    public sealed record Invalid(string Reason, string ErrorType = "InvalidRequest") : FeedbackRefusal(Reason);

    /// <summary>Something that this caller may not do.</summary>
    public sealed record Forbidden(string Reason) : FeedbackRefusal(Reason);

    /// <summary>The server is busy.</summary>
    /// <param name="Reason">The sentence for the caller.</param>
    /// <param name="Code">Stable name of the reason.</param>
    /// <param name="RetryAfterSeconds">When to try again.</param>
    public sealed record Busy(string Reason, string Code, int RetryAfterSeconds) : FeedbackRefusal(Reason);
}

/// <summary>The outcome of a feedback service: the result, or why there is none.</summary>
internal abstract record FeedbackOutcome<T>
{
    private FeedbackOutcome()
    {
    }

    /// <summary>The operation was carried out.</summary>
    public sealed record Done(T Value) : FeedbackOutcome<T>;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(FeedbackRefusal Refusal) : FeedbackOutcome<T>;

    public static implicit operator FeedbackOutcome<T>(T value) => new Done(value);

    public static implicit operator FeedbackOutcome<T>(FeedbackRefusal refusal) => new Refused(refusal);
}
