using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Trackers;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Settings;

/// <summary>The settings pages, for owners.</summary>
internal static class SettingsPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        var settings = pages.MapGroup("/settings").RequireOwnerPage();
        CompanySettings.Map(settings);
        KeySettings.Map(settings.MapGroup("/keys"));
        InstallationPages.Map(settings.MapGroup("/installations"));
        Webhooks.WebhookPages.Map(settings.MapGroup("/webhooks"));
        TrackerPages.Map(settings.MapGroup("/trackers"));
        Profiles.ProfilePages.Map(settings.MapGroup("/profiles"));
        JudgeSettings.Map(settings.MapGroup("/judge"));
        MemberSettings.Map(settings.MapGroup("/members"));
        Teams.TeamPages.Map(settings.MapGroup("/teams"));
        CustomerSettings.Map(settings.MapGroup("/customers"));
        ProjectSettings.Map(settings.MapGroup("/projects"));
        AuditSettings.Map(settings.MapGroup("/audit"));
    }

    /// <summary>
    /// The response to a form without fields: a redirect with a message, or the same page with the error. A missing object returns the 404 page.
    /// </summary>
    public static Task<IResult> AfterAsync<T>(HttpContext context, Submitted<T> sent, string path, string done, Func<FormState, int, Task<IResult>> show) =>
        AfterAsync(context, sent.Form, sent.Problem, path, done, show);

    private static async Task<IResult> AfterAsync(
        HttpContext context, IFormCollection form, Problem? refused, string path, string done, Func<FormState, int, Task<IResult>> show) =>
        refused switch
        {
            null => Flash.SeeOther(context, path, done),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await show(FormState.Refused("", form, problem), problem.Status),
        };
}
