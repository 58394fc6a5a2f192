using Vindex.Scoring.Tickets;
using Vindex.Server.Portal.Rewriting;
using Vindex.Server.Rewriting;
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

    private static async Task<IResult> RewriteAsync(HttpContext context, TicketEvaluation evaluation)
    {
        var (form, problem) = await EvaluatorPages.ReadFormAsync(context);
        if (form is null) return problem!;
        var pasted = EvaluatorPages.Plain(form["ticket"]);
        if (EvaluatorPages.Read(pasted) is not { } input || TicketReader.Read(input, TicketLimits.Api) is not { Ticket: not null } reading)
            return Problem.Invalid("invalid_fields", "Enter a ticket first, with its title on the first line.", "ticket", "cannot be read");
        var edited = EvaluatorPages.Plain(form["text"]).ReplaceLineEndings("\n");
        if (edited.Length > RewriteModel.MaxText)
            return Problem.Invalid("invalid_fields", $"The text is longer than {RewriteModel.MaxText:N0} characters.", "text", "is too long");
        var isModels = form["ask"] == Rewriters.Model;
        var outcome = edited.Length > 0 && !isModels
            ? await evaluation.WithJudgeAsync(judge => RewriteModel.OfEdited(reading, judge, edited), context.RequestAborted)
            : Of(await evaluation.RewriteAsync(reading, isModels, context.RequestAborted));
        return outcome switch
        {
            Outcome<RewriteModel>.Done { Value: var model } => Pages.Page.Of<RewrittenPage>(
                new RewrittenModel(pasted, model with { Offer = evaluation.SentTo })),
            Outcome<RewriteModel>.Refused { Reason: var reason } => Problem.Of(reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Outcome<RewriteModel> Of(Outcome<ProposedText> outcome) => outcome switch
    {
        Outcome<ProposedText>.Done { Value: var proposal } => RewriteModel.Of(proposal),
        Outcome<ProposedText>.Refused { Reason: var reason } => reason,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
