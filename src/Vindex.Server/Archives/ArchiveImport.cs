using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Annotations;
using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Archives;

/// <summary>A line of an archive that cannot be imported.</summary>
internal sealed class ArchiveLineException(long line, string reason, Exception? inner = null) : Exception($"Line {line}: {reason}.", inner);

/// <summary>
/// Reads an archive. Profiles and feedback are written again, and everything else that exists stays as it is, so that an interrupted import can be repeated,
/// and a large archive can come in several requests that each begin with the company's line.
/// </summary>
internal sealed class ArchiveImport(
    IStore store, CompanyDirectory directory, ProjectAccess projects, FeedbackWriter writer, ConfigurationImport configuration, Audit audit, Caller caller)
{
    private const int BatchRows = 500;
    private const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>Longer than a score with the longest texts and their explanation.</summary>
    private const int MaxLine = 16 * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);
    private readonly LineSplitter _lines = new(MaxLine);
    private readonly List<StoredScore> _scores = [];
    private readonly List<FeedbackEntry> _feedback = [];
    private Company? _company;
    private bool _wasEmpty;
    private long _line;
    private long _bytes;
    private ArchiveReportBody _report = new("", "", 0, 0, 0, Complete: false);

    /// <summary>Imports all lines.</summary>
    /// <exception cref="ArchiveLineException">A line cannot be imported; those before it are.</exception>
    public async Task<ArchiveReportBody> RunAsync(PipeReader lines, CancellationToken cancellationToken)
    {
        ReadResult arrived;
        do
        {
            arrived = await lines.ReadAsync(cancellationToken);
            var buffer = arrived.Buffer;
            while (_lines.TryTake(ref buffer, arrived.IsCompleted, out var line, out var isTooLong))
            {
                _line++;
                if (isTooLong) throw Bad($"it is longer than {MaxLine} bytes");
                _bytes += line.Length;
                if (Text(line) is { Length: > 0 } text) await TakeAsync(text, cancellationToken);
            }

            lines.AdvanceTo(buffer.Start, buffer.End);
        }
        while (!arrived.IsCompleted);

        await FlushAsync(cancellationToken);
        if (_company is null) throw Bad("the archive is empty");
        if (_report.Complete) await store.Audit.AddAsync(Entry("company.imported", _company), cancellationToken);
        return _report;
    }

    private string Text(ReadOnlySequence<byte> line)
    {
        try
        {
            return s_utf8.GetString(line).TrimStart('\uFEFF').Trim();
        }
        catch (DecoderFallbackException exception)
        {
            throw new ArchiveLineException(_line, "it is not UTF-8", exception);
        }
    }

    private async Task TakeAsync(string text, CancellationToken cancellationToken)
    {
        var line = Parse(text);
        if (_company is null && line.Company is null) throw Bad("an archive begins with its company");
        switch (line)
        {
            case { Company: { } company }:
                await BeginAsync(company, cancellationToken);
                break;
            case { Customer: { } customer }:
                await AddAsync(customer.ToCustomer(_company!.Id), cancellationToken);
                break;
            case { Profile: { } profile }:
                await store.Profiles.PutAsync(profile.ToProfile(_company!.Id), Entry("profile.imported", _company), cancellationToken);
                break;
            case { Score: { } score }:
                if (score.Dimensions.Count != StoredDimensions.Names.Count) throw Bad("the score does not have six dimensions");
                _scores.Add(Read(score));
                break;
            case { Review: { } review }:
                await AddAsync(review, cancellationToken);
                break;
            case { AnnotationSpec: { } spec }:
                if (ValueSchemaReader.Parse(spec.ValueSchema) is null) throw Bad($"the value_schema of the annotation spec {spec.Name} cannot be read");
                await store.AnnotationSpecs.AddAsync(
                    spec.ToSpec(_company!.Id), int.MaxValue, Entry("annotation_spec.imported", _company), cancellationToken);
                break;
            case { AnnotationQueue: { Refs: not null } queue }:
                await store.AnnotationQueues.AddAsync(
                    queue.ToQueue(_company!.Id), queue.Refs, int.MaxValue, Entry("annotation_queue.imported", _company), cancellationToken);
                break;
            case { AnnotationClaims: { Claims: not null } claims }:
                await store.AnnotationQueues.AddClaimsAsync(
                    new ProjectKey(_company!.Id, claims.Project), claims.QueueId, [.. claims.Claims.Select(claim => claim.ToClaim())], cancellationToken);
                break;
            case { Webhook: not null } or { AlertChannel: not null } or { Alert: not null } or { Tracker: not null }:
                if (await configuration.AddAsync(_company!.Id, line, action => Entry(action, _company), cancellationToken) is { } reason) throw Bad(reason);
                break;
            case { End: not null }:
                _report = _report with { Complete = true };
                break;
            default:
                await TakeFeedbackAsync(text, cancellationToken);
                break;
        }

        if (_scores.Count + _feedback.Count >= BatchRows || _bytes >= BatchBytes) await FlushAsync(cancellationToken);
    }

    private async Task BeginAsync(ArchivedCompany archived, CancellationToken cancellationToken)
    {
        if (_company is not null) throw Bad("an archive contains only one company");
        if (archived.Format != ArchivedCompany.CurrentFormat)
            throw Bad($"the archive has format {archived.Format}; this version reads format {ArchivedCompany.CurrentFormat}");
        var company = archived.ToCompany();
        if (await store.Companies.FindAsync(company.Id, cancellationToken) is { } present)
        {
            if (present.Slug != company.Slug) throw Bad($"this company exists with the slug {present.Slug}");
        }
        else if (await store.Companies.FindBySlugAsync(company.Slug, cancellationToken) is not null)
        {
            throw Bad($"another company has the slug {company.Slug}");
        }
        else if (!await store.Companies.AddAsync(
            company, archived.DefaultCustomer.ToCustomer(company.Id), Entry("company.created", company), cancellationToken))
        {
            throw Bad($"the company cannot be created: its customer {company.DefaultCustomerId} belongs to another company, or it is still being deleted");
        }

        directory.Forget();
        _company = company;
        _wasEmpty = (await store.Scores.TotalsAsync(new ScoreAccess(company.Id, null), null, cancellationToken)).Count == 0;
        _report = _report with { CompanyId = company.Id, Slug = company.Slug };
    }

    private async Task AddAsync(Customer customer, CancellationToken cancellationToken)
    {
        if (await store.Companies.FindCustomerAsync(customer.CompanyId, customer.Id, cancellationToken) is not null) return;
        if (!await store.Companies.AddCustomerAsync(customer, Entry("customer.imported", _company!), cancellationToken))
            throw Bad($"the customer {customer.Id} belongs to another company");
    }

    // Its tickets are scores that came before it. A review that exists stays as it is.
    private async Task AddAsync(ArchivedReview review, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await store.Reviews.AddAsync(
            review.ToReview(_company!.Id),
            [.. review.Tickets.Select(ticket => ticket.ToPlace())],
            [.. review.Turns.Select(turn => turn.ToTurn())],
            Entry("review.imported", _company),
            cancellationToken);
    }

    private async Task TakeFeedbackAsync(string text, CancellationToken cancellationToken)
    {
        var (draft, reason) = ImportLine.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), null, isListed: true);
        if (draft is null) throw Bad(reason ?? "it is blank");
        var scope = await projects.FindAsync(Caller.LocalCommand, draft.ProjectId, cancellationToken);
        if (scope?.Key.CompanyId != _company!.Id) throw Bad($"the project {draft.ProjectId} is not one of {_company.Slug}");
        var (entry, refusal) = writer.Prepare(draft, scope!, caller.Actor);
        if (refusal is not null) throw Bad(refusal.Reason);

        // Keep the payload as it was stored: the checks reformat that of a reaction.
        _feedback.Add(entry with { Row = entry.Row with { Payload = draft.Payload } });
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var present = 0;
        var added = new List<Task<bool>>(_scores.Count);
        foreach (var score in _scores)
        {
            if (!_wasEmpty && await store.Scores.FindAsync(new ScoreAccess(_company!.Id, null), score.Item.Id, cancellationToken) is not null) present++;
            else added.Add(store.Scores.AddAsync(score, null, cancellationToken));
        }

        if ((await Task.WhenAll(added)).Contains(false)) throw Bad("a score before this line belongs to a customer that is not in the archive");
        if (_feedback.Count > 0) await store.Feedback.WriteAsync(_feedback, null, allOrNothing: false, cancellationToken);
        _report = _report with
        {
            Scores = _report.Scores + added.Count,
            Present = _report.Present + present,
            Feedback = _report.Feedback + _feedback.Count,
        };
        _scores.Clear();
        _feedback.Clear();
        _bytes = 0;
    }

    private ArchiveLine Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ArchiveJson.Shared.ArchiveLine) ?? throw Bad("it is null");
        }
        catch (JsonException exception)
        {
            throw Bad($"it is not a line of an archive: {exception.Message.Split(" Path:")[0].TrimEnd('.')}");
        }
    }

    private StoredScore Read(ArchivedScore score)
    {
        try
        {
            return score.ToScore(_company!.Id);
        }
        catch (JsonException exception)
        {
            throw Bad($"the detail of score {score.Id} cannot be read: {exception.Message.Split(" Path:")[0].TrimEnd('.')}");
        }
    }

    private Storage.Audit.AuditEntry Entry(string action, Company company) =>
        audit.Entry(caller, action, company.Id, company.Id, ("slug", company.Slug), ("from", "archive"));

    private ArchiveLineException Bad(string reason) => new(_line, reason);
}
