namespace Vindex.Client;

/// <summary>Base of all exceptions of this package. Messages never contain the API key or a secret.</summary>
public class VindexException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The server could not be reached, or the connection broke.</summary>
public class ConnectionFailedException(string message, Exception? inner = null) : VindexException(message, inner);

/// <summary>The server did not respond in time.</summary>
public sealed class TimedOutException(string message) : ConnectionFailedException(message);

/// <summary>The response ended before its last line.</summary>
public sealed class IncompleteResponseException(string message, Exception? inner = null) : ConnectionFailedException(message, inner);

/// <summary>A callback does not prove that it comes from Vindex.</summary>
public sealed class SignatureException(string message) : VindexException(message);

/// <summary>An import stopped. Import the same rows with <c>Start</c> and <c>ImportId</c> from here to continue it.</summary>
public sealed class ImportInterruptedException(string message, ImportResult stored, Exception inner) : VindexException(message, inner)
{
    /// <summary>What is stored. <see cref="ImportResult.Lines"/> is where to continue.</summary>
    public ImportResult Stored => stored;
}

/// <summary>The server rejected a request.</summary>
public class ApiException : VindexException
{
    internal ApiException(ApiRefusal refusal)
        : base($"{refusal.Request}: {refusal.Status} {refusal.Code}: {refusal.Detail}") =>
        (Request, Status, Code, Detail, Errors, TraceId, RetryAfter) = refusal;

    /// <summary>Method and path.</summary>
    public string Request { get; }

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>Stable, for programs: the code of a problem, or the <c>error_type</c> of an error under <c>/feedback</c>.</summary>
    public string Code { get; }

    /// <summary>For people.</summary>
    public string Detail { get; }

    /// <summary>Problems by field, for status 422.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; }

    /// <summary>Under this the server's log has the cause of a 500.</summary>
    public string? TraceId { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    internal static ApiException Of(ApiRefusal refusal) => refusal.Status switch
    {
        400 => new BadRequestException(refusal),
        401 => new AuthenticationException(refusal),
        403 => new PermissionDeniedException(refusal),
        404 => new NotFoundException(refusal),
        409 => new ConflictException(refusal),
        413 => new TooLargeException(refusal),
        422 => new InvalidFieldsException(refusal),
        429 => new RateLimitedException(refusal),
        503 => new UnavailableException(refusal),
        >= 500 => new ServerException(refusal),
        _ => new ApiException(refusal),
    };
}

/// <summary>400: the body or the query is wrong as a whole.</summary>
public sealed class BadRequestException : ApiException
{
    internal BadRequestException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>401: there is no credential, or it is no longer valid.</summary>
public sealed class AuthenticationException : ApiException
{
    internal AuthenticationException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>403: the credential is valid but not sufficient.</summary>
public sealed class PermissionDeniedException : ApiException
{
    internal PermissionDeniedException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>404: it does not exist, or belongs to another company.</summary>
public sealed class NotFoundException : ApiException
{
    internal NotFoundException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>409: the request conflicts with the current state.</summary>
public sealed class ConflictException : ApiException
{
    internal ConflictException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>413: the body is too large.</summary>
public sealed class TooLargeException : ApiException
{
    internal TooLargeException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>422: <see cref="ApiException.Errors"/> has the problems by field.</summary>
public sealed class InvalidFieldsException : ApiException
{
    internal InvalidFieldsException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>429: too many requests; see <see cref="ApiException.RetryAfter"/>.</summary>
public sealed class RateLimitedException : ApiException
{
    internal RateLimitedException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>5xx: the server failed.</summary>
public class ServerException : ApiException
{
    internal ServerException(ApiRefusal refusal) : base(refusal)
    {
    }
}

/// <summary>503: the server is busy or shutting down; see <see cref="ApiException.RetryAfter"/>.</summary>
public sealed class UnavailableException : ServerException
{
    internal UnavailableException(ApiRefusal refusal) : base(refusal)
    {
    }
}
