namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>The statuses as the API and the store write them.</summary>
internal static class DeliveryStatusNames
{
    private static readonly (DeliveryStatus Status, string Name)[] Names =
    [
        (DeliveryStatus.Pending, "pending"),
        (DeliveryStatus.Delivering, "delivering"),
        (DeliveryStatus.Delivered, "delivered"),
        (DeliveryStatus.Failed, "failed"),
        (DeliveryStatus.Disabled, "disabled"),
    ];

    /// <summary>All names, for messages about a wrong one.</summary>
    public static string Allowed => string.Join(", ", Names.Select(pair => pair.Name));

    /// <summary>The name of a status.</summary>
    public static string Name(this DeliveryStatus status) => Array.Find(Names, pair => pair.Status == status).Name;

    /// <summary>Reads a name; false for any other text, upper case included.</summary>
    public static bool TryRead(string text, out DeliveryStatus status)
    {
        var found = Array.FindIndex(Names, pair => pair.Name == text);
        status = found < 0 ? default : Names[found].Status;
        return found >= 0;
    }
}
