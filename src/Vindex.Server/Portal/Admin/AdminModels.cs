using Vindex.Server.Portal.Deliveries;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;

namespace Vindex.Server.Portal.Admin;

/// <summary>A company in the list.</summary>
/// <param name="Href">Its page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Since">Creation time.</param>
public sealed record CompanyRow(string Href, string Name, string Slug, Moment Since);

/// <summary>State of the background work.</summary>
/// <param name="Waiting">Tickets waiting to be scored.</param>
/// <param name="Age">Waiting time of the oldest ticket, as text.</param>
/// <param name="Deliveries">Undelivered callbacks by status.</param>
/// <param name="Failures">Most recent failed callbacks of all companies.</param>
public sealed record WorkModel(long Waiting, string Age, IReadOnlyList<(DeliveryStatusText Word, long Count)> Deliveries, IReadOnlyList<FailureRow> Failures);

/// <summary>A callback that failed.</summary>
/// <param name="Company">Name of the company.</param>
/// <param name="Host">Host of its URL.</param>
/// <param name="Answer">Last response.</param>
/// <param name="At">Creation time.</param>
public sealed record FailureRow(string Company, string Host, string Answer, Moment At);

/// <summary>The page of all companies.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Notice">Message about the last action.</param>
/// <param name="AverageTenths">Average of all scores; null if there are none.</param>
/// <param name="Total">Number of scores.</param>
/// <param name="Chart">Averages of the last 30 days.</param>
/// <param name="Work">Queue and deliveries.</param>
/// <param name="Companies">Newest first.</param>
/// <param name="Older">URL of the next page; null on the last one.</param>
/// <param name="IsFirst">Whether this is the first page.</param>
/// <param name="Zone">Time zone of days and times.</param>
/// <param name="Form">State of the form.</param>
public sealed record AdminModel(
    PortalFrame Frame,
    string? Notice,
    int? AverageTenths,
    long Total,
    ChartModel Chart,
    WorkModel Work,
    IReadOnlyList<CompanyRow> Companies,
    string? Older,
    bool IsFirst,
    string Zone,
    FormState Form);

/// <summary>The page of one company, for admins.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Notice">Message about the last action.</param>
/// <param name="Company">The company.</param>
/// <param name="Id">Its id.</param>
/// <param name="Gate">Its quality gate.</param>
/// <param name="AverageTenths">Average of its scores; null if there are none.</param>
/// <param name="Total">Number of scores.</param>
/// <param name="Feedback">Number of rows of feedback, those of the scores included.</param>
/// <param name="People">Users and invitations: e-mail address, role, whether invited.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Link">A new invitation link to show once; null for none.</param>
public sealed record AdminCompanyModel(
    PortalFrame Frame,
    string? Notice,
    CompanyRow Company,
    string Id,
    string Gate,
    int? AverageTenths,
    long Total,
    long Feedback,
    IReadOnlyList<(string Email, string Role, bool IsInvited)> People,
    FormState Form,
    MemberLink? Link);
