using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies.Checklists;

/// <summary>A first step of a company.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Title">What to do.</param>
/// <param name="Text">Why, or how, in one sentence.</param>
/// <param name="Href">The page where it is done.</param>
/// <param name="IsDone">Whether the company's data shows that it is done.</param>
internal sealed record ChecklistStep(string Name, string Title, string Text, string Href, bool IsDone)
{
    /// <summary>The scope that each of the steps needs; only owners have it.</summary>
    public const string NeededScope = Scopes.InstallationsWrite;

    /// <summary>All steps of a company, in the order in which they make sense.</summary>
    public static IReadOnlyList<ChecklistStep> Of(Company company, CompanyProgress progress) =>
    [
        new(
            "ticket",
            "Score the first ticket",
            "Create an API key with the scope scores:write and send a ticket to POST /v1/score, or let a tracker send its tickets.",
            "/app/settings/keys",
            progress.HasScore),
        new(
            "tracker",
            "Connect a tracker",
            "Tickets from Jira, GitHub, GitLab, Azure DevOps or Linear are then scored whenever they change.",
            "/app/settings/installations",
            progress.HasInstallation),
        new(
            "event",
            "Receive the first event",
            "Enter the installation's address and secret in the tracker, then change a ticket there.",
            "/app/settings/installations",
            progress.HasEvent),
        new(
            "people",
            "Invite a colleague",
            "Members rate tickets and agree or disagree with scores, viewers read.",
            "/app/settings/members",
            progress.HasOthers),
        new(
            "gate",
            "Set the quality gate",
            $"Decide which overall score a ticket must reach; until you do, it is {company.QualityGateTenths / 10m:0.0}.",
            "/app/settings",
            company.IsGateDecided),
    ];
}
