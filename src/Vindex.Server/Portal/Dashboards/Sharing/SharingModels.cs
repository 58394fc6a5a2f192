using Vindex.Server.Portal.Dashboards.Cards;
using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Dashboards.Sharing;

/// <summary>A link in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Creator">Name of the user who created it.</param>
/// <param name="HasTitles">Whether it shows titles.</param>
/// <param name="Created">Creation time.</param>
/// <param name="Expires">Expiry.</param>
/// <param name="Visits">How often it was opened.</param>
/// <param name="Visited">When it was last opened; null for never.</param>
/// <param name="MayRevoke">Whether the user may revoke it.</param>
public sealed record LinkRow(string Id, string Creator, bool HasTitles, Moment Created, Moment Expires, long Visits, Moment? Visited, bool MayRevoke);

/// <summary>The page with the links to a dashboard.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Name">Name of the dashboard.</param>
/// <param name="Href">URL of the dashboard.</param>
/// <param name="Links">Its links.</param>
/// <param name="MayShare">Whether the user may create links.</param>
/// <param name="MayShowTitles">Whether the company lets links show titles.</param>
/// <param name="Why">Why the user may not create links; null if the user may.</param>
/// <param name="Shown">A new link to show once; null for none.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record LinksModel(
    PortalFrame Frame,
    string Name,
    string Href,
    IReadOnlyList<LinkRow> Links,
    bool MayShare,
    bool MayShowTitles,
    string? Why,
    string? Shown,
    FormState Form,
    string? Message);

/// <summary>A dashboard that a link shows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CompanyName">Name of the company.</param>
/// <param name="Cards">Its cards.</param>
/// <param name="HasTitles">Whether titles of tickets are shown.</param>
/// <param name="Expires">When the link expires.</param>
/// <param name="Now">The time of the numbers.</param>
public sealed record SharedModel(string Name, string CompanyName, IReadOnlyList<CardModel> Cards, bool HasTitles, Moment Expires, Moment Now);
