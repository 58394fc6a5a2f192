namespace Vindex.Browser.Site;

/// <summary>Whose browser it is.</summary>
public enum Who
{
    /// <summary>Without a session.</summary>
    NoOne,

    /// <summary>An owner of the demo's company, who is an admin of the server as well.</summary>
    Owner,

    /// <summary>A viewer of the demo's company.</summary>
    Viewer,

    /// <summary>The owner of a company whose every text is hostile.</summary>
    Stranger,

    /// <summary>The owner of a company in which nothing is.</summary>
    Newcomer,

    /// <summary>The owner of a company with connected trackers.</summary>
    Planner,
}
