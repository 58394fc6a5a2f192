using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>A delivery to add, with what decisions on it depend on.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Endpoint">Its endpoint; null for a request's own URL.</param>
/// <param name="Older">The unfinished deliveries of the same ticket to the same URL.</param>
internal sealed record PreparedDelivery(NewDelivery Delivery, EndpointState? Endpoint, IReadOnlyList<Delivery> Older);
