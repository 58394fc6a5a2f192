namespace Vindex.Server.Configuration;

/// <summary>Where the server can be reached: the section <c>Server</c>.</summary>
internal sealed record ServerOptions
{
    /// <summary>Addresses to listen on, separated by <c>;</c>.</summary>
    [ListeningAddresses]
    public required string Urls { get; init; }

    /// <summary>Networks whose forwarding headers are trusted.</summary>
    public required NetworkList TrustedProxies { get; init; }

    /// <summary>Public address of the server, for links; null for the address that it listens on.</summary>
    [HttpAddress]
    public Uri? PublicUrl { get; init; }

    /// <summary>An address of its own for metrics; null or empty for none.</summary>
    [OptionalListeningAddress]
    public string? MetricsUrl { get; init; }

    /// <summary>The bearer token for metrics on the other addresses; null or empty for none.</summary>
    [SecretText(16)]
    public string? MetricsToken { get; init; }

    /// <summary>Whether metrics have an address of their own.</summary>
    internal bool HasMetricsUrl => !string.IsNullOrWhiteSpace(MetricsUrl);

    /// <summary>Origins of web pages that may call the API from a browser.</summary>
    public required OriginList AllowedOrigins { get; init; }

    /// <summary>Whether responses are compressed for clients that accept it.</summary>
    public required bool Compression { get; init; }

    /// <summary>The addresses to listen on.</summary>
    internal IReadOnlyList<string> Addresses => SettingText.Items(Urls);
}
