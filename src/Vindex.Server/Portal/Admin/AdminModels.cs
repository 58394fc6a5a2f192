using Vindex.Server.Portal.Deliveries;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;

namespace Vindex.Server.Portal.Admin;

/// <summary>A company in the list.</summary>
/// <param name="Href">Its page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Since">Since when.</param>
public sealed record CompanyRow(string Href, string Name, string Slug, Moment Since);

/// <summary>How the work in the background fares.</summary>
/// <param name="Waiting">Tickets that wait to be judged.</param>
/// <param name="Age">How long the one that waits longest has waited, in words.</param>
/// <param name="Deliveries">Callbacks that are not delivered, by status.</param>
/// <param name="Failures">The callbacks that failed last, over all companies.</param>
public sealed record WorkModel(long Waiting, string Age, IReadOnlyList<(DeliveryWord Word, long Count)> Deliveries, IReadOnlyList<FailureRow> Failures);

/// <summary>A callback that failed.</summary>
/// <param name="Company">Whose.</param>
/// <param name="Host">Where it was to go.</param>
/// <param name="Answer">What came back.</param>
/// <param name="At">When it was made.</param>
public sealed record FailureRow(string Company, string Host, string Answer, Moment At);

/// <summary>The page of all companies.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Notice">What was just done.</param>
/// <param name="AverageTenths">Average of all scores; null without any.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Chart">Averages of the last 30 days.</param>
/// <param name="Work">Queue and deliveries.</param>
/// <param name="Companies">Newest first.</param>
/// <param name="Older">Where the list goes on; null at its end.</param>
/// <param name="IsFirst">Whether it begins with the newest.</param>
/// <param name="Zone">The zone of days and times.</param>
/// <param name="Form">What was typed.</param>
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
/// <param name="Frame">What stands around it.</param>
/// <param name="Notice">What was just done.</param>
/// <param name="Company">The company.</param>
/// <param name="Id">Its id.</param>
/// <param name="Gate">Its quality gate.</param>
/// <param name="AverageTenths">Average of its scores; null without any.</param>
/// <param name="Total">How many there are.</param>
/// <param name="People">Who belongs to it: e-mail and role, invited or not.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Link">An invitation to show this once; null for none.</param>
public sealed record AdminCompanyModel(
    PortalFrame Frame,
    string? Notice,
    CompanyRow Company,
    string Id,
    string Gate,
    int? AverageTenths,
    long Total,
    IReadOnlyList<(string Email, string Role, bool IsInvited)> People,
    FormState Form,
    MemberLink? Link);
