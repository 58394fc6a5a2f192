using Vindex.Server.Companies.Checklists;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Overview;

/// <summary>The first page of the portal: quality, failures, worst tickets.</summary>
internal static class OverviewEndpoint
{
    public static async Task<IResult> GetAsync(
        HttpContext context, OverviewReader reader, ChecklistService checklists, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var question = OverviewQuestion.Read(context.Request.Query, query, Calendar.Today(time, visit.Zone), visit.Zone);
        var model = new OverviewModel(
            PortalFrames.Of(context, T("section.overview"), PortalSection.Overview),
            await ViewBars.OfAsync(context, visit, "overview"),
            RangeOf(question),
            Choices(question),
            await reader.ReadAsync(visit, question, context.RequestAborted),
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")])
        {
            Checklist = await ChecklistPart.OfAsync(context, visit, checklists),
        };
        return Page.Of<OverviewPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static RangeModel RangeOf(OverviewQuestion question)
    {
        var range = question.Range;
        var presets = DayRange.Presets.Select(days => new OverviewLink(
            days == 365 ? T("overview.year") : T("overview.days", ("count", days)),
            (question with { Range = new DayRange(range.To.PlusDays(1 - days), range.To), Preset = days }).Href(),
            question.Preset == days));
        return new RangeModel(range.Days, DayRange.Iso(range.From), DayRange.Iso(range.To), question.Preset is null, [.. presets], question.Zone.Id);
    }

    private static OverviewChoices Choices(OverviewQuestion question) => new(
        question.Latest,
        LatestSwitch.Of(question.Latest, latest => (question with { Latest = latest }).Href()),
        question.IsSmoothed,
        question.CanSmooth
            ? [
                new OverviewLink(T("overview.by-day"), (question with { IsSmoothed = false }).Href(), !question.IsSmoothed),
                new OverviewLink(T("overview.seven-days"), (question with { IsSmoothed = true }).Href(), question.IsSmoothed),
            ]
            : [],
        question.TicketsHref(question.Range.From, question.Range.To, ("sort", "worst_first")));
}
