using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>The conditions of a list of deliveries.</summary>
internal static class DeliveryQuery
{
    /// <summary>Adds the conditions on rows <c>d</c>. False if nothing can pass.</summary>
    public static bool AddTo(SqlStatement sql, ScoreAccess access, DeliveryFilter filter)
    {
        if (!sql.AddAccess(access, "d"))
        {
            return false;
        }

        if (filter.CustomerId is { } customer)
        {
            sql.Add($" AND d.customer_id = {customer}");
        }

        if (filter.Status is { } status)
        {
            // As text, not as a value: the index of what is not delivered serves only a query that says so itself.
            sql.Add($" AND d.status = '{EnumText<DeliveryStatus>.Of(status):raw}'");
            if (status != DeliveryStatus.Delivered)
            {
                sql.Add($" AND d.status <> 'delivered'");
            }
        }

        if (filter.Ids is { } ids)
        {
            sql.Add($" AND d.id IN {ids}");
        }

        if (filter.Since is { } since)
        {
            sql.Add($" AND d.created_at >= {since}");
        }

        if (filter.Before is { } before)
        {
            sql.Add($" AND d.created_at < {before}");
        }

        return filter.Ids is not { Count: 0 };
    }

    /// <summary>The place of a delivery in the list.</summary>
    public static PagePosition Position(Delivery delivery) => new(delivery.CreatedAt.ToMs(), delivery.Id);
}
