using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback;

/// <summary>Why a feedback service refused an operation. A closed union.</summary>
/// <param name="Reason">Message for the caller.</param>
internal abstract record FeedbackRefusal(string Reason)
{
    /// <summary>The project does not exist or is not accessible.</summary>
    public static FeedbackRefusal ProjectNotFound { get; } = new NotFound("Project not found");

    /// <summary>The message for a line of an import.</summary>
    public virtual string LineReason => Reason;

    /// <summary>The object does not exist or is not accessible.</summary>
    public sealed record NotFound(string Reason) : FeedbackRefusal(Reason);

    /// <summary>The request is well formed but invalid.</summary>
    /// <param name="Reason">Message for the caller.</param>
    /// <param name="ErrorType">Its kind, for programs.</param>
    public sealed record Invalid(string Reason, string ErrorType = "InvalidRequest") : FeedbackRefusal(Reason);

    /// <summary>The value of a row does not fit its annotation spec: reported like a body that does not fit its model.</summary>
    /// <param name="Reason">Message for the caller.</param>
    /// <param name="ErrorType">Type of the error, such as <c>less_than_equal</c>.</param>
    /// <param name="Input">The JSON of the value.</param>
    public sealed record Unfit(string Reason, string ErrorType, byte[] Input) : FeedbackRefusal(Reason)
    {
        /// <summary>The number of the row in a batch; null for a single row.</summary>
        public int? Row { get; init; }

        /// <summary>Where the value is.</summary>
        public ModelLocation Location
        {
            get
            {
                var row = Row is { } number ? ModelLocation.Body.Member("batch").Item(number) : ModelLocation.Body;
                return row.Member("payload").Member("value");
            }
        }

        public override string LineReason => "payload.value: " + Reason;
    }

    /// <summary>The request contradicts what is stored.</summary>
    public sealed record Conflict(string Reason) : FeedbackRefusal(Reason);

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
