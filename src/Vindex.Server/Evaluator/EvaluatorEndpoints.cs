using Vindex.Scoring.Tickets;
using Vindex.Server.Background;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Evaluator.Sessions;
using Vindex.Server.Evaluator.Uploads;
using Vindex.Server.Scoring;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator;

/// <summary><c>/evaluate/*</c>: scores for people without an account. Nothing of it counts in any statistic.</summary>
internal static class EvaluatorEndpoints
{
    private const int MaxName = 64 * 1024;

    public static void AddEvaluator(this IServiceCollection services, EvaluatorOptions options)
    {
        services.AddJson(EvaluatorJson.Shared);
        services.AddSingleton(options);
        services.AddSingleton<TicketEvaluation>();
        services.AddSingleton<EvaluatorSessions>();
        services.AddSingleton<SessionRun>();
        services.AddSingleton<SessionSignal>();
        services.AddLeasedWorker<LeasedEvaluation, SessionScoring>();
    }

    public static void MapEvaluator(this IEndpointRouteBuilder routes)
    {
        var evaluator = routes.MapGroup("/evaluate").WithTags("Public evaluator");
        evaluator.MapPost("/upload", UploadAsync)
            .WithName("evaluator_upload").WithSummary("Uploads a CSV file of tickets")
            .WithDescription("UTF-8 or UTF-16, with or without byte order mark; columns separated by comma, semicolon, tab or vertical bar; at most 5 MiB and 1,000 data rows. The columns' contents are "
                + "guessed from their names. The session and all of its data are deleted after 24 hours.")
            .Limited("evaluator-upload", options => options.Upload)
            .WithMetadata(new Problems(StatusCodes.Status503ServiceUnavailable))
            .Accepts<UploadFormBody>("multipart/form-data")
            .Produces<UploadBody>(StatusCodes.Status201Created);
        evaluator.MapPost("/score", ScoreAsync)
            .WithName("evaluator_score").WithSummary("Scores the rows of an upload")
            .Limited("evaluator-score", options => options.Score)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict))
            .Accepts<ScoreSessionBody>(JsonAnswer.ContentType)
            .Produces<ScoringBody>(StatusCodes.Status202Accepted);
        evaluator.MapGet("/results/{session_id}", ResultsAsync)
            .WithName("evaluator_results").WithSummary("The results so far")
            .Limited("evaluator-results", options => options.Results)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound))
            .Produces<EvaluationResultsBody>();
        evaluator.MapGet("/results/{session_id}.csv", CsvAsync)
            .WithName("evaluator_results_csv").WithSummary("The results as CSV")
            .Limited("evaluator-results", options => options.Results)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound))
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        evaluator.MapPost("/ticket", TicketAsync)
            .WithName("evaluator_ticket").WithSummary("Scores one ticket without storing it")
            .Limited("evaluator-ticket", options => options.Ticket)
            .WithMetadata(new Problems(StatusCodes.Status503ServiceUnavailable))
            .Accepts<ScoreRequestBody>(JsonAnswer.ContentType)
            .Produces<TicketAnswerBody>();
    }

    private static RouteHandlerBuilder Limited(this RouteHandlerBuilder route, string name, Func<EvaluatorOptions, RateLimit> limit) =>
        route.WithMetadata(new LimitedPerAddress(name, services => limit(services.GetRequiredService<EvaluatorOptions>())));

    private static async Task<IResult> UploadAsync(HttpContext context, EvaluatorSessions sessions)
    {
        var (file, problem) = await FileUpload.ReadAsync(context);
        if (file is null) return problem!;
        var (upload, refused) = await sessions.UploadAsync(file, context.RequestAborted);
        return upload is null ? refused! : JsonAnswer.Created(upload, EvaluatorJson.Shared.UploadBody, "/evaluate/results/" + upload.SessionId);
    }

    private static async Task<IResult> ScoreAsync(HttpContext context, EvaluatorSessions sessions)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var id = fields.Text("session_id", ScoreRequest.MaxIdLength, required: true);
            var profile = fields.Text("system_type", ScoreRequest.MaxIdLength);
            var mapping = fields.Object("mapping") is { } given
                ? new MappingBody(given.Text("key", MaxName), given.Text("summary", MaxName), given.Text("description", MaxName), given.Text("acceptance_criteria", MaxName))
                : null;
            if (errors.Any) return Problem.Invalid(errors);
            if (await sessions.FindAsync(id!, context.RequestAborted) is not { } session) return Problem.NotFound();
            return await sessions.StartAsync(session, mapping, profile, context.RequestAborted)
                ?? JsonAnswer.WithStatus(StatusCodes.Status202Accepted, new ScoringBody(session.Id, "scoring", session.Total), EvaluatorJson.Shared.ScoringBody);
        }
    }

    // The name in the route is the contract's.
    private static async Task<IResult> ResultsAsync(HttpContext context, string session_id, EvaluatorSessions sessions, IStore store) =>
        await sessions.FindAsync(session_id, context.RequestAborted) is { } session
            ? JsonAnswer.Ok(await EvaluationResults.OfAsync(store, session, context.RequestAborted), EvaluatorJson.Shared.EvaluationResultsBody)
            : Problem.NotFound();

    private static async Task<IResult> CsvAsync(HttpContext context, string session_id, EvaluatorSessions sessions, IStore store)
    {
        if (await sessions.FindAsync(session_id, context.RequestAborted) is not { } session) return Problem.NotFound();
        var results = await EvaluationResults.OfAsync(store, session, context.RequestAborted);
        context.Response.Headers.ContentDisposition = "attachment; filename=\"vindex-results.csv\"";
        return Microsoft.AspNetCore.Http.Results.Bytes(ResultsCsv.Of(results.Rows), "text/csv; charset=utf-8");
    }

    private static async Task<IResult> TicketAsync(HttpContext context, TicketEvaluation evaluation)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var request = ScoreRequest.Read(body.Root, errors, TicketLimits.Api);
            if (errors.Any) return Problem.Invalid(errors);
            var (answer, refused) = await evaluation.JudgeAsync(request.Ticket, request.SystemType, "ticket_data.", context.RequestAborted);
            return answer is null ? refused! : JsonAnswer.Ok(answer, EvaluatorJson.Shared.TicketAnswerBody);
        }
    }
}
