using System.Globalization;
using Vindex.Server.Alerts;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Account;
using Vindex.Server.Portal.Alerts;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Alerts;
using Vindex.Storage.Digests;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Digests;

/// <summary>The pages on which members set up their digest, and owners those of channels and webhooks.</summary>
internal static class DigestPages
{
    /// <summary>The name of the company's webhooks among the channels.</summary>
    public const string Webhooks = DigestEndpoints.Webhooks;

    private const string Form = "digest";
    private const string Preview = "preview";

    private static readonly string[] s_fields = ["day", "at", "timezone", "language"];

    public static void Map(RouteGroupBuilder pages)
    {
        var own = pages.MapGroup("/digest").RequirePage(Scopes.ScoresRead);
        own.MapGet("", (HttpContext context, DigestService service) => PageAsync(context, service, null)).HeavyRead();
        own.MapPost("", (HttpContext context, DigestService service) => SaveAsync(context, service, null));
        own.MapPost("/send", (HttpContext context, DigestService service) => SendAsync(context, service, null)).HeavyRead();
        var channels = pages.MapGroup("/alerts/channels/{channel_id}/digest").RequireOwnerPage();
        channels.MapGet("", (HttpContext context, string channel_id, DigestService service) => PageAsync(context, service, channel_id)).HeavyRead();
        channels.MapPost("", (HttpContext context, string channel_id, DigestService service) => SaveAsync(context, service, channel_id));
        channels.MapPost("/send", (HttpContext context, string channel_id, DigestService service) => SendAsync(context, service, channel_id)).HeavyRead();
        DigestIssuePages.Map(pages);
    }

    /// <summary>The page of a channel's digest.</summary>
    public static string AddressOf(string channelId) => $"{AlertChannelPages.Address}/{channelId}/digest";

    private static async Task<IResult> PageAsync(HttpContext context, DigestService service, string? channelId)
    {
        if (await TargetAsync(context, channelId) is not { } target) return Problem.NotFound();
        return await ShowAsync(context, service, target, Drafts.Take(context, Form, target.Address));
    }

    private static async Task<IResult> SaveAsync(HttpContext context, DigestService service, string? channelId)
    {
        if (await TargetAsync(context, channelId) is not { } target) return Problem.NotFound();
        var sent = await FormInput.SendAsync(
            context,
            form => new DigestBody(
                form.Flag("enabled"),
                form.OptionalWholeNumber("day") ?? 0,
                form.Text("at"),
                form.Text("timezone"),
                form.Flag("skip_empty"),
                form.OptionalText("language")),
            input => service.SetAsync(context.Caller(), target.Reader, input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ShowAsync(context, service, target, FormState.Refused(Form, sent.Form, problem, s_fields), problem.Status)
            : Flash.SeeOther(context, target.Address, T(sent.Value!.DueAt is null ? "digests.saved-off" : "digests.saved"));
    }

    private static async Task<IResult> SendAsync(HttpContext context, DigestService service, string? channelId)
    {
        if (await TargetAsync(context, channelId) is not { } target) return Problem.NotFound();
        var sent = await FormInput.SendAsync(context, () => service.SendNowAsync(context.Caller(), target.Reader, context.RequestAborted));
        if (sent.Problem is { } problem) return problem;
        var text = sent.Value!.Error is { } error ? T("digests.send-failed", ("error", Translated(error))) : T("digests.sent");
        return Flash.SeeOther(context, target.Address, text);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, DigestService service, DigestTarget target, FormState form, int status = StatusCodes.Status200OK)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (visit.Caller.CustomerIds is not null) return Problem.Of(DigestService.Limited);
        var digest = await service.FindAsync(visit.Caller, target.Reader, context.RequestAborted);
        var plan = digest is null ? new DigestPlan(1, 8 * 60, visit.Zone.Id, Language.Current.Tag, SkipsEmpty: true) : DigestDocuments.Plan(digest);
        var last = digest is null ? null : await service.LastIssueAsync(digest, context.RequestAborted);
        return Page.Of<DigestPage>(
            new DigestModel(
                PortalFrames.Of(context, target.Title, target.Reader.UserId is null ? PortalSection.Alerts : null), target.Title, target.Back, target.Address,
                Values(plan, digest?.DueAt is not null), form)
            {
                HasLanguage = target.Reader.UserId is not null,
                Next = digest?.DueAt is { } due ? Moment.Of(due, visit.Zone) : null,
                CanSend = digest is not null,
                Last = last is null ? null : DigestPaths.Issue(last),
                Preview = context.Request.Query.ContainsKey(Preview) ? await PreviewAsync(context, service, plan, target.Language ?? plan.Language) : null,
                Message = Flash.Take(context),
            },
            status);
    }

    private static async Task<DigestLetter?> PreviewAsync(HttpContext context, DigestService service, DigestPlan plan, string language)
    {
        if (await service.PreviewAsync(context.Caller(), plan, context.RequestAborted) is not ({ } company, { } content)) return null;
        return (Language.Find(language) ?? Language.All[0]).In(() => DigestLetter.Of(content, company.Name, plan.Zone, Preview, path => path));
    }

    private static Dictionary<string, string> Values(DigestPlan plan, bool isOn)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["day"] = plan.Day.ToString(CultureInfo.InvariantCulture),
            ["at"] = $"{plan.AtMinute / 60:00}:{plan.AtMinute % 60:00}",
            ["timezone"] = plan.Zone,
            ["language"] = plan.Language,
        };
        if (plan.SkipsEmpty) values["skip_empty"] = "on";
        if (isOn) values["enabled"] = "on";
        return values;
    }

    // Without a channel, the digest of the person.
    private static async Task<DigestTarget?> TargetAsync(HttpContext context, string? channelId)
    {
        var caller = context.Caller();
        if (channelId is null)
            return new DigestTarget(new DigestReader(caller.SignedIn!.User.Id, null), T("digests.own"), (AccountPages.Address, T("frame.account")), DigestPaths.Own, null);
        var back = (AlertChannelPages.Address, T("alerts.channels"));
        if (channelId == Webhooks) return new DigestTarget(DigestReader.Webhooks, T("digests.of-webhooks"), back, AddressOf(Webhooks), Language.All[0].Tag);
        var channels = await context.RequestServices.GetRequiredService<AlertChannelService>().ListAsync(caller, context.RequestAborted);
        return channels is Outcome<IReadOnlyList<AlertChannel>>.Done(var list) && list.FirstOrDefault(one => one.Id == channelId) is { } channel
            ? new DigestTarget(
                new DigestReader(null, channel.Id), T("digests.of-channel", ("name", channel.Name)), back, AddressOf(channel.Id), channel.Language)
            : null;
    }

    // Whose digest a page is about.
    private sealed record DigestTarget(DigestReader Reader, string Title, (string Href, string Text) Back, string Address, string? Language);
}
