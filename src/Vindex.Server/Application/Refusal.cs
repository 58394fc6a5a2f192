namespace Vindex.Server.Application;

/// <summary>Why a service refused an operation. Codes are stable names for programs; details are sentences for people.</summary>
internal abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>It does not exist, or belongs to another company, which must look the same.</summary>
    public sealed record NotFound : Refusal;

    /// <summary>Fields of the request do not fit.</summary>
    /// <param name="Errors">What is wrong, by field.</param>
    /// <param name="Code">Stable name of the reason.</param>
    /// <param name="Detail">The sentence; null for the first few errors.</param>
    public sealed record Invalid(FieldErrors Errors, string Code = "invalid_fields", string? Detail = null) : Refusal;

    /// <summary>The caller is not known well enough.</summary>
    public sealed record Unauthenticated(string Code, string Detail) : Refusal;

    /// <summary>The sender of an event is not, or no longer, registered; it is to register again.</summary>
    public sealed record UnknownInstallation(string Detail) : Refusal;

    /// <summary>The caller may not do this.</summary>
    public sealed record Forbidden(string Code, string Detail) : Refusal;

    /// <summary>It contradicts what is stored.</summary>
    public sealed record Conflict(string Code, string Detail, int? RetryAfter = null) : Refusal;

    /// <summary>The caller asked too often.</summary>
    /// <param name="Detail">Which limit.</param>
    /// <param name="RetryAfter">Seconds after which the next request is accepted.</param>
    public sealed record RateLimited(string Detail, int RetryAfter) : Refusal;

    /// <summary>It cannot be done at the moment.</summary>
    public sealed record Unavailable(string Code, string Detail, int RetryAfter) : Refusal;

    /// <summary>One field of the request is wrong, with a code of its own.</summary>
    public static Invalid Field(string code, string detail, string field, string error)
    {
        var errors = new FieldErrors();
        errors.Add(field, error);
        return new Invalid(errors, code, detail);
    }
}
