using Vindex.Server.Alerts;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Alerts;
using Vindex.Storage.Digests;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Alerts;

/// <summary>The page of channels, for owners.</summary>
internal static class AlertChannelPages
{
    public const string Address = AlertPaths.Page + "/channels";
    private const string New = "new";

    public static void Map(RouteGroupBuilder channels)
    {
        channels.MapGet("", (HttpContext context, AlertChannelService service) => ShowAsync(context, service, Drafts.Take(context, New, Address)));
        channels.MapPost("", CreateAsync);
        channels.MapPost("/{channel_id}/test", TestAsync);
        channels.MapPost("/{channel_id}/delete", DeleteAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, AlertChannelService channels)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewAlertChannelBody(form.Text("name"), form.Text("kind"), form.Text("target"), form.Flag("titles"), form.OptionalText("language")),
            input => channels.CreateAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ShowAsync(context, channels, FormState.Refused(New, sent.Form, problem, "name", "kind", "target", "language"), problem.Status)
            : Flash.SeeOther(context, Address, T("alerts.channel-created", ("name", sent.Value!.Name)));
    }

    private static async Task<IResult> TestAsync(HttpContext context, string channel_id, AlertChannelService channels)
    {
        var sent = await FormInput.SendAsync(context, () => channels.TestAsync(context.Caller(), channel_id, context.RequestAborted));
        if (sent.Problem is { } problem) return problem;
        var text = sent.Value!.Error is { } error ? T("alerts.channel-failed", ("error", Translated(error))) : T("alerts.channel-tested");
        return Flash.SeeOther(context, Address, text);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string channel_id, AlertChannelService channels)
    {
        var sent = await FormInput.SendAsync(context, () => channels.DeleteAsync(context.Caller(), channel_id, context.RequestAborted));
        return sent.Problem is { } problem ? problem : Flash.SeeOther(context, Address, T("alerts.channel-deleted"));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AlertChannelService channels, FormState form, int status = StatusCodes.Status200OK)
    {
        var found = await channels.ListAsync(context.Caller(), context.RequestAborted);
        if (found is not Outcome<IReadOnlyList<AlertChannel>>.Done(var list)) return Problem.NotFound();
        var readers = await context.RequestServices.GetRequiredService<DigestService>().ReadersAsync(context.Caller(), context.RequestAborted);
        return Page.Of<AlertChannelsPage>(
            new AlertChannelsModel(
                PortalFrames.Of(context, T("alerts.channels"), PortalSection.Alerts),
                [
                    .. list.Select(one => new AlertChannelEntry(one.Id, one.Name, T($"alerts.channel-kinds.{one.Kind}"), one.Shown, one.HasTitles)
                    {
                        Language = Language.Find(one.Language)?.Name ?? one.Language,
                        HasDigest = readers.Contains(new DigestReader(null, one.Id)),
                    }),
                ],
                form,
                Flash.Take(context))
            {
                WebhooksHaveDigest = readers.Contains(DigestReader.Webhooks),
            },
            status);
    }
}
