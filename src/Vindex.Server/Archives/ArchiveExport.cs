using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Annotations;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Archives;

/// <summary>Writes a company as an archive, with backpressure. Keys, users, secrets, jobs and callbacks are not part of it.</summary>
internal sealed class ArchiveExport(IStore store, Company company)
{
    private const int FlushBytes = 32 * 1024;
    private static readonly JsonWriterOptions s_format = new() { Encoder = WireFormat.Encoder, SkipValidation = true };

    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var customers = await store.Companies.ListCustomersAsync(company.Id, cancellationToken);
        var main = customers.First(customer => customer.Id == company.DefaultCustomerId);
        Write(output, new ArchiveLine(Company: ArchivedCompany.Of(company, main)));
        foreach (var customer in customers.Where(customer => customer != main)) Write(output, new ArchiveLine(Customer: ArchivedCustomer.Of(customer)));
        foreach (var profile in await store.Profiles.ListAsync(company.Id, cancellationToken))
            Write(output, new ArchiveLine(Profile: ArchivedProfile.Of(profile)));
        var scores = await WriteScoresAsync(output, cancellationToken);
        var feedback = await WriteFeedbackAsync(output, cancellationToken);
        foreach (var review in await store.Reviews.ListAsync(new ScoreAccess(company.Id, null), "", cancellationToken))
        {
            if (await store.Reviews.FindAsync(new ScoreAccess(company.Id, null), review.Review.Id, cancellationToken) is { } content)
                Write(output, new ArchiveLine(Review: ArchivedReview.Of(content)));
        }

        await WriteAnnotationsAsync(output, cancellationToken);
        await WriteConfigurationAsync(output, cancellationToken);
        Write(output, new ArchiveLine(End: new ArchiveCounts(scores, feedback)));
        await output.FlushAsync(cancellationToken);
    }

    private async Task<long> WriteScoresAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var written = 0L;
        await foreach (var score in store.Scores.ExportAsync(
            new ScoreAccess(company.Id, null), ScoreFilter.None, ScoreSort.CreatedAt, cancellationToken))
        {
            Write(output, new ArchiveLine(Score: ArchivedScore.Of(score)));
            written++;
            if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(cancellationToken);
        }

        return written;
    }

    private async Task<long> WriteFeedbackAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var written = 0L;
        using var json = new Utf8JsonWriter(output, s_format);
        foreach (var project in await store.Feedback.ProjectsAsync(company.Id, cancellationToken))
        {
            await foreach (var row in store.Feedback.ReadAsync(new ProjectKey(company.Id, project.Name), new FeedbackSelection(), cancellationToken))
            {
                if (row.FeedbackType == FeedbackRow.ScoreType) continue;
                json.Reset(output);
                ExportLine.Write(json, $"{company.Slug}/{project.Name}", row);
                json.Flush();
                output.Write("\n"u8);
                written++;
                if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(cancellationToken);
            }
        }

        return written;
    }

    private async Task WriteAnnotationsAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        foreach (var spec in await store.AnnotationSpecs.OfCompanyAsync(company.Id, cancellationToken))
            Write(output, new ArchiveLine(AnnotationSpec: ArchivedAnnotationSpec.Of(spec)));
        foreach (var queue in await store.AnnotationQueues.OfCompanyAsync(company.Id, cancellationToken))
        {
            if (await store.AnnotationQueues.ItemsAsync(queue.Project, queue.Id, 0, int.MaxValue, cancellationToken) is not { } content) continue;
            Write(output, new ArchiveLine(AnnotationQueue: ArchivedAnnotationQueue.Of(queue, content.Items)));
            foreach (var claims in content.Claims.Where(claim => claim.State != ClaimState.Claimed).Chunk(ArchivedAnnotationClaims.Most))
            {
                Write(output, new ArchiveLine(
                    AnnotationClaims: new ArchivedAnnotationClaims(queue.Id, queue.Project.Name, [.. claims.Select(ArchivedAnnotationClaim.Of)])));
                await output.FlushAsync(cancellationToken);
            }
        }
    }

    private async Task WriteConfigurationAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        foreach (var webhook in await store.Webhooks.ListAsync(company.Id, cancellationToken))
            Write(output, new ArchiveLine(Webhook: ArchivedWebhook.Of(webhook)));
        foreach (var channel in await store.AlertMessages.ListChannelsAsync(company.Id, cancellationToken))
            Write(output, new ArchiveLine(AlertChannel: ArchivedAlertChannel.Of(channel)));
        foreach (var alert in await store.Alerts.ListAsync(company.Id, cancellationToken))
            Write(output, new ArchiveLine(Alert: ArchivedAlert.Of(alert)));
        var installations = (await store.Installations.ListAsync(company.Id, null, cancellationToken))
            .ToDictionary(installation => installation.CustomerId, StringComparer.Ordinal);
        foreach (var tracker in await store.Trackers.ListAsync(company.Id, cancellationToken))
        {
            var projects = (await store.Trackers.ProjectsAsync(tracker.Id, cancellationToken))
                .Select(project => ArchivedTrackedProject.Of(project, installations.GetValueOrDefault(project.CustomerId)));
            Write(output, new ArchiveLine(Tracker: ArchivedTracker.Of(tracker, [.. projects])));
        }
    }

    private static void Write(PipeWriter output, ArchiveLine line)
    {
        using (var json = new Utf8JsonWriter(output, s_format)) JsonSerializer.Serialize(json, line, ArchiveJson.Shared.ArchiveLine);
        output.Write("\n"u8);
    }
}
