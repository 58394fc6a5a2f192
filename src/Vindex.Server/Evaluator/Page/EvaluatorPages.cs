using System.Text;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Evaluator.Sessions;
using Vindex.Server.Evaluator.Uploads;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Page;

/// <summary><c>/</c> and <c>/evaluation/{session_id}</c>: the evaluator for people. Plain forms; script only makes them nicer.</summary>
internal static class EvaluatorPages
{
    public const string Prefix = "/evaluation";
    private const int MaxForm = 512 * 1024;

    private const string Example =
        """
        As a site admin I want to export user activity so that I can answer audit questions

        The export should be fast and easy to use and hold all the relevant data. Use Redis to cache it, and also clean up the settings page.
        """;

    public static void MapEvaluatorPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", (HttpContext context) => Pages.Page.Of<HomePage>(new HomeModel(context.Request.Query.ContainsKey("example") ? Example : "")));
        pages.MapGet(Prefix, () => Microsoft.AspNetCore.Http.Results.Redirect("/"));
        pages.MapGet(Prefix + "/ticket", () => Microsoft.AspNetCore.Http.Results.Redirect("/"));
        pages.MapPost(Prefix + "/ticket", TicketAsync).Limited("evaluator-ticket", options => options.Ticket);
        pages.MapPost(Prefix, UploadAsync).Limited("evaluator-upload", options => options.Upload);
        pages.MapGet(Prefix + "/{session_id}", SessionAsync).Limited("evaluator-pages", options => options.Results);
        pages.MapPost(Prefix + "/{session_id}", StartAsync).Limited("evaluator-score", options => options.Score);
        pages.MapGet(Prefix + "/{session_id}/{row:int:min(1)}", RowAsync).Limited("evaluator-pages", options => options.Results);
    }

    private static RouteHandlerBuilder Limited(this RouteHandlerBuilder route, string name, Func<EvaluatorOptions, RateLimit> limit) =>
        route.WithMetadata(new LimitedPerAddress(name, services => limit(services.GetRequiredService<EvaluatorOptions>())));

    private static async Task<IResult> TicketAsync(HttpContext context, TicketEvaluation evaluation)
    {
        var (form, problem) = await ReadFormAsync(context);
        if (form is null) return problem!;
        var text = Plain(form["ticket"]);
        var input = Read(text);
        if (input is null) return Home(new HomeModel(text, TicketProblem: "Enter a ticket first, with its title on the first line."), StatusCodes.Status422UnprocessableEntity);
        var (answer, refused) = await evaluation.JudgeAsync(input, Profile.DefaultName, "", context.RequestAborted);
        return answer is null
            ? Home(new HomeModel(text, TicketProblem: refused!.Detail), refused.Status)
            : Home(new HomeModel(text, JudgedTicket.Of(answer)));
    }

    private static async Task<IResult> UploadAsync(HttpContext context, EvaluatorSessions sessions)
    {
        var (file, problem) = await FileUpload.ReadAsync(context);
        if (file is not null)
        {
            var (upload, refused) = await sessions.UploadAsync(file, context.RequestAborted);
            if (upload is not null) return SeeOther(context, $"{Prefix}/{upload.SessionId}");
            problem = refused;
        }

        return Home(new HomeModel("", FileProblem: problem!.Detail), problem.Status);
    }

    private static async Task<IResult> SessionAsync(HttpContext context, string session_id, EvaluatorSessions sessions, IStore store)
    {
        if (await sessions.FindAsync(session_id, context.RequestAborted) is not { } session) return Problem.NotFound();
        if (session.State == EvaluatorState.Uploaded) return Pages.Page.Of<MappingPage>(SessionModels.Mapping(session, null, null));
        var results = await EvaluationResults.OfAsync(store, session, context.RequestAborted);
        return Pages.Page.Of<ResultsPage>(SessionModels.Results(session, results, TableQuery.Read(context.Request.Query)));
    }

    private static async Task<IResult> StartAsync(HttpContext context, string session_id, EvaluatorSessions sessions)
    {
        var (form, problem) = await ReadFormAsync(context);
        if (form is null) return problem!;
        if (await sessions.FindAsync(session_id, context.RequestAborted) is not { } session) return Problem.NotFound();
        var mapping = new MappingBody(Column(form, "key"), Column(form, "summary"), Column(form, "description"), Column(form, "acceptance_criteria"));
        var refused = await sessions.StartAsync(session, mapping, null, context.RequestAborted);

        // Whoever presses twice sees what comes of the first time.
        return refused is null || refused.Status == StatusCodes.Status409Conflict
            ? SeeOther(context, $"{Prefix}/{session.Id}")
            : Pages.Page.Of<MappingPage>(SessionModels.Mapping(session, mapping, refused.Detail), refused.Status);
    }

    private static async Task<IResult> RowAsync(
        HttpContext context, string session_id, int row, EvaluatorSessions sessions, IStore store, TicketEvaluation evaluation, TimeProvider time)
    {
        if (await sessions.FindAsync(session_id, context.RequestAborted) is not { } session || EvaluatorSessions.OrderOf(session) is not { } order) return Problem.NotFound();
        if (await store.Evaluator.FileAsync(session.Id, time.GetUtcNow(), context.RequestAborted) is not { } file) return Problem.NotFound();

        // Judging is a pure function of the text, so the findings need not be kept.
        if (SessionRows.Read(file, order).FirstOrDefault(one => one.Row == row) is not { } found) return Problem.NotFound();
        var reading = SessionRows.Read(found);
        if (reading.Ticket is not { } ticket) return Pages.Page.Of<RowPage>(SessionModels.Row(session, row, null, null, reading.Reason));
        var answer = await evaluation.JudgeAsync(reading, context.RequestAborted);
        if (answer is null) return Problem.Unavailable("engine_busy", "The scoring engine is busy; try again shortly.", 1);
        var marked = JudgedTicket.Of(answer);
        return Pages.Page.Of<RowPage>(SessionModels.Row(session, row, ticket.Key, marked, null));
    }

    /// <summary>A pasted text as a ticket, read as the command line reads a text file; null when nothing can be seen in it.</summary>
    private static TicketInput? Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Backlog.Open(stream, "", new BacklogOptions { Format = BacklogFormat.Text }).Backlog?.Rows().FirstOrDefault()?.Input;
    }

    private static IResult Home(HomeModel model, int status = StatusCodes.Status200OK) => Pages.Page.Of<HomePage>(model, status);

    private static string? Column(IFormCollection form, string field) => Plain(form[field]) is { Length: > 0 } column ? column : null;

    private static string Plain(string? text) => (text ?? "").Replace("\0", "", StringComparison.Ordinal);

    private static IResult SeeOther(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        return Microsoft.AspNetCore.Http.Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<(IFormCollection? Form, Problem? Problem)> ReadFormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return (null, Problem.UnsupportedMediaType("Send the form as application/x-www-form-urlencoded."));
        using var body = await BodyBytes.ReceiveAsync(context, MaxForm) is { } received ? new MemoryStream(received.Memory.ToArray()) : null;
        if (body is null) return (null, Problem.TooLarge(MaxForm));
        context.Request.Body = body;
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
