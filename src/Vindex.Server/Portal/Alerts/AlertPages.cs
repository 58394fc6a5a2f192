using Vindex.Server.Alerts;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Alerts;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Alerts;

/// <summary>The pages of alerts: the list, the form with its preview, and changes of level.</summary>
internal static class AlertPages
{
    private const string Form = "alert";
    private const string Preview = "preview";
    private const int ShownChanges = 20;

    public static void Map(RouteGroupBuilder pages)
    {
        var alerts = pages.MapGroup("/alerts").RequirePage(Scopes.ScoresRead);
        alerts.MapGet("", ListAsync);
        alerts.MapGet("/events/{event_id}", EventAsync);
        alerts.MapGet("/{alert_id}", EditAsync);
        var writes = pages.MapGroup("/alerts").RequirePage(Scopes.ScoresWrite);
        writes.MapGet("/new", NewAsync);
        writes.MapPost("/new", CreateAsync).HeavyRead();
        writes.MapPost("/{alert_id}", SaveAsync).HeavyRead();
        writes.MapPost("/{alert_id}/delete", DeleteAsync);
        AlertChannelPages.Map(pages.MapGroup("/alerts/channels").RequireOwnerPage());
    }

    private static async Task<IResult> ListAsync(HttpContext context, AlertService alerts)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var found = await alerts.ListAsync(visit.Caller, context.RequestAborted);
        if (found is not Outcome<IReadOnlyList<Alert>>.Done(var list)) return Problem.Of(((Outcome<IReadOnlyList<Alert>>.Refused)found).Reason);
        return Page.Of<AlertsPage>(new AlertsModel(
            PortalFrames.Of(context, T("section.alerts"), PortalSection.Alerts),
            [.. list.Select(alert => AlertEntries.Of(alert, visit.Zone))],
            await ChangesAsync(context, alerts, visit, null),
            visit.May(Scopes.ScoresWrite),
            visit.May(Scopes.InstallationsWrite),
            Flash.Take(context)));
    }

    private static async Task<IResult> NewAsync(HttpContext context, AlertService alerts) =>
        await ShowAsync(context, alerts, null, Drafts.Take(context, Form, AlertPaths.Page + "/new"));

    private static async Task<IResult> EditAsync(HttpContext context, string alert_id, AlertService alerts) =>
        await alerts.FindAsync(context.Caller(), alert_id, context.RequestAborted) is Outcome<Alert>.Done(var alert)
            ? await ShowAsync(context, alerts, alert, Drafts.Take(context, Form, $"{AlertPaths.Page}/{alert_id}"))
            : Problem.NotFound();

    private static async Task<IResult> CreateAsync(HttpContext context, AlertService alerts)
    {
        if (await IsPreviewAsync(context)) return await PreviewAsync(context, alerts, null);
        var sent = await FormInput.SendAsync(context, AlertForms.Read, input => alerts.CreateAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ShowAsync(context, alerts, null, FormState.Refused(Form, sent.Form, problem, AlertForms.Fields), problem.Status)
            : Flash.SeeOther(context, $"{AlertPaths.Page}/{sent.Value!.Id}", T("alerts.created", ("name", sent.Value!.Name)));
    }

    private static async Task<IResult> SaveAsync(HttpContext context, string alert_id, AlertService alerts)
    {
        if (await alerts.FindAsync(context.Caller(), alert_id, context.RequestAborted) is not Outcome<Alert>.Done(var alert)) return Problem.NotFound();
        if (await IsPreviewAsync(context)) return await PreviewAsync(context, alerts, alert);
        var sent = await FormInput.SendAsync(context, AlertForms.Read, input => alerts.ReplaceAsync(context.Caller(), alert_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, $"{AlertPaths.Page}/{alert_id}", T("alerts.saved", ("name", sent.Value!.Name))),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, alerts, alert, FormState.Refused(Form, sent.Form, problem, AlertForms.Fields), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string alert_id, AlertService alerts)
    {
        var sent = await FormInput.SendAsync(context, () => alerts.DeleteAsync(context.Caller(), alert_id, context.RequestAborted));
        return sent.Problem is { } problem ? problem : Flash.SeeOther(context, AlertPaths.Page, T("alerts.deleted"));
    }

    private static async Task<IResult> EventAsync(HttpContext context, string event_id, AlertService alerts, IAlertMessageStore messages)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await alerts.FindEventAsync(visit.Caller, event_id, context.RequestAborted) is not Outcome<AlertEvent>.Done(var change)) return Problem.NotFound();
        var notice = AlertDocuments.Notice(change);
        var channels = (await messages.ListChannelsAsync(change.CompanyId, context.RequestAborted)).ToDictionary(channel => channel.Id, StringComparer.Ordinal);
        var sent = await messages.ListAsync(change.CompanyId, change.Id, context.RequestAborted);
        return Page.Of<AlertEventPage>(new AlertEventModel(
            PortalFrames.Of(context, T("alerts.event"), PortalSection.Alerts),
            AlertEntries.Of(change, visit.Zone),
            $"{AlertPaths.Page}/{change.AlertId}",
            FigureText.ThresholdsOf(notice.Rule),
            Moment.Of(notice.WindowStart, visit.Zone),
            !notice.Rule.Figure.IsOfNow,
            [.. notice.Tickets.Select(ticket => new AlertTicketEntry(
                ticket.Key, ticket.Title, Wording.Score((int)Math.Round(ticket.Overall * 10)), AlertPaths.Ticket(ticket.ScoreId)))],
            [.. sent.Select(message => new AlertMessageEntry(
                message.ChannelId is { } id ? channels.GetValueOrDefault(id)?.Name ?? id : T("alerts.message.webhooks"),
                T($"alerts.message.{AlertNames<AlertMessageStatus>.Of(message.Status)}"),
                message.LastError))])
        {
            AllTickets = AlertPaths.Tickets(notice),
        });
    }

    private static async Task<bool> IsPreviewAsync(HttpContext context) =>
        await FormBody.ReadAsync(context) is { } form && form.ContainsKey(Preview);

    // The form is shown again as it was typed, with what it would have done.
    private static async Task<IResult> PreviewAsync(HttpContext context, AlertService alerts, Alert? alert)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var previews = context.RequestServices.GetRequiredService<AlertPreviewService>();
        var sent = await FormInput.SendAsync(context, AlertForms.Read, input => previews.RunAsync(visit.Caller, input, context.RequestAborted));
        if (sent.Problem is { } problem)
            return await ShowAsync(context, alerts, alert, FormState.Refused(Form, sent.Form, problem, AlertForms.Fields), problem.Status);
        var typed = sent.Form.ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Value.OfType<string>()], StringComparer.Ordinal);
        var preview = AlertForms.Preview(sent.Value.Rule, sent.Value.Points, visit.Zone);
        return await ShowAsync(context, alerts, alert, new FormState(Form, typed, FormState.None.Errors, null), StatusCodes.Status200OK, preview);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AlertService alerts, Alert? alert, FormState form, int status = StatusCodes.Status200OK, AlertPreviewModel? preview = null)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (visit.Caller.CustomerIds is not null) return Problem.Of(AlertService.Limited);
        var services = context.RequestServices;
        var customers = await services.GetRequiredService<CustomerService>().OwnAsync(visit.Caller, context.RequestAborted);
        var channels = await services.GetRequiredService<IAlertMessageStore>().ListChannelsAsync(visit.Company.Id, context.RequestAborted);
        var zone = await services.GetRequiredService<AccessScopes>().CompanyZoneAsync(visit.Company.Id, context.RequestAborted);
        var chosen = alert is null ? [] : AlertDocuments.Rule(alert).Channels;
        return Page.Of<AlertFormPage>(
            new AlertFormModel(
                PortalFrames.Of(context, T(alert is null ? "alerts.new" : "alerts.edit"), PortalSection.Alerts),
                alert is null ? AlertPaths.Page + "/new" : $"{AlertPaths.Page}/{alert.Id}",
                alert is null ? null : AlertEntries.Of(alert, visit.Zone),
                alert is null ? AlertForms.Defaults(zone.Id) : AlertForms.Of(alert),
                [.. customers.Select(customer => (customer.Id, customer.Name))],
                [.. channels.Select(channel => (channel.Id, channel.Name, chosen.Contains(channel.Id)))],
                form)
            {
                Preview = preview,
                Changes = alert is null ? [] : await ChangesAsync(context, alerts, visit, alert.Id),
                MayChange = visit.May(Scopes.ScoresWrite),
                Message = Flash.Take(context),
            },
            status);
    }

    private static async Task<IReadOnlyList<AlertChangeEntry>> ChangesAsync(HttpContext context, AlertService alerts, PortalContext visit, string? alertId) =>
        await alerts.EventsAsync(visit.Caller, alertId, null, ShownChanges, context.RequestAborted) is Outcome<ListPage<AlertEvent>>.Done(var page)
            ? [.. page.Items.Select(change => AlertEntries.Of(change, visit.Zone))]
            : [];
}
