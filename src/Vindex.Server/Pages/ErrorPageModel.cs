namespace Vindex.Server.Pages;

/// <summary>An error page.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">Title.</param>
/// <param name="What">What happened.</param>
/// <param name="Next">What to do next.</param>
/// <param name="Href">URL of the link.</param>
/// <param name="HrefText">What that is.</param>
/// <param name="TraceId">Trace id in the log; null if nothing was logged.</param>
public sealed record ErrorPageModel(int Status, string Title, string What, string Next, string Href, string HrefText, string? TraceId = null);
