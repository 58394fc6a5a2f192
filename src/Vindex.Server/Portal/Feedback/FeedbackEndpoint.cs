using System.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Feedback;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Schema;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Portal.Feedback;

/// <summary>The statistics page. The question is part of its URL, so that it can be shared.</summary>
internal static class FeedbackEndpoint
{
    private const int PathSample = 200;
    private const int MaxPaths = 500;

    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/feedback", GetAsync).RequirePage(Scopes.FeedbackRead).HeavyRead();

    private static async Task<IResult> GetAsync(
        HttpContext context, ProjectService projectList, SchemaService schema, StatisticsService statistics, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var errors = new FieldErrors();
        var question = FeedbackQuestion.Read(context.Request.Query, errors, Calendar.Today(time, visit.Zone));
        var projects = (await projectList.OfCompanyAsync(visit.Company.Id, context.RequestAborted)).Select(project => (project.Name, project.Rows)).ToList();
        var project = question.Project.Length > 0 ? question.Project
            : projects.Any(one => one.Name == FeedbackRow.ScoreProject) || projects.Count == 0 ? FeedbackRow.ScoreProject
            : projects[0].Name;
        var projectId = $"{visit.Company.Slug}/{project}";
        if (await PathsAsync(schema, projectId, question, visit, context.RequestAborted) is not { } paths) return Problem.NotFound();

        // Without a question in the URL, the page uses a common one.
        if (context.Request.Query["path"].Count == 0)
        {
            var numeric = paths.FirstOrDefault(path => path.Type == "numeric").Path ?? "";
            question = question with { Path = project == FeedbackRow.ScoreProject ? ChartQuery.Overall : numeric };
        }

        var found = paths.FirstOrDefault(path => path.Path == question.Path).Type ?? "numeric";
        var type = question.Type.Length > 0 ? question.Type : found;
        var body = question.ToJson(projectId, type, visit.Zone);
        var messages = errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}").ToList();
        FeedbackAnswerModel? answer = null;
        if (messages.Count == 0 && question.Path.Length > 0)
        {
            var asked = question.Asked();
            var outcome = await statistics.AnswerAsync(visit.Caller, asked.ToRequest(projectId, type, visit.Zone), context.RequestAborted);
            if (outcome is StatisticsOutcome.Answered(var stats))
                answer = FeedbackAnswers.Of(stats, question.Outputs(type), asked.Outputs(type), question.Path);
            else
                messages.Add(Reason(outcome));
        }

        var zone = visit.Zone.Id;
        var model = new FeedbackModel(
            PortalFrames.Of(context, "Feedback", PortalSection.Feedback),
            await ViewBars.OfAsync(context, visit, "feedback"),
            projects,
            paths,
            new FeedbackFields(
                project,
                question.Path,
                question.Type,
                found,
                question.Aggregations,
                question.Percentiles,
                question.GroupBy,
                question.FeedbackType,
                question.Compare,
                DayRange.Iso(question.Range.From),
                DayRange.Iso(question.Range.To),
                question.Granularity),
            [.. DayRange.Presets.Select(days => (days, Address(context.Request, days), IsShown(context.Request, question.Range, days)))],
            zone,
            answer,
            question.Path.Length == 0 ? null : FeedbackQuestion.Curl(Origin(context) + "/feedback/stats", body),
            messages);
        return Page.Of<FeedbackPage>(model, messages.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IReadOnlyList<(string Path, string Type)>?> PathsAsync(
        SchemaService schema, string projectId, FeedbackQuestion question, PortalContext visit, CancellationToken cancellationToken)
    {
        var request = new SchemaRequest(
            projectId,
            Calendar.StartOfDay(question.Range.From, visit.Zone),
            Calendar.StartOfDay(question.Range.To.PlusDays(1), visit.Zone),
            question.FeedbackType.Length == 0 ? null : question.FeedbackType,
            null,
            PathSample);
        return await schema.FindPathsAsync(visit.Caller, request, cancellationToken) is FeedbackOutcome<PayloadPathTypes>.Done(var types)
            ? [.. types.InOrder().Take(MaxPaths)]
            : null;
    }

    private static string Reason(StatisticsOutcome outcome) => outcome switch
    {
        StatisticsOutcome.Refused(var refusal) => StatsRefusals.AsModelError(refusal)?.Text ?? StatsRefusals.Reason(refusal),
        StatisticsOutcome.ProjectNotFound => FeedbackRefusal.ProjectNotFound.Reason,
        _ => throw new UnreachableException(),
    };

    // The same question for the given number of days.
    private static string Address(HttpRequest request, int days)
    {
        var builder = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (name is "from" or "to" or "days") continue;
            foreach (var value in values.OfType<string>().Where(value => value.Length > 0 || name == "path")) builder.Add(name, value);
        }

        builder.Add("days", days.ToString());
        return PortalPaths.Feedback + builder;
    }

    private static bool IsShown(HttpRequest request, DayRange range, int days) =>
        request.Query["from"] is not [{ Length: > 0 }, ..] && request.Query["to"] is not [{ Length: > 0 }, ..] && range.Days == days;

    private static string Origin(HttpContext context) => context.RequestServices.GetRequiredService<PublicAddress>().Of("");
}
