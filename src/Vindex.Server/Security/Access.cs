namespace Vindex.Server.Security;

/// <summary>What a route asks of its caller; stands in the endpoint's metadata.</summary>
/// <param name="Scope">The scope that opens it; null where only the token of the running server does.</param>
internal sealed record Access(string? Scope)
{
    /// <summary>Routes for a command on the same machine.</summary>
    public static Access LocalOperation { get; } = new((string?)null);

    /// <summary>Routes for admins, over all companies.</summary>
    public static Access Admin { get; } = new(Scopes.Admin);

    /// <summary>The environment's admin key opens these.</summary>
    public bool IsAdmin => Scope == Scopes.Admin;
}

/// <summary>
/// Stands in the metadata of routes that take, beside what <see cref="Access"/> says, the token of the running server: a command of the folder's owner, who
/// could read the data anyway. Such a caller belongs to no company; what it asks about says which is meant.
/// </summary>
internal sealed record AlsoLocal
{
    public static AlsoLocal Instance { get; } = new();
}

/// <summary>Says on a route or a group what it asks of its caller.</summary>
internal static class AccessConventions
{
    public static T RequireScope<T>(this T builder, string scope)
        where T : IEndpointConventionBuilder => builder.WithMetadata(new Access(scope));

    public static T RequireAdmin<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Admin);

    public static T RequireLocalOperation<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.LocalOperation);

    public static T AlsoForLocalCommands<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(AlsoLocal.Instance);
}
