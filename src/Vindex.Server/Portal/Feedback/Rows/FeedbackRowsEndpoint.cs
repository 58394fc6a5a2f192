using System.Text;
using NodaTime;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback.Rows;

/// <summary>A row of feedback in the list.</summary>
/// <param name="At">When it was created.</param>
/// <param name="Type">Its type.</param>
/// <param name="About">What it is about.</param>
/// <param name="Href">URL of the ticket that it is about; null for other things.</param>
/// <param name="Payload">Its payload, shortened.</param>
public sealed record FeedbackRowLine(Moment At, string Type, string About, string? Href, string Payload);

/// <summary>The page with the rows of feedback behind a point or bar.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Project">The project.</param>
/// <param name="Range">The range in words.</param>
/// <param name="Conditions">The conditions in words.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Rows">Some of them.</param>
/// <param name="More">URL of the next ones; null for none.</param>
/// <param name="Errors">Errors in the URL.</param>
public sealed record FeedbackRowsModel(
    PortalFrame Frame,
    string Project,
    string Range,
    IReadOnlyList<string> Conditions,
    string Count,
    IReadOnlyList<FeedbackRowLine> Rows,
    string? More,
    IReadOnlyList<string> Errors);

/// <summary>The rows of feedback that a point or bar counts.</summary>
internal static class FeedbackRowsEndpoint
{
    private const int PageSize = 50;
    private const int MaxPayload = 600;

    /// <summary>Reading this many rows takes about a second.</summary>
    private const int MostRead = 200_000;

    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/feedback/rows", GetAsync).RequirePage(Scopes.FeedbackRead).HeavyRead();

    private static async Task<IResult> GetAsync(HttpContext context, ProjectAccess access, IFeedbackStore store, ReadTurns turns)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var question = FeedbackRowsQuestion.Read(context.Request.Query, query);
        if (await access.FindAsync(visit.Caller, $"{visit.Company.Slug}/{question.Project}", context.RequestAborted) is not { } scope) return Problem.NotFound();
        var (rows, count, isAll) = query.Errors.Any ? ([], 0, true) : await ReadAsync(question, scope, store, turns, context.RequestAborted);
        var next = question with { Skip = question.Skip + PageSize };
        var model = new FeedbackRowsModel(
            PortalFrames.Of(context, T("feedback.rows-title"), PortalSection.Feedback),
            question.Project,
            T(
                "feedback.rows-range",
                ("from", Moment.Of(question.From, visit.Zone).Text),
                ("to", Moment.Of(question.Before, visit.Zone).Text),
                ("zone", visit.Zone.Id)),
            [.. Words(question)],
            isAll ? T("feedback.rows-count", ("count", count)) : T("feedback.rows-more", ("count", count), ("read", MostRead)),
            [.. rows.Select(row => Line(row, visit.Zone))],
            count > next.Skip ? next.Href() : null,
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")]);
        return Page.Of<FeedbackRowsPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<(List<FeedbackRow> Rows, long Count, bool IsAll)> ReadAsync(
        FeedbackRowsQuestion question, ProjectScope scope, IFeedbackStore store, ReadTurns turns, CancellationToken cancellationToken)
    {
        var selection = new FeedbackSelection
        {
            From = question.From,
            Before = question.Before,
            FeedbackTypes = question.FeedbackType.Length > 0 ? [question.FeedbackType] : null,
            Descending = true,
        };
        var (rows, count, read) = (new List<FeedbackRow>(), 0L, 0);
        using var turn = turns.ForRows();
        await foreach (var row in store.ReadAsync(scope.Key, selection, cancellationToken))
        {
            await turn.ContinueAsync(cancellationToken);
            if (read++ == MostRead) return (rows, count, false);
            if (!scope.Sees(row.Payload.Span) || !question.Selects(row)) continue;
            if (count >= question.Skip && rows.Count < PageSize) rows.Add(row);
            count++;
        }

        return (rows, count, true);
    }

    private static IEnumerable<string> Words(FeedbackRowsQuestion question)
    {
        if (question.FeedbackType.Length > 0) yield return T("feedback.rows-type", ("type", question.FeedbackType));
        foreach (var condition in question.Conditions)
            yield return T("feedback.rows-is", ("field", condition.Field), ("value", FeedbackNumbers.Name(condition.Value)));
        if (question.Interval is { } interval)
        {
            yield return T(
                interval.HasEnd ? "feedback.rows-interval" : "feedback.rows-interval-open",
                ("path", interval.Path),
                ("from", FeedbackNumbers.Number(interval.From)),
                ("to", FeedbackNumbers.Number(interval.To)));
        }
    }

    private static FeedbackRowLine Line(FeedbackRow row, DateTimeZone zone)
    {
        var isScore = row.FeedbackType == FeedbackRow.ScoreType;
        var slash = row.WeaveRef.LastIndexOf('/');
        var about = isScore && slash >= 0 ? Uri.UnescapeDataString(row.WeaveRef[(slash + 1)..]) : row.WeaveRef;
        var href = isScore ? PortalPaths.Ticket(row.Id) : null;
        return new FeedbackRowLine(Moment.Of(row.CreatedAt, zone), row.FeedbackType, about, href, Excerpt(row.Payload.Span));
    }

    // A character that the cut would split becomes a replacement character, which is cut off.
    private static string Excerpt(ReadOnlySpan<byte> payload) =>
        payload.Length <= MaxPayload ? Encoding.UTF8.GetString(payload) : Encoding.UTF8.GetString(payload[..MaxPayload]).TrimEnd('\uFFFD') + "…";
}
