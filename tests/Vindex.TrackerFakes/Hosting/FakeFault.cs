namespace Vindex.TrackerFakes.Hosting;

/// <summary>What goes wrong with a request.</summary>
public enum FakeFault
{
    /// <summary>401: the credentials are not accepted.</summary>
    Unauthorized,

    /// <summary>403: a permission or scope is missing.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>429, with the headers that say when the limit ends (<see cref="TrackerFake.LimitEnds"/>).</summary>
    Limited,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>The request is done, and its response never comes.</summary>
    Slow,

    /// <summary>The request is done, and its response is valid HTTP with half of the JSON.</summary>
    Truncated,

    /// <summary>The request is done, and the connection ends within the response.</summary>
    Interrupted,

    /// <summary>200 with a web page, as proxies and sign-in pages answer.</summary>
    WebPage,
}

/// <summary>A fault to come.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Request">What the request's method and path must contain, for example <c>POST /rest</c>; null for any request.</param>
internal sealed record PlannedFault(FakeFault Fault, string? Request);
