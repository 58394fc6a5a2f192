namespace Vindex.Server.Application;

/// <summary>Why a service refused an operation. Codes are for programs; details are messages for people.</summary>
internal abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>It does not exist or belongs to another company; these must be indistinguishable.</summary>
    public sealed record NotFound : Refusal;

    /// <summary>Fields of the request are invalid.</summary>
    /// <param name="Errors">Errors by field.</param>
    /// <param name="Code">Stable name of the reason.</param>
    /// <param name="Detail">The message; null to use the first few errors.</param>
    public sealed record Invalid(FieldErrors Errors, string Code = "invalid_fields", string? Detail = null) : Refusal;

    /// <summary>The caller is not authenticated.</summary>
    public sealed record Unauthenticated(string Code, string Detail) : Refusal;

    /// <summary>The sender of an event is not, or no longer, registered; it is to register again.</summary>
    public sealed record UnknownInstallation(string Detail) : Refusal;

    /// <summary>The caller may not do this.</summary>
    public sealed record Forbidden(string Code, string Detail) : Refusal;

    /// <summary>It conflicts with the stored state.</summary>
    public sealed record Conflict(string Code, string Detail, int? RetryAfter = null) : Refusal;

    /// <summary>Too many requests.</summary>
    /// <param name="Detail">The message.</param>
    /// <param name="RetryAfter">Delay before the next request, in seconds.</param>
    public sealed record RateLimited(string Detail, int RetryAfter) : Refusal;

    /// <summary>Temporarily unavailable.</summary>
    public sealed record Unavailable(string Code, string Detail, int RetryAfter) : Refusal;

    /// <summary>One field of the request is invalid, with its own code.</summary>
    public static Invalid Field(string code, string detail, string field, string error)
    {
        var errors = new FieldErrors();
        errors.Add(field, error);
        return new Invalid(errors, code, detail);
    }
}
