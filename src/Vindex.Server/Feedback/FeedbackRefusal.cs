namespace Vindex.Server.Feedback;

/// <summary>Why a feedback service refused an operation. A closed union.</summary>
/// <param name="Reason">Message for the caller.</param>
internal abstract record FeedbackRefusal(string Reason)
{
    /// <summary>The project does not exist or is not accessible.</summary>
    public static FeedbackRefusal ProjectNotFound { get; } = new NotFound("Project not found");

    /// <summary>The object does not exist or is not accessible.</summary>
    public sealed record NotFound(string Reason) : FeedbackRefusal(Reason);

    /// <summary>The request is well formed but invalid.</summary>
    /// <param name="Reason">Message for the caller.</param>
    /// <param name="ErrorType">Its kind, for programs.</param>
    public sealed record Invalid(string Reason, string ErrorType = "InvalidRequest") : FeedbackRefusal(Reason);

    /// <summary>The caller lacks permission.</summary>
    public sealed record Forbidden(string Reason) : FeedbackRefusal(Reason);

    /// <summary>The server is busy.</summary>
    /// <param name="Reason">Message for the caller.</param>
    /// <param name="Code">Stable code of the reason.</param>
    /// <param name="RetryAfterSeconds">When to retry.</param>
    public sealed record Busy(string Reason, string Code, int RetryAfterSeconds) : FeedbackRefusal(Reason);
}

/// <summary>The outcome of a feedback service: a result or a refusal.</summary>
internal abstract record FeedbackOutcome<T>
{
    private FeedbackOutcome()
    {
    }

    /// <summary>The operation succeeded.</summary>
    public sealed record Done(T Value) : FeedbackOutcome<T>;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(FeedbackRefusal Refusal) : FeedbackOutcome<T>;

    public static implicit operator FeedbackOutcome<T>(T value) => new Done(value);

    public static implicit operator FeedbackOutcome<T>(FeedbackRefusal refusal) => new Refused(refusal);
}
