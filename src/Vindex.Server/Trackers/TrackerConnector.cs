using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>A connection that is ready for use.</summary>
/// <param name="Tracker">The product.</param>
/// <param name="Access">Address and credential.</param>
internal sealed record OpenConnection(ITracker Tracker, TrackerAccess Access);

/// <summary>Opens connections: finds the product and decrypts the credential.</summary>
internal sealed class TrackerConnector(TrackerProducts products, TrackerCredentials credentials)
{
    /// <summary>A connection for use.</summary>
    /// <exception cref="TrackerException">Its product is unknown here, or its credential cannot be decrypted.</exception>
    public OpenConnection Open(TrackerConnection connection)
    {
        var tracker = products.Find(connection.Product)
            ?? throw new TrackerException(TrackerFailure.Unexpected, $"This server cannot read {TrackerProducts.TitleOf(connection.Product)}.");
        var access = credentials.Open(connection)
            ?? throw new TrackerException(TrackerFailure.Unauthorized, "The credentials can no longer be decrypted. Enter them again.");
        return new OpenConnection(tracker, access);
    }
}
