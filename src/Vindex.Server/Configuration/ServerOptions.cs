namespace Vindex.Server.Configuration;

/// <summary>Where the server can be reached: the section <c>Server</c>.</summary>
internal sealed record ServerOptions
{
    /// <summary>Addresses to listen on, separated by <c>;</c>.</summary>
    [ListeningAddresses]
    public required string Urls { get; init; }

    /// <summary>Networks whose forwarding headers are trusted.</summary>
    public required NetworkList TrustedProxies { get; init; }

    /// <summary>Public address of the server, for links; null for the address of the request.</summary>
    [HttpAddress]
    public Uri? PublicUrl { get; init; }

    /// <summary>The addresses to listen on.</summary>
    internal IReadOnlyList<string> Addresses => SettingText.Items(Urls);

    /// <summary>The start of links to this server.</summary>
    /// <param name="request">The request whose address is used if no public address is set.</param>
    internal string BaseOf(HttpRequest request) => PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}
