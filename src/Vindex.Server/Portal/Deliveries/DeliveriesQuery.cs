using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>What a list of deliveries shows.</summary>
/// <param name="Status">One status; null for all.</param>
/// <param name="CustomerId">One customer; null for all.</param>
/// <param name="After">Where the page starts; null for the first.</param>
internal sealed record DeliveriesQuery(string? Status, string? CustomerId, PagePosition? After)
{
    private string List => $"deliveries {Status} {CustomerId}";

    public static DeliveriesQuery Read(QueryReader query)
    {
        var read = new DeliveriesQuery(query.OneOf("status", DeliveryStatusNames.All), query.Text("customer_id", 255), null);
        if (query.Text("cursor", 256) is not { } cursor) return read;
        if (Cursor.TryRead(cursor, read.List, out var position)) return read with { After = position };
        query.Errors.Add("cursor", "belongs to another list; start from the first page");
        return read;
    }

    /// <summary>The URL of the list.</summary>
    public string Address
    {
        get
        {
            var builder = new QueryBuilder();
            if (Status is not null) builder.Add("status", Status);
            if (CustomerId is not null) builder.Add("customer_id", CustomerId);
            if (After is not null) builder.Add("cursor", Cursor.Write(After, List)!);
            return PortalPaths.Deliveries + builder;
        }
    }

    /// <summary>The URL of a preview that replays what this list shows, or what has failed.</summary>
    public string ReplayAddress
    {
        get
        {
            var builder = new QueryBuilder { { "status", Status is { } one && DeliveryStatusNames.Finished.Contains(one) ? one : DeliveryStatus.Failed.Name() } };
            if (CustomerId is not null) builder.Add("customer_id", CustomerId);
            return ReplayEndpoint.Path + builder;
        }
    }
}
