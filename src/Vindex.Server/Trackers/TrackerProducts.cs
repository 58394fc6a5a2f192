using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Sources;
using Vindex.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>The trackers that can be connected, each over a transport that reaches allowed addresses only.</summary>
/// <param name="all">One of each product.</param>
internal sealed class TrackerProducts(IReadOnlyList<ITracker> all)
{
    /// <summary>All products.</summary>
    public IReadOnlyList<ITracker> All => all;

    /// <summary>The products over the guarded transport.</summary>
    public static TrackerProducts Over(TrackerOptions options, TimeProvider time)
    {
        var connector = new GuardedConnector(Guard(options, time), options.ConnectTimeout, time);
        var handler = connector.ToHandler(reason => new TrackerException(TrackerFailure.AddressRefused, reason + "."));
        return new TrackerProducts(TrackerCatalog.Create(new HttpMessageInvoker(handler), time));
    }

    /// <summary>Checks addresses of trackers.</summary>
    public static AddressGuard Guard(TrackerOptions options, TimeProvider time) =>
        new(new AddressPolicy(options.AllowedNetworks), AddressGuard.SystemLookup, time, "Connections");

    /// <summary>A product by its name; null if there is none.</summary>
    public ITracker? Find(string product) => all.FirstOrDefault(tracker => tracker.Product == product);

    /// <summary>A product's display name.</summary>
    public static string TitleOf(string product) => SourceTable.Find(product)?.Title ?? product;
}
