using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Settings;

/// <summary>An installation in the list.</summary>
/// <param name="Id">The customer that it is.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Source">The product, for people.</param>
/// <param name="ExternalId">The id by which the product knows it.</param>
/// <param name="Host">Where its callbacks go; null for nowhere.</param>
/// <param name="State">How its callbacks fare, in words.</param>
/// <param name="StateClass">The class that colours it.</param>
/// <param name="Since">Since when; null for no time.</param>
public sealed record InstallationLine(string Id, string Name, string Source, string ExternalId, string? Host, string State, string StateClass, Moment? Since);

/// <summary>The page of installations.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Installations">Oldest first.</param>
/// <param name="Sources">The products that can be connected, name and title.</param>
/// <param name="Customers">Customers that are no installation yet, id and name.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Shown">A secret to show this once; null for none.</param>
public sealed record InstallationsModel(
    SettingsFrame Frame,
    IReadOnlyList<InstallationLine> Installations,
    IReadOnlyList<(string Name, string Title)> Sources,
    IReadOnlyList<(string Id, string Name)> Customers,
    FormState Form,
    ShownSecret? Shown);

/// <summary>A secret of an installation, to be shown once.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Name">Of which installation.</param>
/// <param name="Address">Where its product sends tickets.</param>
public sealed record ShownSecret(string Secret, string Name, string Address);

/// <summary>The page of one installation.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Row">The installation.</param>
/// <param name="IsEnabled">Whether callbacks are sent to it.</param>
/// <param name="CallbackUrl">Where they go.</param>
/// <param name="DisplayName">Its own name; empty for none.</param>
/// <param name="Profile">Its profile.</param>
/// <param name="Profiles">Those that it can have.</param>
/// <param name="Gate">Its quality gate; empty for the company's.</param>
/// <param name="CompanyGate">The company's.</param>
/// <param name="CriteriaFields">Names of the fields with acceptance criteria, one a line.</param>
/// <param name="IssueTypes">The types that are judged, one a line; empty for all.</param>
/// <param name="PreviousUntil">Until when the secret before the last rotation is accepted; null for none.</param>
/// <param name="Registered">Since when.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Shown">A secret to show this once; null for none.</param>
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
    Moment? PreviousUntil,
    Moment Registered,
    FormState Form,
    ShownSecret? Shown);
