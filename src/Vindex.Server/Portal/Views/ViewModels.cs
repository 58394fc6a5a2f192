using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Views;

/// <summary>The saved views of a page, above its content.</summary>
/// <param name="Page">The page's name.</param>
/// <param name="Query">What the page shows, as a view would save it.</param>
/// <param name="Views">The views.</param>
/// <param name="MayShare">Whether the user may share views.</param>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record ViewBarModel(string Page, string Query, IReadOnlyList<ViewLink> Views, bool MayShare, string Token, string? Message)
{
    /// <summary>What the page shows, for a card of a dashboard: with all that the page has chosen itself.</summary>
    public string Pinned { get; init; } = Query;
}

/// <summary>A view as a link.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Href">Its URL.</param>
/// <param name="IsShown">Whether the page shows exactly this.</param>
public sealed record ViewLink(string Name, string Href, bool IsShown);

/// <summary>The page that lists all views.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Views">The views.</param>
/// <param name="New">The page and query of a view that could not be saved; null for none.</param>
/// <param name="MayShare">Whether the user may share views.</param>
/// <param name="Form">State of the forms, named <c>new</c> or by id.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record ViewsModel(
    PortalFrame Frame, IReadOnlyList<ViewEntry> Views, (string Page, string Query)? New, bool MayShare, FormState Form, string? Message);

/// <summary>A view in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Page">Title of its page.</param>
/// <param name="Href">Its URL.</param>
/// <param name="IsShared">Whether everyone in the company sees it.</param>
/// <param name="IsOwn">Whether the user created it.</param>
/// <param name="MayChange">Whether the user may change it.</param>
/// <param name="Since">Creation time.</param>
public sealed record ViewEntry(string Id, string Name, string Page, string Href, bool IsShared, bool IsOwn, bool MayChange, Moment Since);
