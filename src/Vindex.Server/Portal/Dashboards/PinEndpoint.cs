using Vindex.Server.Dashboards;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Dashboards;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards;

/// <summary>The form that pins a part of a page to a dashboard, a new one if there is none.</summary>
internal static class PinEndpoint
{
    /// <summary>The choice of a dashboard that is to be created.</summary>
    public const string NewDashboard = "new";

    private const string FormName = "pin";

    public static void Map(RouteGroupBuilder dashboards)
    {
        dashboards.MapGet("/pin", (HttpContext context, DashboardService service) =>
        {
            var query = context.Request.Query;
            return ShowAsync(
                context, service, query["card"].ToString(), query["query"].ToString(), Drafts.Take(context, FormName, PortalPaths.Pin), StatusCodes.Status200OK);
        });
        dashboards.MapPost("/pin", PinAsync);
    }

    private static async Task<IResult> PinAsync(HttpContext context, DashboardService dashboards)
    {
        var id = "";
        var sent = await FormInput.SendAsync(
            context,
            form => new NewCardBody(form.Text("card"), form.OptionalText("query"), TitleIn(form), form.OptionalText("width")),
            async input =>
            {
                var chosen = await DashboardAsync(context, dashboards, input.Errors);
                if (chosen is not Outcome<string>.Done(var found)) return ((Outcome<string>.Refused)chosen).Reason;
                return await dashboards.PinAsync(context.Caller(), id = found, input, context.RequestAborted);
            });
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, $"{PortalPaths.Dashboard(id)}#card-{sent.Value!.Id}", T("cards.pinned", ("card", CardTitles.Of(sent.Value!)))),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(
                context,
                dashboards,
                sent.Form.Value("card"),
                sent.Form.Value("query"),
                FormState.Refused(FormName, sent.Form, problem, "title", "name"),
                problem.Status),
        };
    }

    // The usual title is left out, so that each reader sees it in their language.
    private static string? TitleIn(FormFields form)
    {
        var title = form.OptionalText("title");
        return CardKind.Find(form.OptionalText("card") ?? "") is { } kind && title == CardTitles.Of(kind) ? null : title;
    }

    // The chosen dashboard; a new one is only created if the card is valid.
    private static async Task<Outcome<string>> DashboardAsync(HttpContext context, DashboardService dashboards, FieldErrors errors)
    {
        var form = (await FormBody.ReadAsync(context))!;
        if (form.Value("dashboard") is var id && id != NewDashboard) return id;
        var body = new NewDashboardBody(form.Value("name"));
        BodyReader.Check(body, Body<NewDashboardBody>.TypeOf(context), errors);
        if (errors.Any) return new Refusal.Invalid(errors);
        return await dashboards.CreateAsync(context.Caller(), new Input<NewDashboardBody>(body, errors), context.RequestAborted) switch
        {
            Outcome<Dashboard>.Done(var created) => created.Id,
            Outcome<Dashboard>.Refused(var reason) => reason,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> ShowAsync(HttpContext context, DashboardService dashboards, string card, string query, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (form.Name == FormName) (card, query) = (form.Value("card") ?? card, form.Value("query") ?? query);
        if (CardKind.Find(card) is not { } kind || kind.Page.Unknown(query) is not null) return Problem.NotFound();
        if (!DashboardService.MayCreate(visit.Caller))
            return Problem.Forbidden("insufficient_scope", "Your role does not allow changing dashboards. Members and owners can.");
        var all = await dashboards.ListAsync(visit.Caller, context.RequestAborted);
        var pinned = new DashboardCard("", card, kind.Page.Normalize(query), "", DashboardCard.Half);
        return Page.Of<PinPage>(
            new PinModel(
                PortalFrames.Of(context, T("cards.pin-title"), PortalSection.Dashboards),
                card,
                CardTitles.Of(kind),
                pinned.Query,
                pinned.Href,
                [.. all.Where(one => DashboardService.MayChange(visit.Caller, one)).Select(One), (NewDashboard, T("dashboards.new"))],
                form),
            status);
    }

    private static (string, string) One(Dashboard dashboard) => (dashboard.Id, dashboard.Name);
}
