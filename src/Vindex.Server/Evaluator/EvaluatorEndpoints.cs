using System.Diagnostics;
using Vindex.Server.Background;
using Vindex.Server.Configuration;
using Vindex.Server.Evaluator.Page;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Evaluator.Sessions;
using Vindex.Server.Evaluator.Uploads;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator;

/// <summary><c>/evaluate/*</c>: scoring for people without an account. Its scores are not part of any statistics.</summary>
internal static class EvaluatorEndpoints
{
    public static void AddEvaluator(this IServiceCollection services)
    {
        services.AddJson(EvaluatorJson.Shared);
        services.AddSettings<EvaluatorOptions>("Evaluator");
        services.AddRateLimit(RateLimits.EvaluatorUpload);
        services.AddRateLimit(RateLimits.EvaluatorScore);
        services.AddRateLimit(RateLimits.EvaluatorResults);
        services.AddRateLimit(RateLimits.EvaluatorTicket);
        services.AddRateLimit(RateLimits.EvaluatorTyping);
        services.AddSingleton<HomeExamples>();
        services.AddSingleton<TicketEvaluation>();
        services.AddSingleton<EvaluatorService>();
        services.AddSingleton<SessionRun>();
        services.AddSingleton<SessionSignal>();
        services.AddLeasedWorker<LeasedEvaluation, SessionScoring>();
    }

    public static void MapEvaluator(this IEndpointRouteBuilder routes)
    {
        var evaluator = routes.MapGroup("/evaluate").WithTags("Public evaluator");
        evaluator.MapPost("/upload", UploadAsync)
            .WithName("evaluator_upload").WithSummary("Uploads a file of tickets, CSV or .xlsx")
            .WithDescription("UTF-8 or UTF-16, with or without byte order mark; columns separated by comma, semicolon, tab or vertical bar; at most 5 MiB and 1,000 data rows. Of an "
                + "Excel workbook (.xlsx), the first visible sheet with cells is read, with the values of formulas. The columns' contents are guessed from their names, and proposed from the rows where "
                + "no name is known. The session and all of its data are deleted after 24 hours.")
            .WithMetadata(new LimitedPerAddress("evaluator-upload", RateLimits.EvaluatorUpload))
            .WithMetadata(new Problems(StatusCodes.Status503ServiceUnavailable))
            .Accepts<UploadFormBody>("multipart/form-data");
        evaluator.MapPost("/score", ScoreAsync)
            .WithName("evaluator_score").WithSummary("Scores the rows of an upload")
            .WithMetadata(new LimitedPerAddress("evaluator-score", RateLimits.EvaluatorScore))
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));
        evaluator.MapGet("/results/{session_id}", ResultsAsync)
            .WithName("evaluator_results").WithSummary("The results so far")
            .WithMetadata(new LimitedPerAddress("evaluator-results", RateLimits.EvaluatorResults))
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        evaluator.MapGet("/results/{session_id}.csv", CsvAsync)
            .WithName("evaluator_results_csv").WithSummary("The results as CSV")
            .WithMetadata(new LimitedPerAddress("evaluator-results", RateLimits.EvaluatorResults))
            .WithMetadata(new Problems(StatusCodes.Status404NotFound))
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        evaluator.MapPost("/ticket", TicketAsync)
            .WithName("evaluator_ticket").WithSummary("Scores one ticket without storing it")
            .WithMetadata(new LimitedPerAddress("evaluator-ticket", RateLimits.EvaluatorTicket))
            .WithMetadata(new Problems(StatusCodes.Status503ServiceUnavailable))
            .Accepts<ScoreRequestBody>(JsonAnswer.ContentType);
    }

    private static async Task<Created<UploadBody>> UploadAsync(HttpContext context, EvaluatorService evaluator)
    {
        var (file, problem) = await FileUpload.ReadAsync(context);
        return file is null
            ? problem!
            : (await evaluator.UploadAsync(file, context.RequestAborted)).ToCreated(UploadBody.Of, session => "/evaluate/results/" + session.Id);
    }

    private static async Task<Accepted<ScoringBody>> ScoreAsync(HttpContext context, Body<ScoreSessionBody> body, EvaluatorService evaluator) =>
        body.Problem
        ?? (await evaluator.StartAsync(body.Input, typeByName: true, context.RequestAborted)).ToAccepted(session => new ScoringBody(session.Id, "scoring", session.Total));

    // The contract prescribes the name in the route.
    private static async Task<Ok<EvaluationResultsBody>> ResultsAsync(HttpContext context, string session_id, EvaluatorService evaluator) =>
        (await evaluator.ResultsAsync(session_id, context.RequestAborted)).ToOk(results => results);

    private static async Task<IResult> CsvAsync(HttpContext context, string session_id, EvaluatorService evaluator)
    {
        switch (await evaluator.ResultsAsync(session_id, context.RequestAborted))
        {
            case Outcome<EvaluationResultsBody>.Refused refused:
                return Problem.Of(refused.Reason);
            case Outcome<EvaluationResultsBody>.Done { Value: var results }:
                context.Response.Headers.ContentDisposition = "attachment; filename=\"vindex-results.csv\"";
                return Microsoft.AspNetCore.Http.Results.Bytes(ResultsCsv.Of(results.Rows), "text/csv; charset=utf-8");
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<Ok<TicketAnswerBody>> TicketAsync(HttpContext context, TicketEvaluation evaluation, Ids ids)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            return (await evaluation.JudgeAsync(ScoreRequest.Read(body.Root), "ticket_data.", mayAskModel: true, context.RequestAborted))
                .ToOk(judged => TicketAnswerBody.Of(ids.TimeOrdered(), judged));
        }
    }
}
