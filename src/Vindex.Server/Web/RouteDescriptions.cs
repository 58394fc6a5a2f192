namespace Vindex.Server.Web;

/// <summary>The problems that a route answers beside those that follow from its credential, body and limits; stands in the endpoint's metadata.</summary>
internal sealed record Problems(params int[] Statuses);

/// <summary>The query parameters of a route, for the API description; stands in the endpoint's metadata.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Parameters);

/// <summary>Describes routes.</summary>
internal static class RouteDescriptions
{
    public static RouteHandlerBuilder WithParameters(this RouteHandlerBuilder builder, params IReadOnlyList<QueryParameter> parameters) =>
        builder.WithMetadata(new QueryParameters(parameters));
}
