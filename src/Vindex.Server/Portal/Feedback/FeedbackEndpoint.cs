using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Feedback.Rows;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Views;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>The feedback explorer. The question is part of its URL, so that it can be shared.</summary>
internal static class FeedbackEndpoint
{
    private const string PathParameter = "path";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/feedback", GetAsync).RequirePage(Scopes.FeedbackRead).HeavyRead();
        pages.MapGet("/feedback/data", DataAsync).RequirePage(Scopes.FeedbackRead).HeavyRead();
        FeedbackRowsEndpoint.Map(pages);
    }

    private static async Task<IResult> GetAsync(HttpContext context, FeedbackSettings settings, FeedbackExplorer explorer, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var (errors, query) = (new FieldErrors(), context.Request.Query);
        var question = FeedbackQuestion.Read(query, errors, Calendar.Today(time, visit.Zone));
        if (await settings.OfAsync(visit, question, query[PathParameter].Count == 0, context.RequestAborted) is not { } setting) return Problem.NotFound();
        var (messages, answer) = await AnswerAsync(visit, setting, errors, explorer, context.RequestAborted);
        var shown = setting.Question;
        var requests = new FeedbackRequests(setting.Asked, $"{visit.Company.Slug}/{shown.Project}", visit.Zone);
        var model = new FeedbackModel(
            PortalFrames.Of(context, T("section.feedback"), PortalSection.Feedback),
            await ViewBars.OfAsync(context, visit, "feedback", ("project", shown.Project), (PathParameter, shown.Path)),
            OfferOf(query, setting),
            Fields(setting),
            visit.Zone.Id,
            answer,
            DataHref(query, shown),
            shown.Path.Length == 0 || (shown.Latest && shown.IsAboutScores) ? null : requests.Curl(Origin(context) + "/feedback/stats"),
            messages);
        return Page.Of<FeedbackPage>(model, messages.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    // Files are in English, whatever the language of the page with the link.
    private static async Task<IResult> DataAsync(HttpContext context, FeedbackSettings settings, FeedbackExplorer explorer, TimeProvider time)
    {
        Language.Current = Language.All[0];
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var (errors, query) = (new FieldErrors(), context.Request.Query);
        var question = FeedbackQuestion.Read(query, errors, Calendar.Today(time, visit.Zone));
        var part = new QueryReader(query, errors).OneOf("part", FeedbackData.Parts);
        var format = new QueryReader(query, errors).OneOf("format", FeedbackData.Formats);
        if (await settings.OfAsync(visit, question, query[PathParameter].Count == 0, context.RequestAborted) is not { } setting) return Problem.NotFound();
        var (messages, answer) = await AnswerAsync(visit, setting, errors, explorer, context.RequestAborted);
        if (messages.Count > 0 || answer is null) return Problem.BadRequest("invalid_question", string.Join(" ", messages.Append("There is nothing to download.")));
        var data = new FeedbackData(setting.Asked, answer);
        return format == "json" ? data.Json() : data.Csv(part ?? FeedbackData.Parts[0]);
    }

    private static async Task<(IReadOnlyList<string> Messages, FeedbackAnswerModel? Answer)> AnswerAsync(
        PortalContext visit, FeedbackSetting setting, FieldErrors errors, FeedbackExplorer explorer, CancellationToken cancellationToken)
    {
        List<string> messages = [.. errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")];
        if (messages.Count > 0 || setting.Question.Path.Length == 0) return (messages, null);
        return await explorer.AnswerAsync(visit, setting.Asked, cancellationToken) switch
        {
            ExplorerOutcome.Answered(var answer) => (messages, answer),
            ExplorerOutcome.Refused(var reason) => ([reason], null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static FeedbackOffer OfferOf(IQueryCollection query, FeedbackSetting setting)
    {
        var shown = setting.Question;
        return new FeedbackOffer(
            [.. setting.Projects.Select(project => (project.Name, project.Rows))],
            setting.Types,
            [
                .. setting.Paths.Select(path => new FeedbackPath(
                    path.Path,
                    path.Type,
                    path.Example,
                    FeedbackQuestion.Href(query, ("project", shown.Project), (PathParameter, path.Path), ("type", null), ("agg", null), ("percentiles", null)),
                    path.Path == shown.Path)),
            ],
            [
                .. DayRange.Presets.Select(days => (
                    days,
                    FeedbackQuestion.Href(query, ("days", days.ToString()), ("from", null), ("to", null)),
                    IsPreset(query) && shown.Range.Days == days)),
            ],
            shown.IsAboutScores
                ? LatestSwitch.Of(shown.Latest, latest => FeedbackQuestion.Href(query, (LatestSwitch.Parameter, latest ? LatestSwitch.Value(true) : null)))
                : []);
    }

    private static FeedbackFields Fields(FeedbackSetting setting)
    {
        var shown = setting.Question;
        return new FeedbackFields(
            shown.Project,
            shown.Path,
            shown.Type,
            setting.FoundType,
            shown.Aggregations,
            shown.Percentiles,
            shown.GroupBy,
            shown.FeedbackType,
            shown.Compare,
            DayRange.Iso(shown.Range.From),
            DayRange.Iso(shown.Range.To),
            shown.Granularity)
        {
            Latest = shown.Latest && shown.IsAboutScores,
        };
    }

    // Downloads name the project and the path, which the page may have chosen itself.
    private static string DataHref(IQueryCollection query, FeedbackQuestion shown)
    {
        var page = ViewPage.Find("feedback")!.Normalize(FeedbackQuestion.Href(query, ("project", shown.Project), (PathParameter, shown.Path)).Split('?')[1]);
        return $"{PortalPaths.FeedbackData}?{page}";
    }

    private static bool IsPreset(IQueryCollection query) => query["from"] is not [{ Length: > 0 }, ..] && query["to"] is not [{ Length: > 0 }, ..];

    private static string Origin(HttpContext context) => context.RequestServices.GetRequiredService<PublicAddress>().Of("");
}
