namespace Vindex.Server.Web.Requests;

/// <summary>Endpoint metadata: unknown query parameters are ignored, as other programs add their own to such addresses.</summary>
internal sealed record AnyParameters
{
    public static AnyParameters Ignored { get; } = new();
}

/// <summary>
/// Refuses query parameters that a route of the API does not have: a mistyped filter that is ignored answers another question than the one asked. Pages and
/// routes with <see cref="AnyParameters"/> ignore them.
/// </summary>
internal sealed class UnknownParameters(RequestDelegate next)
{
    private const int MaxErrors = 10;
    private const int MaxLength = 64;

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Query.Count > 0 && context.GetEndpoint() is RouteEndpoint endpoint && IsChecked(endpoint)
        && Errors(context, endpoint) is { Any: true } errors
            ? Refusal(context, errors).ExecuteAsync(context)
            : next(context);

    private static bool IsChecked(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null && endpoint.Metadata.GetMetadata<AnyParameters>() is null;

    private static FieldErrors Errors(HttpContext context, RouteEndpoint endpoint)
    {
        var known = endpoint.Metadata.OfType<QueryParameters>().SelectMany(parameters => parameters.Parameters).Select(parameter => parameter.Name).ToList();
        var errors = new FieldErrors();
        foreach (var name in context.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).Take(MaxErrors))
            errors.Add(name.Length <= MaxLength ? name : name[..MaxLength], Message(name, known));
        return errors;
    }

    private static string Message(string name, List<string> known)
    {
        if (known.Count == 0) return "is unknown: this request has no query parameters";
        return Nearest.Of(name, known) is { } nearest ? $"is unknown (did you mean {nearest}?)" : $"is unknown; allowed: {string.Join(", ", known)}";
    }

    private static Problem Refusal(HttpContext context, FieldErrors errors) =>
        ReasonBody.IsFor(context) ? Problem.BadRequest("invalid_fields", errors.Summary) : Problem.Invalid(errors);
}
