using System.Diagnostics;
using System.Text;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Evaluator.Uploads;
using Vindex.Server.Scoring;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Evaluator;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Evaluator.Page;

/// <summary><c>/</c> and <c>/evaluation/{session_id}</c>: the evaluator's pages. They work without scripts.</summary>
internal static class EvaluatorPages
{
    public const string Prefix = "/evaluation";
    private const int MaxForm = 512 * 1024;

    public static void MapEvaluatorPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", HomeAsync);
        pages.MapGet(Prefix, () => Microsoft.AspNetCore.Http.Results.Redirect("/"));
        pages.MapGet(Prefix + "/ticket", () => Microsoft.AspNetCore.Http.Results.Redirect("/"));
        pages.MapPost(Prefix + "/ticket", TicketAsync).WithMetadata(new LimitedPerAddress("evaluator-ticket", RateLimits.EvaluatorTicket));
        pages.MapPost(Prefix + "/typing", TypingAsync).WithMetadata(new LimitedPerAddress("evaluator-typing", RateLimits.EvaluatorTyping));
        pages.MapPost(Prefix, UploadAsync).WithMetadata(new LimitedPerAddress("evaluator-upload", RateLimits.EvaluatorUpload));
        pages.MapGet(Prefix + "/{session_id}", SessionAsync).WithMetadata(new LimitedPerAddress("evaluator-pages", RateLimits.EvaluatorResults));
        pages.MapGet(Prefix + "/{session_id}/columns", ColumnsAsync).WithMetadata(new LimitedPerAddress("evaluator-pages", RateLimits.EvaluatorResults));
        pages.MapPost(Prefix + "/{session_id}", StartAsync).WithMetadata(new LimitedPerAddress("evaluator-score", RateLimits.EvaluatorScore));
        pages.MapGet(Prefix + "/{session_id}/{row:int:min(1)}", RowAsync).WithMetadata(new LimitedPerAddress("evaluator-pages", RateLimits.EvaluatorResults));
    }

    private static async Task<IResult> HomeAsync(HttpContext context, HomeExamples examples) => Home(
        context, context.Request.Query.ContainsKey("empty") ? new HomeModel("") : await examples.HomeAsync(context.RequestAborted));

    private static async Task<IResult> TicketAsync(HttpContext context, TicketEvaluation evaluation)
    {
        var (form, problem) = await ReadFormAsync(context);
        if (form is null) return problem!;
        var (model, status) = await JudgeAsync(context, form, evaluation, mayAskModel: true);
        return Home(context, model, status);
    }

    // The parts of the page that show a ticket's score, for the script that has it scored while one types.
    private static async Task<IResult> TypingAsync(HttpContext context, TicketEvaluation evaluation)
    {
        var (form, problem) = await ReadFormAsync(context);
        if (form is null) return problem!;
        var (model, status) = await JudgeAsync(context, form, evaluation, mayAskModel: false);
        return Pages.Page.Of<HomeParts>(model with { SentTo = evaluation.SentTo }, status);
    }

    private static async Task<(HomeModel Model, int Status)> JudgeAsync(
        HttpContext context, IFormCollection form, TicketEvaluation evaluation, bool mayAskModel)
    {
        var profile = Plain(form["profile"]) is { Length: > 0 } chosen ? chosen : Profile.DefaultName;
        var home = new HomeModel(Plain(form["ticket"])) { Profile = profile };
        if (Read(home.Ticket) is not { } ticket)
            return (home with { TicketProblem = T("evaluator.no-ticket") }, StatusCodes.Status422UnprocessableEntity);
        var request = new Input<ScoreRequest>(new ScoreRequest(null, null, ticket, profile));
        return await evaluation.JudgeAsync(request, "", mayAskModel, context.RequestAborted) switch
        {
            Outcome<EvaluatedTicket>.Done { Value: var judged } => (home with { Result = JudgedTicket.Of(judged) }, StatusCodes.Status200OK),
            Outcome<EvaluatedTicket>.Refused refused when Problem.Of(refused.Reason) is var why =>
                (home with { TicketProblem = Translated(why.Detail) }, why.Status),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<IResult> UploadAsync(HttpContext context, EvaluatorService evaluator)
    {
        var (file, problem) = await FileUpload.ReadAsync(context);
        if (file is null) return Home(context, new HomeModel("", FileProblem: Translated(problem!.Detail)), problem.Status);
        return await evaluator.UploadAsync(file, context.RequestAborted) switch
        {
            Outcome<EvaluatorSession>.Done { Value: var session } => SeeOther(context, $"{Prefix}/{session.Id}"),
            Outcome<EvaluatorSession>.Refused refused when Problem.Of(refused.Reason) is var why =>
                Home(context, new HomeModel("", FileProblem: Translated(why.Detail)), why.Status),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<IResult> SessionAsync(HttpContext context, string session_id, EvaluatorService evaluator)
    {
        if (await evaluator.FindAsync(session_id, context.RequestAborted) is not Outcome<EvaluatorSession>.Done { Value: var session })
            return Problem.NotFound();
        if (session.State == EvaluatorState.Uploaded) return Pages.Page.Of<MappingPage>(SessionModels.Mapping(session));
        return await evaluator.ResultsAsync(session_id, context.RequestAborted) is Outcome<EvaluationResultsBody>.Done { Value: var results }
            ? Pages.Page.Of<ResultsPage>(SessionModels.Results(session, results, TableQuery.Read(context.Request.Query)))
            : Problem.NotFound();
    }

    // The columns of a file that has been scored, to score it again with others.
    private static async Task<IResult> ColumnsAsync(HttpContext context, string session_id, EvaluatorService evaluator)
    {
        if (await evaluator.FindAsync(session_id, context.RequestAborted) is not Outcome<EvaluatorSession>.Done { Value: var session })
            return Problem.NotFound();
        return session.State is EvaluatorState.Done or EvaluatorState.Failed
            ? Pages.Page.Of<MappingPage>(SessionModels.Mapping(session))
            : SeeOther(context, $"{Prefix}/{session.Id}");
    }

    private static async Task<IResult> StartAsync(HttpContext context, string session_id, EvaluatorService evaluator)
    {
        var (form, problem) = await ReadFormAsync(context);
        if (form is null) return problem!;
        if (await evaluator.FindAsync(session_id, context.RequestAborted) is not Outcome<EvaluatorSession>.Done { Value: var session })
            return Problem.NotFound();
        var mapping = new MappingBody(
            Column(form, "key"), Column(form, "summary"), Column(form, "description"), Column(form, "acceptance_criteria"), Column(form, "issue_type"));
        var request = new ScoreSessionBody(session_id, mapping, Again: form["again"] == "1");
        return await evaluator.StartAsync(new Input<ScoreSessionBody>(request), typeByName: false, context.RequestAborted) switch
        {
            // A second click shows the results of the first.
            Outcome<EvaluatorSession>.Done or Outcome<EvaluatorSession>.Refused { Reason: Refusal.Conflict } => SeeOther(context, $"{Prefix}/{session.Id}"),
            Outcome<EvaluatorSession>.Refused refused when Problem.Of(refused.Reason) is var why =>
                Pages.Page.Of<MappingPage>(SessionModels.Mapping(session, mapping, Translated(why.Detail)), why.Status),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<IResult> RowAsync(HttpContext context, string session_id, int row, EvaluatorService evaluator) =>
        await evaluator.RowAsync(session_id, row, context.RequestAborted) switch
        {
            Outcome<SessionRow>.Done { Value: var found } =>
                Pages.Page.Of<RowPage>(
                    SessionModels.Row(found.Session, row, found.Key, found.Judged is { } judged ? JudgedTicket.Of(judged) : null, found.Error)),
            Outcome<SessionRow>.Refused refused => Problem.Of(refused.Reason),
            _ => throw new UnreachableException(),
        };

    /// <summary>Reads pasted text the way the command line reads a text file; null if it has no visible characters.</summary>
    public static TicketInput? Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Backlog.Open(stream, "", new BacklogOptions { Format = BacklogFormat.Text }).Backlog?.Rows().FirstOrDefault()?.Input;
    }

    private static IResult Home(HttpContext context, HomeModel model, int status = StatusCodes.Status200OK) =>
        Pages.Page.Of<HomePage>(model with { SentTo = context.RequestServices.GetRequiredService<TicketEvaluation>().SentTo }, status);

    private static string? Column(IFormCollection form, string field) => Plain(form[field]) is { Length: > 0 } column ? column : null;

    public static string Plain(string? text) => (text ?? "").Replace("\0", "", StringComparison.Ordinal);

    private static IResult SeeOther(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        return Microsoft.AspNetCore.Http.Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static async Task<(IFormCollection? Form, Problem? Problem)> ReadFormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return (null, Problem.UnsupportedMediaType("Send the form as application/x-www-form-urlencoded."));
        var (bytes, problem) = await BodyBytes.ReceiveAsync(context, MaxForm);
        if (bytes is null) return (null, problem);
        using var received = bytes;
        context.Request.Body = new MemoryStream(bytes.Memory.ToArray());
        try
        {
            return (await context.Request.ReadFormAsync(context.RequestAborted), null);
        }
        catch (InvalidDataException)
        {
            return (null, Problem.BadRequest("form_broken", "The form cannot be read."));
        }
    }
}
