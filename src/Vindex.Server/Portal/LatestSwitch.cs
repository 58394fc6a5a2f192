using Vindex.Server.Languages;

namespace Vindex.Server.Portal;

/// <summary>One of the two ways to look at scores: the latest of each ticket, or every one. A page's URL has it as <c>latest</c>.</summary>
/// <param name="Text">Text of the link.</param>
/// <param name="Href">URL of the page that way.</param>
/// <param name="IsShown">Whether the page is shown that way.</param>
public sealed record LatestSwitch(string Text, string Href, bool IsShown)
{
    /// <summary>Name of the parameter.</summary>
    public const string Parameter = "latest";

    /// <summary>The value of the parameter.</summary>
    public static string Value(bool latest) => latest ? "true" : "false";

    /// <summary>The two ways.</summary>
    /// <param name="latest">Whether the page shows the latest scores.</param>
    /// <param name="href">The URL of the page with a value of the parameter.</param>
    public static IReadOnlyList<LatestSwitch> Of(bool latest, Func<bool, string> href) =>
        [new(Texts.T("portal.latest-per-ticket"), href(true), latest), new(Texts.T("portal.every-score"), href(false), !latest)];
}
