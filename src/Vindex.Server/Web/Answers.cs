using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Vindex.Server.Web;

/// <summary>200 with a JSON body, or a problem. The API description takes the schema from the type.</summary>
internal sealed class Ok<T> : IResult, IEndpointMetadataProvider
{
    private readonly IResult _result;

    private Ok(IResult result) => _result = result;

    public Task ExecuteAsync(HttpContext httpContext) => _result.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Answers.Describe<T>(builder, StatusCodes.Status200OK);

    public static implicit operator Ok<T>(T body) => new(JsonAnswer.WithStatus(StatusCodes.Status200OK, body));

    public static implicit operator Ok<T>(Problem problem) => new(problem);
}

/// <summary>201 with a JSON body, or a problem.</summary>
internal sealed class Created<T> : IResult, IEndpointMetadataProvider
{
    private readonly IResult _result;

    private Created(IResult result) => _result = result;

    public Task ExecuteAsync(HttpContext httpContext) => _result.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Answers.Describe<T>(builder, StatusCodes.Status201Created);

    public static Created<T> At(T body, string? location) => new(JsonAnswer.WithStatus(StatusCodes.Status201Created, body, location));

    public static implicit operator Created<T>(Problem problem) => new(problem);
}

/// <summary>200 (replaced) or 201 (created) with a JSON body, or a problem.</summary>
internal sealed class OkOrCreated<T> : IResult, IEndpointMetadataProvider
{
    private readonly IResult _result;

    private OkOrCreated(IResult result) => _result = result;

    public Task ExecuteAsync(HttpContext httpContext) => _result.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        Answers.Describe<T>(builder, StatusCodes.Status200OK);
        Answers.Describe<T>(builder, StatusCodes.Status201Created);
    }

    public static OkOrCreated<T> Of(T body, bool isNew) => new(JsonAnswer.WithStatus(isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, body));

    public static implicit operator OkOrCreated<T>(Problem problem) => new(problem);
}

/// <summary>202 with a JSON body, or a problem.</summary>
internal sealed class Accepted<T> : IResult, IEndpointMetadataProvider
{
    private readonly IResult _result;

    private Accepted(IResult result) => _result = result;

    public Task ExecuteAsync(HttpContext httpContext) => _result.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Answers.Describe<T>(builder, StatusCodes.Status202Accepted);

    public static implicit operator Accepted<T>(T body) => new(JsonAnswer.WithStatus(StatusCodes.Status202Accepted, body));

    public static implicit operator Accepted<T>(Problem problem) => new(problem);
}

/// <summary>204, or a problem.</summary>
internal sealed class NoContent : IResult, IEndpointMetadataProvider
{
    private readonly IResult? _problem;
    private readonly string? _location;

    private NoContent(IResult? problem, string? location) => (_problem, _location) = (problem, location);

    public static NoContent Done { get; } = new(null, null);

    /// <summary>With the address of something that the change has started.</summary>
    public static NoContent At(string location) => new(null, location);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (_problem is not null) return _problem.ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        if (_location is not null) httpContext.Response.Headers.Location = _location;
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(
        MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));

    public static implicit operator NoContent(Problem problem) => new(problem, null);
}

/// <summary>Converts the outcome of a service to a response.</summary>
internal static class Answers
{
    public static Ok<TBody> ToOk<T, TBody>(this Outcome<T> outcome, Func<T, TBody> body) => outcome switch
    {
        Outcome<T>.Done done => body(done.Value),
        Outcome<T>.Refused refused => Problem.Of(refused.Reason),
        _ => throw new UnreachableException(),
    };

    public static Created<TBody> ToCreated<T, TBody>(this Outcome<T> outcome, Func<T, TBody> body, Func<T, string>? location = null) => outcome switch
    {
        Outcome<T>.Done done => Created<TBody>.At(body(done.Value), location?.Invoke(done.Value)),
        Outcome<T>.Refused refused => Problem.Of(refused.Reason),
        _ => throw new UnreachableException(),
    };

    public static Accepted<TBody> ToAccepted<T, TBody>(this Outcome<T> outcome, Func<T, TBody> body) => outcome switch
    {
        Outcome<T>.Done done => body(done.Value),
        Outcome<T>.Refused refused => Problem.Of(refused.Reason),
        _ => throw new UnreachableException(),
    };

    public static OkOrCreated<TBody> ToOkOrCreated<T, TBody>(this Outcome<T> outcome, Func<T, TBody> body, Func<T, bool> isNew) => outcome switch
    {
        Outcome<T>.Done done => OkOrCreated<TBody>.Of(body(done.Value), isNew(done.Value)),
        Outcome<T>.Refused refused => Problem.Of(refused.Reason),
        _ => throw new UnreachableException(),
    };

    public static NoContent ToNoContent<T>(this Outcome<T> outcome) => outcome is Outcome<T>.Refused refused ? Problem.Of(refused.Reason) : NoContent.Done;

    public static NoContent ToNoContent<T>(this Outcome<T> outcome, Func<T, string> location) => outcome switch
    {
        Outcome<T>.Done done => NoContent.At(location(done.Value)),
        Outcome<T>.Refused refused => Problem.Of(refused.Reason),
        _ => throw new UnreachableException(),
    };

    internal static void Describe<T>(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(T), [JsonAnswer.ContentType]));
}
