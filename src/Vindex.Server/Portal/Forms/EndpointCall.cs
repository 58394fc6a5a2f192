using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal;

/// <summary>What an endpoint answered to a form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Result">The answer that a program would have got.</param>
internal sealed record Sent(IFormCollection Form, IResult Result)
{
    /// <summary>Why it was refused; null when it was done.</summary>
    public Problem? Problem => Result as Problem;

    /// <summary>What it answered.</summary>
    public T Value<T>() => EndpointCall.ValueOf<T>(Result);
}

/// <summary>
/// Pages change things through the endpoints that programs use: a form becomes the JSON that a program would send, so that there is one place for checks, rights,
/// words and entries in the audit log.
/// </summary>
internal static class EndpointCall
{
    /// <summary>Sends the form of a request to an endpoint.</summary>
    public static async Task<Sent> SendAsync(HttpContext context, Action<FormJson> write, Func<Task<IResult>> endpoint)
    {
        if (await FormBody.ReadAsync(context) is not { } form)
            return new Sent(FormCollection.Empty, Problem.BadRequest("bad_form", "The form could not be read: it has too many fields, or too much in one of them."));
        using var json = new FormJson(form);
        write(json);
        return new Sent(form, await AskAsync(context, json.End(), endpoint));
    }

    /// <summary>What an endpoint answers, where it cannot refuse.</summary>
    public static T ValueOf<T>(IResult result) =>
        result is IValueHttpResult<T> { Value: { } value } ? value : throw new InvalidOperationException($"The endpoint answered no {typeof(T).Name}.");

    /// <summary>Asks an endpoint with a body of ours in place of the request's own.</summary>
    public static async Task<IResult> AskAsync(HttpContext context, ReadOnlyMemory<byte> json, Func<Task<IResult>> endpoint)
    {
        var request = context.Request;
        var (body, type, length) = (request.Body, request.ContentType, request.ContentLength);
        using var ours = new MemoryStream(json.ToArray(), writable: false);
        (request.Body, request.ContentType, request.ContentLength) = (ours, JsonAnswer.ContentType, ours.Length);
        try
        {
            return await endpoint();
        }
        finally
        {
            (request.Body, request.ContentType, request.ContentLength) = (body, type, length);
        }
    }
}
