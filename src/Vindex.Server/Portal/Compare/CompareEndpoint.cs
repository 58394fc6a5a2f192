using NodaTime;
using NodaTime.Text;
using Vindex.Scoring;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Overview;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Compare;

/// <summary>The page that compares groups of tickets or scores.</summary>
internal static class CompareEndpoint
{
    private static readonly LocalDatePattern s_day = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");

    public static async Task<IResult> GetAsync(HttpContext context, GroupService groups, ScoreService scores, CustomerService customers, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var question = CompareQuestion.Read(context.Request.Query, query, Calendar.Today(time, visit.Zone), visit.Zone);
        var access = visit.Caller.OwnScores;
        var buckets = Buckets.Cut(question.Range.From, question.Range.To, question.Width, question.Zone);
        var found = await groups.ReadAsync(access, question.Field, question.Latest, buckets.Edges, cancellationToken);
        var names = question.Field.By == ScoreGrouping.Customer ? await customers.OwnAsync(visit.Caller, cancellationToken) : [];
        var rows = found.Groups.Select(group => Row(group, question, buckets, NameOf(group.Value, question.Field.By, names), isGroup: true)).ToList();
        var model = new CompareModel(
            PortalFrames.Of(context, "Compare", PortalSection.Compare),
            await ViewBars.OfAsync(context, visit, "compare"),
            RangeOf(question),
            [.. ScoreField.All.Select(field => new OverviewLink(FieldNames.Of(field.By), (question with { Field = field }).Href(), field == question.Field))],
            FieldNames.Of(question.Field.By),
            question.Latest,
            LatestSwitch.Of(question.Latest, latest => (question with { Latest = latest }).Href()),
            [.. question.Kept],
            rows,
            Row(found.All, question, buckets, "All", isGroup: false),
            Left(found, question),
            rows.Count > 0 || await scores.CountAsync(access, ScoreFilter.None, cancellationToken) > 0,
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")]);
        return Page.Of<ComparePage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static string NameOf(string value, ScoreGrouping by, IReadOnlyList<Customer> customers) =>
        value.Length == 0 ? FieldNames.Without(by) : customers.FirstOrDefault(customer => customer.Id == value)?.Name ?? value;

    private static GroupRow Row(GroupedSums group, CompareQuestion question, Buckets buckets, string name, bool isGroup)
    {
        var total = group.Total;
        var labels = buckets.Labels.Select(label => s_day.Format(LocalDate.Max(label, question.Range.From))).ToList();
        return new GroupRow(
            name,
            isGroup ? question.TicketsHref(group.Value) : null,
            total.Count,
            total.Count == 0 ? [] : [.. total.Tenths.Select((sum, i) => new GroupValue(Rounding.MeanOfTenths(sum, total.Count), Course(i)))],
            [.. Dimensions.All.Select(Fail)]);

        Sparkline Course(int i) =>
            Sparkline.Of([.. group.Buckets.Select(sum => sum.Count == 0 ? (int?)null : Rounding.MeanOfTenths(sum.Tenths[i], sum.Count))], labels);

        GroupFail Fail(Dimension dimension)
        {
            var count = group.Fails[(int)dimension];
            var percent = (int)Math.Round(100.0 * count / Math.Max(total.Count, 1), MidpointRounding.AwayFromZero);
            return new GroupFail(dimension, count, percent, isGroup && count > 0 ? question.TicketsHref(group.Value, dimension.Name()) : null);
        }
    }

    private static RangeModel RangeOf(CompareQuestion question)
    {
        var range = question.Range;
        var presets = DayRange.Presets.Select(days => new OverviewLink(
            days == 365 ? "A year" : $"{days} days",
            (question with { Range = new DayRange(range.To.PlusDays(1 - days), range.To), Preset = days }).Href(),
            question.Preset == days));
        return new RangeModel(range.Days, DayRange.Iso(range.From), DayRange.Iso(range.To), question.Preset is null, [.. presets], question.Zone.Id);
    }

    private static string? Left(GroupedScores found, CompareQuestion question)
    {
        if (found.Count <= found.Groups.Count && !found.IsMore) return null;
        var rest = found.All.Total.Count - found.Groups.Sum(group => group.Total.Count);
        var percent = Math.Max(1, (int)Math.Round(100.0 * rest / found.All.Total.Count, MidpointRounding.AwayFromZero));
        var count = found.IsMore ? $"more than {Wording.Number(found.Count)}" : Wording.Number(found.Count);
        return $"Of {count} groups, the {found.Groups.Count} with the most {Wording.Noun(question.Latest)}s are shown. "
            + $"The others have {percent} % of the {Wording.Noun(question.Latest)}s; they count in the last row.";
    }
}
