using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Tickets;
using Vindex.Server.Portal.Rewriting;
using Vindex.Server.Scoring;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Evaluator.Page;

/// <summary>The page with a better text for a pasted ticket.</summary>
/// <param name="Ticket">The pasted ticket.</param>
/// <param name="Rewrite">The text.</param>
public sealed record RewrittenModel(string Ticket, RewriteModel Rewrite);

/// <summary><c>/evaluation/rewrite</c>: proposes a better text for a pasted ticket, and scores it again after an edit. Nothing is stored.</summary>
internal static class RewritePages
{
    private const string Address = EvaluatorPages.Prefix + "/rewrite";

    public static void MapEvaluatorRewriting(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(Address, () => Microsoft.AspNetCore.Http.Results.Redirect("/"));
        pages.MapPost(Address, RewriteAsync).WithMetadata(new LimitedPerAddress("evaluator-ticket", RateLimits.EvaluatorTicket));
    }

    private static async Task<IResult> RewriteAsync(HttpContext context, Judges judges, IRewriter rewriter, InFlight inFlight)
    {
        var (form, problem) = await EvaluatorPages.ReadFormAsync(context);
        if (form is null) return problem!;
        var pasted = EvaluatorPages.Plain(form["ticket"]);
        if (EvaluatorPages.Read(pasted) is not { } input || TicketReader.Read(input, TicketLimits.Api) is not { Ticket: { } ticket } reading)
            return Problem.Invalid("invalid_fields", "Enter a ticket first, with its title on the first line.", "ticket", "cannot be read");
        if (!inFlight.TryEnter()) return Problem.Of(ScoringRefusals.Busy);
        try
        {
            var judge = await judges.FindAsync("", Profile.DefaultName, context.RequestAborted)
                ?? throw new InvalidOperationException("The default profile is always there.");
            var edited = EvaluatorPages.Plain(form["text"]).ReplaceLineEndings("\n");
            if (edited.Length > RewriteModel.MaxText)
                return Problem.Invalid("invalid_fields", $"The text is longer than {RewriteModel.MaxText:N0} characters.", "text", "is too long");
            var model = edited.Length > 0
                ? RewriteModel.OfEdited(reading, judge, edited)
                : RewriteModel.Of(ticket, await rewriter.RewriteAsync(reading, judge, context.RequestAborted));
            return Pages.Page.Of<RewrittenPage>(new RewrittenModel(pasted, model));
        }
        finally
        {
            inFlight.Leave();
        }
    }
}
