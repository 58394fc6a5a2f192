namespace Vindex.Cli.Http;

/// <summary>What became of a request: a response, to be disposed of by the caller, or the reason why there is none.</summary>
/// <param name="Response">The response; null when there is none.</param>
/// <param name="Trouble">Why there is none, in a sentence.</param>
internal sealed record ClientAnswer(HttpResponseMessage? Response, string? Trouble)
{
    /// <summary>The HTTP status that <see cref="Trouble"/> is about; 0 when there was no response.</summary>
    public int Status { get; init; }

    /// <summary>The request went out and no answer came: it may have been carried out.</summary>
    public bool MayBeDone { get; init; }

    /// <summary>The server has asked to wait, and is waited for.</summary>
    public bool IsPutOff { get; init; }

    /// <summary>It broke off, or met an error of the server or of something before it.</summary>
    public bool IsBroken { get; init; }
}
