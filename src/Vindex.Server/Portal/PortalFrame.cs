namespace Vindex.Server.Portal;

/// <summary>Frame of a portal page: user, company and navigation.</summary>
/// <param name="Title">Title of the page, for example <c>Tickets</c>.</param>
/// <param name="Section">Navigation entry of the page; null for none.</param>
/// <param name="UserName">Name of the user.</param>
/// <param name="CompanyName">Name of the company.</param>
/// <param name="Companies">Companies the user can switch to, including the current one.</param>
/// <param name="Navigation">Sections that the user's role allows.</param>
/// <param name="AntiforgeryToken">Must be sent with every write, in the form field <c>__token</c> or the header <c>X-CSRF-Token</c>.</param>
public sealed record PortalFrame(
    string Title,
    PortalSection? Section,
    string UserName,
    string CompanyName,
    IReadOnlyList<CompanyChoice> Companies,
    IReadOnlyList<NavigationEntry> Navigation,
    string AntiforgeryToken)
{
    /// <summary>Address of the changes since the page was made; null for none.</summary>
    public string? Live { get; init; }
}

/// <summary>A company of the user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsShown">Whether it is the current one.</param>
public sealed record CompanyChoice(string Id, string Name, bool IsShown);

/// <summary>The parts of the portal.</summary>
public enum PortalSection
{
    /// <summary>The quality in a range.</summary>
    Overview,

    /// <summary>Groups of tickets side by side.</summary>
    Compare,

    /// <summary>Charts and lists of other pages, side by side.</summary>
    Dashboards,

    /// <summary>All scored tickets.</summary>
    Tickets,

    /// <summary>What tickets have to do with each other.</summary>
    Backlog,

    /// <summary>Rules that watch figures.</summary>
    Alerts,

    /// <summary>Callbacks.</summary>
    Deliveries,

    /// <summary>Statistics of any project.</summary>
    Feedback,

    /// <summary>Keys, installations, profiles, members.</summary>
    Settings,

    /// <summary>All companies.</summary>
    Admin,
}

/// <summary>An entry of the navigation.</summary>
/// <param name="Section">Section.</param>
/// <param name="Text">Text.</param>
/// <param name="Href">URL.</param>
public sealed record NavigationEntry(PortalSection Section, string Text, string Href);
