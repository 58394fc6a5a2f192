using System.Diagnostics;
using NodaTime;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Webhooks;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Webhooks;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Webhooks;

/// <summary>Sending the events of a webhook again since a day, after a look at how many that are.</summary>
internal static class WebhookReplayPages
{
    private static readonly string[] s_statuses = [.. WebhookReplayModel.Statuses.Select(status => status.Name()), WebhookReplayModel.AnyStatus];

    public static void Map(RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("/{webhook_id}/replay", PreviewAsync).HeavyRead();
        webhooks.MapPost("/{webhook_id}/replay", ReplayAsync);
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Service.FindAsync(visit.Caller, webhook_id, context.RequestAborted) is not Outcome<ShownWebhook>.Done { Value: var webhook })
            return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var from = Days.Read(query, "from");
        var status = query.OneOf("status", s_statuses) ?? DeliveryStatus.Failed.Name();
        var since = Since(from, visit.Zone);
        var outcome = await parts.Deliveries.PreviewReplayAsync(visit.Caller, webhook_id, since, StatusOf(status), context.RequestAborted);
        if (outcome is not Outcome<WebhookReplayPreview>.Done { Value: var preview }) return Problem.NotFound();
        var model = new WebhookReplayModel(
            SettingsFrame.Of(context, T("webhooks.replay-title"), SettingsPart.Webhooks),
            WebhookPages.Line(WebhookEndpointBody.Of(webhook), visit).Name,
            PortalPaths.Webhook(webhook_id),
            webhook.Webhook.Endpoint.IsDisabled,
            from is { } day ? DayRange.Iso(day) : null,
            status,
            Instants.Format(since),
            query.Errors.Any ? null : preview,
            preview.Oldest is { } oldest ? Moment.Of(oldest, visit.Zone) : null,
            preview.Newest is { } newest ? Moment.Of(newest, visit.Zone) : null,
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")]);
        return Page.Of<WebhookReplayPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, string webhook_id, WebhookParts parts)
    {
        if (await FormBody.ReadAsync(context) is not { } form
            || !Instants.TryParse(form.Value("since"), out var since)
            || !s_statuses.Contains(form.Value("status")))
        {
            return Problem.BadRequest("bad_form", T("forms.unreadable"));
        }

        var request = new WebhookReplayBody(since, StatusOf(form.Value("status"))?.Name());
        return await parts.Deliveries.ReplaySinceAsync(context.Caller(), webhook_id, new Input<WebhookReplayBody>(request), context.RequestAborted) switch
        {
            Outcome<long>.Done { Value: var sent } => Flash.SeeOther(
                context, PortalPaths.Webhook(webhook_id), sent == 0 ? T("webhooks.replay-sent-none") : T("webhooks.replay-sent", ("count", sent))),
            Outcome<long>.Refused refused => Problem.Of(refused.Reason),
            _ => throw new UnreachableException(),
        };
    }

    private static DeliveryStatus? StatusOf(string name) => name == WebhookReplayModel.AnyStatus ? null : DeliveryStatusNames.Read(name);

    private static DateTimeOffset Since(LocalDate? day, DateTimeZone zone) => day is { } first ? Calendar.StartOfDay(first, zone) : DateTimeOffset.UnixEpoch;
}
