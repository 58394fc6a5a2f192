namespace Vindex.Cli.Http;

/// <summary>How a command talks to a server.</summary>
/// <param name="Address">Where it listens; ends with a slash.</param>
/// <param name="IsThisMachine">It is on this machine: no proxy is asked.</param>
/// <param name="Key">The API key, or the token of a folder's server; null to send none.</param>
/// <param name="Patience">How long an answer may take.</param>
internal sealed record ClientOptions(Uri Address, bool IsThisMachine, string? Key, TimeSpan Patience)
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; init; } = Address.AbsoluteUri.TrimEnd('/');

    /// <summary>How often a request is sent that breaks off or meets a server error. More than once only where sending it again does no harm.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>Whether a server that asks to wait (429, 503) is waited for.</summary>
    public bool Waits { get; init; } = true;

    /// <summary>Bytes of the largest answer that is read as a whole.</summary>
    public long LargestAnswer { get; init; } = int.MaxValue;
}
