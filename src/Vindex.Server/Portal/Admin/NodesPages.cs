using NodaTime;
using Vindex.Server.Languages;
using Vindex.Server.Nodes;
using Vindex.Server.Pages;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Admin;

/// <summary>The page of the servers that share the store, for server admins.</summary>
internal static class NodesPages
{
    private const long WorthWarningMs = 1000;

    public static void Map(RouteGroupBuilder admin) => admin.MapGet("/nodes", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, NodeService nodes)
    {
        var zone = PortalContext.ZoneOf(context, null);
        var list = await nodes.ListAsync(context.RequestAborted);
        var versions = list.Items.Select(node => node.Version).Distinct(StringComparer.Ordinal).Count();
        return Page.Of<NodesPage>(
            new NodesModel(PortalFrames.Of(context, T("admin.servers"), PortalSection.Admin), [.. list.Items.Select(node => Row(node, versions > 1, zone))], zone.Id));
    }

    private static NodeRow Row(NodeBody node, bool isMixed, DateTimeZone zone) => new(
        node.Host,
        node.Address,
        node.Version,
        node.IsResponding,
        [.. Warnings(node, isMixed)],
        Moment.Of(node.StartedAt, zone),
        Moment.Of(node.SeenAt, zone),
        node.Leases.Evaluations,
        node.Leases.Callbacks,
        node.Leases.Others,
        node.StatisticsBehind,
        string.Join(", ", node.Duties.Select(Translated)));

    private static IEnumerable<string> Warnings(NodeBody node, bool isMixed)
    {
        if (node.SettingsDiffer) yield return T("admin.settings-differ");
        if (Math.Abs(node.ClockAheadMs) >= WorthWarningMs)
        {
            var seconds = (Math.Abs(node.ClockAheadMs) / 1000.0).ToString("0.0", Language.Current.Culture);
            yield return T(node.ClockAheadMs > 0 ? "admin.clock-ahead" : "admin.clock-behind", ("seconds", seconds));
        }

        if (isMixed) yield return T("admin.mixed-versions");
    }
}
