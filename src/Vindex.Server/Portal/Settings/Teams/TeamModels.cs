using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Settings.Teams;

/// <summary>A team in the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Href">Its page.</param>
/// <param name="Role">The name of its role.</param>
/// <param name="Customers">Names of its customers; null for all.</param>
/// <param name="Members">Number of its members.</param>
public sealed record TeamLine(string Name, string Href, string Role, string? Customers, int Members);

/// <summary>The page of teams.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Teams">By name.</param>
/// <param name="Fields">What a new team can have.</param>
/// <param name="Form">State of the form.</param>
public sealed record TeamsModel(SettingsFrame Frame, IReadOnlyList<TeamLine> Teams, TeamFieldsModel Fields, FormState Form);

/// <summary>The fields of a team.</summary>
/// <param name="Name">Its name; empty for a new one.</param>
/// <param name="Role">Its role.</param>
/// <param name="HasAll">Whether it has all customers.</param>
/// <param name="Customers">The customers of the company, and which of them it has.</param>
public sealed record TeamFieldsModel(string Name, string Role, bool HasAll, IReadOnlyList<(string Id, string Name, bool IsChosen)> Customers);

/// <summary>A member of a team.</summary>
/// <param name="Id">Id of the account.</param>
/// <param name="Name">Display name, or the e-mail address.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Role">The name of the role in the company, if the team gives nothing beside it; null if it is the teams'.</param>
public sealed record TeamMemberLine(string Id, string Name, string Email, string? Role);

/// <summary>The page of a team.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Path">Its address.</param>
/// <param name="Fields">What it has.</param>
/// <param name="Members">Its members.</param>
/// <param name="Others">People of the company who are not in it.</param>
/// <param name="Form">State of the form.</param>
public sealed record TeamModel(
    SettingsFrame Frame,
    string Path,
    TeamFieldsModel Fields,
    IReadOnlyList<TeamMemberLine> Members,
    IReadOnlyList<(string Id, string Email)> Others,
    FormState Form);
