using NodaTime;
using Vindex.Server.Nodes;
using Vindex.Server.Pages;

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
            new NodesModel(PortalFrames.Of(context, "Servers", PortalSection.Admin), [.. list.Items.Select(node => Row(node, versions > 1, zone))], zone.Id));
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
        string.Join(", ", node.Duties));

    private static IEnumerable<string> Warnings(NodeBody node, bool isMixed)
    {
        if (node.SettingsDiffer) yield return "Its settings differ from those of this server";
        if (Math.Abs(node.ClockAheadMs) >= WorthWarningMs)
            yield return $"Its clock is {Math.Abs(node.ClockAheadMs) / 1000.0:0.0} s {(node.ClockAheadMs > 0 ? "ahead of" : "behind")} the database";
        if (isMixed) yield return "Servers of different versions are running";
    }
}
