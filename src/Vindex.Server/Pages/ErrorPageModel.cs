namespace Vindex.Server.Pages;

/// <summary>A failure as people read it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="What">What happened, and whether anything was lost.</param>
/// <param name="Next">What to do next.</param>
/// <param name="Href">Where to go.</param>
/// <param name="HrefText">What that is.</param>
/// <param name="TraceId">Names the request in the log; null where the log has nothing.</param>
public sealed record ErrorPageModel(int Status, string Title, string What, string Next, string Href, string HrefText, string? TraceId = null);
