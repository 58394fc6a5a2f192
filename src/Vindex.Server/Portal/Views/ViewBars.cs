using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Views;

namespace Vindex.Server.Portal.Views;

/// <summary>Creates the bar of views for a page.</summary>
internal static class ViewBars
{
    private const string Zone = "timezone";

    /// <param name="context">The request of the page.</param>
    /// <param name="visit">Who asks.</param>
    /// <param name="name">The page's name in the API.</param>
    /// <param name="chosen">Parameters that the page has chosen itself.</param>
    public static async Task<ViewBarModel> OfAsync(
        HttpContext context, PortalContext visit, string name, params IReadOnlyList<(string Name, string Value)> chosen)
    {
        var page = ViewPage.Find(name) ?? throw new ArgumentException($"There is no page {name}.", nameof(name));
        var views = await context.RequestServices.GetRequiredService<ViewService>().ListAsync(visit.Caller, context.RequestAborted);
        var shown = page.Normalize(context.Request.QueryString.Value ?? "");
        return new ViewBarModel(
            name,
            shown,
            [.. views.Where(view => view.Page == name).Select(view => new ViewLink(view.Name, ViewPage.Href(view), view.Query == shown))],
            ViewService.MayShare(visit.Caller),
            context.RequestServices.GetRequiredService<SessionAntiforgery>().TokenFor(visit.Caller.SignedIn!),
            Flash.Take(context))
        {
            Pinned = page.Normalize(Added(shown, [(Zone, visit.Zone.Id), .. chosen])),
        };
    }

    // Colleagues with another time zone see the same numbers.
    private static string Added(string query, IReadOnlyList<(string Name, string Value)> parameters)
    {
        var builder = new QueryBuilder();
        var present = QueryHelpers.ParseQuery(query);
        foreach (var (name, values) in present)
            foreach (var value in values) builder.Add(name, value ?? "");
        foreach (var (name, value) in parameters)
            if (!present.ContainsKey(name)) builder.Add(name, value);
        return builder.ToString();
    }
}
