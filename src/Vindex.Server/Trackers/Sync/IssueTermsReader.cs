using Vindex.Server.Judging;
using Vindex.Server.Scoring;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Sync;

/// <summary>Finds how the issues of a project are judged: by the settings of its installation.</summary>
internal sealed class IssueTermsReader(IInstallationStore installations, Judges judges, TicketJudging judging)
{
    /// <summary>The terms.</summary>
    /// <exception cref="TrackerException">The installation or its profile is gone, which a person has to fix.</exception>
    public async Task<IssueTerms> ReadAsync(TrackedProject project, string product, CancellationToken cancellationToken)
    {
        var installation = await installations.FindByCustomerAsync(project.CompanyId, project.CustomerId, cancellationToken)
            ?? throw new TrackerException(
                TrackerFailure.NotFound, $"The installation of the project {project.Key} was deleted. Remove the project, or add it again.");
        var settings = InstallationSettings.Parse(installation.Settings);
        var judge = await judges.FindAsync(project.CompanyId, settings.Profile, cancellationToken)
            ?? throw new TrackerException(
                TrackerFailure.NotFound, $"The profile {settings.Profile} of the project {project.Key} no longer exists. Choose another one.");
        var terms = await judging.TermsAsync(project.CompanyId, project.CustomerId, judge.Profile.Name, cancellationToken);
        return new IssueTerms(project, SourceTable.Find(product)!, settings, judge, terms);
    }
}
