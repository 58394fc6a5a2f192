using Vindex.Server.Portal.Dashboards.Cards;
using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Dashboards;

/// <summary>A dashboard in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Href">Its page.</param>
/// <param name="Cards">Number of cards.</param>
/// <param name="IsOwn">Whether the user created it.</param>
/// <param name="MayChange">Whether the user may change it.</param>
/// <param name="Changed">When it was last changed.</param>
public sealed record DashboardEntry(string Id, string Name, string Href, int Cards, bool IsOwn, bool MayChange, Moment Changed);

/// <summary>The list of dashboards.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Dashboards">The dashboards.</param>
/// <param name="MayCreate">Whether the user may create dashboards.</param>
/// <param name="Rules">What the company allows of links, for owners; null for others.</param>
/// <param name="Form">State of the forms, named <c>new</c> or <c>sharing</c>.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record DashboardsModel(
    PortalFrame Frame, IReadOnlyList<DashboardEntry> Dashboards, bool MayCreate, SharingChoice? Rules, FormState Form, string? Message);

/// <summary>What a company allows of links.</summary>
/// <param name="Sharers">Who may create them.</param>
/// <param name="HasTitles">Whether they may show titles.</param>
public sealed record SharingChoice(string Sharers, bool HasTitles);

/// <summary>A dashboard.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Entry">The dashboard.</param>
/// <param name="Others">All dashboards, to switch between them: name, URL, whether shown.</param>
/// <param name="Cards">Its cards.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record DashboardModel(
    PortalFrame Frame, DashboardEntry Entry, IReadOnlyList<(string Name, string Href, bool IsShown)> Others, IReadOnlyList<CardModel> Cards, string? Message);

/// <summary>A card in the list to arrange.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Width">Its width.</param>
/// <param name="Place">Its place, from 1.</param>
public sealed record ArrangedCard(string Id, string Title, string Kind, string Width, int Place);

/// <summary>The page that arranges the cards of a dashboard.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Entry">The dashboard.</param>
/// <param name="Cards">Its cards.</param>
/// <param name="Form">State of the forms, named <c>name</c> or by card.</param>
/// <param name="Message">A message of the last action; null for none.</param>
public sealed record ArrangeModel(PortalFrame Frame, DashboardEntry Entry, IReadOnlyList<ArrangedCard> Cards, FormState Form, string? Message);

/// <summary>The form that pins a part of a page.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Card">The kind of card.</param>
/// <param name="CardTitle">Its usual title.</param>
/// <param name="Query">The filters.</param>
/// <param name="Back">URL of the page.</param>
/// <param name="Dashboards">The dashboards that the user may change: id and name.</param>
/// <param name="Form">State of the form.</param>
public sealed record PinModel(
    PortalFrame Frame,
    string Card,
    string CardTitle,
    string Query,
    string Back,
    IReadOnlyList<(string Value, string Text)> Dashboards,
    FormState Form);
