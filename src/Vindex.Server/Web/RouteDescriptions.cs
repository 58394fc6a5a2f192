namespace Vindex.Server.Web;

/// <summary>Endpoint metadata: problems of a route in addition to those that follow from credential, body and rate limits.</summary>
internal sealed record Problems(params int[] Statuses);

/// <summary>Endpoint metadata: the query parameters of a route, for the API description.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Parameters);

/// <summary>Describes routes.</summary>
internal static class RouteDescriptions
{
    public static RouteHandlerBuilder WithParameters(this RouteHandlerBuilder builder, params IReadOnlyList<QueryParameter> parameters) =>
        builder.WithMetadata(new QueryParameters(parameters));
}
