using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Settings;

/// <summary>An installation in the list.</summary>
/// <param name="Id">Id of its customer.</param>
/// <param name="Name">Display name.</param>
/// <param name="Source">Name of the product.</param>
/// <param name="ExternalId">Its id in the product.</param>
/// <param name="Host">Host of its callback URL; null for none.</param>
/// <param name="State">State of its callbacks, as text.</param>
/// <param name="StateClass">CSS class.</param>
/// <param name="Since">Time of the last change of state; null for none.</param>
public sealed record InstallationLine(string Id, string Name, string Source, string ExternalId, string? Host, string State, string StateClass, Moment? Since);

/// <summary>The page of installations.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Installations">Oldest first.</param>
/// <param name="Sources">The products that can be connected, name and title.</param>
/// <param name="Customers">Customers without an installation, id and name.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Shown">A new secret to show once; null for none.</param>
public sealed record InstallationsModel(
    SettingsFrame Frame,
    IReadOnlyList<InstallationLine> Installations,
    IReadOnlyList<(string Name, string Title)> Sources,
    IReadOnlyList<(string Id, string Name)> Customers,
    FormState Form,
    ShownSecret? Shown);

/// <summary>A new secret of an installation, shown once.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Name">Name of the installation.</param>
/// <param name="Address">URL to which its product sends events.</param>
public sealed record ShownSecret(string Secret, string Name, string Address);

/// <summary>The page of one installation.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Row">The installation.</param>
/// <param name="IsEnabled">Whether callbacks are sent to it.</param>
/// <param name="CallbackUrl">Callback URL.</param>
/// <param name="DisplayName">Its display name; empty for none.</param>
/// <param name="Profile">Its profile.</param>
/// <param name="Profiles">Available profiles.</param>
/// <param name="Gate">Its quality gate; empty for the company's.</param>
/// <param name="CompanyGate">The company's.</param>
/// <param name="CriteriaFields">Names of the fields with acceptance criteria, one per line.</param>
/// <param name="IssueTypes">The issue types to score, one per line; empty for all.</param>
/// <param name="TicketUrl">The address of a ticket in the tracker; empty for no links.</param>
/// <param name="PreviousUntil">Until when the old secret is valid; null for none.</param>
/// <param name="Registered">Creation time.</param>
/// <param name="Jobs">Queued tickets that would be dropped with it.</param>
/// <param name="Deliveries">Waiting callbacks that would be stopped with it.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Shown">A new secret to show once; null for none.</param>
public sealed record InstallationModel(
    SettingsFrame Frame,
    InstallationLine Row,
    bool IsEnabled,
    string CallbackUrl,
    string DisplayName,
    string Profile,
    IReadOnlyList<string> Profiles,
    string Gate,
    string CompanyGate,
    string CriteriaFields,
    string IssueTypes,
    string TicketUrl,
    Moment? PreviousUntil,
    Moment Registered,
    long Jobs,
    long Deliveries,
    FormState Form,
    ShownSecret? Shown);
