using Vindex.Server.Pages;
using Vindex.Server.Portal.Overview;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Server.Web;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Compare;

/// <summary>The page that compares groups of tickets or scores.</summary>
internal static class CompareEndpoint
{
    public static async Task<IResult> GetAsync(HttpContext context, CompareReader reader, ScoreService scores, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var question = CompareQuestion.Read(context.Request.Query, query, Calendar.Today(time, visit.Zone), visit.Zone);
        var content = await reader.ReadAsync(visit, question, cancellationToken);
        var model = new CompareModel(
            PortalFrames.Of(context, T("section.compare"), PortalSection.Compare),
            await ViewBars.OfAsync(context, visit, "compare"),
            RangeOf(question),
            [.. ScoreField.All.Select(field => new OverviewLink(FieldNames.Of(field.By), (question with { Field = field }).Href(), field == question.Field))],
            LatestSwitch.Of(question.Latest, latest => (question with { Latest = latest }).Href()),
            [.. question.Kept],
            content,
            content.Groups.Count > 0 || await scores.CountAsync(visit.Caller.OwnScores, ScoreFilter.None, cancellationToken) > 0,
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")]);
        return Page.Of<ComparePage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static RangeModel RangeOf(CompareQuestion question)
    {
        var range = question.Range;
        var presets = DayRange.Presets.Select(days => new OverviewLink(
            days == 365 ? T("compare.a-year") : T("compare.days", ("count", days)),
            (question with { Range = new DayRange(range.To.PlusDays(1 - days), range.To), Preset = days }).Href(),
            question.Preset == days));
        return new RangeModel(range.Days, DayRange.Iso(range.From), DayRange.Iso(range.To), question.Preset is null, [.. presets], question.Zone.Id);
    }
}
