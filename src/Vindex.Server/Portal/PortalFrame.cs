namespace Vindex.Server.Portal;

/// <summary>What stands around a page of the portal: who is signed in, to which company, and where they are.</summary>
/// <param name="Title">What the page is, for example <c>Tickets</c>.</param>
/// <param name="Section">The entry of the navigation that it belongs to; null for none.</param>
/// <param name="UserName">Who is signed in.</param>
/// <param name="CompanyName">Whose data is shown.</param>
/// <param name="Companies">The companies that the user can change to, the shown one among them.</param>
/// <param name="Navigation">The sections that the user's role opens.</param>
/// <param name="AntiforgeryToken">To be sent with whatever changes something: the field <c>__token</c> of a form, or the header <c>X-CSRF-Token</c>.</param>
public sealed record PortalFrame(
    string Title,
    PortalSection? Section,
    string UserName,
    string CompanyName,
    IReadOnlyList<CompanyChoice> Companies,
    IReadOnlyList<NavigationEntry> Navigation,
    string AntiforgeryToken);

/// <summary>A company that the user belongs to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsShown">Whether it is the one that is shown.</param>
public sealed record CompanyChoice(string Id, string Name, bool IsShown);

/// <summary>The parts of the portal.</summary>
public enum PortalSection
{
    /// <summary>Is it good enough?</summary>
    Overview,

    /// <summary>All scored tickets.</summary>
    Tickets,

    /// <summary>What tickets have to do with each other.</summary>
    Backlog,

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
/// <param name="Section">What it opens.</param>
/// <param name="Text">What it says.</param>
/// <param name="Href">Where it leads.</param>
public sealed record NavigationEntry(PortalSection Section, string Text, string Href);
