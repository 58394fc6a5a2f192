namespace Vindex.Storage.Deliveries;

/// <summary>The names of delivery statuses in the API.</summary>
public static class DeliveryStatusNames
{
    private static readonly (DeliveryStatus Status, string Name)[] s_names =
    [
        (DeliveryStatus.Pending, "pending"),
        (DeliveryStatus.Delivering, "delivering"),
        (DeliveryStatus.Delivered, "delivered"),
        (DeliveryStatus.Failed, "failed"),
        (DeliveryStatus.Disabled, "disabled"),
        (DeliveryStatus.Superseded, "superseded"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_names.Select(pair => pair.Name)];

    /// <summary>The names of final statuses: what can be replayed.</summary>
    public static IReadOnlyList<string> Finished { get; } =
        [DeliveryStatus.Delivered.Name(), DeliveryStatus.Failed.Name(), DeliveryStatus.Disabled.Name(), DeliveryStatus.Superseded.Name()];

    /// <summary>The name of a status.</summary>
    public static string Name(this DeliveryStatus status) => Array.Find(s_names, pair => pair.Status == status).Name;

    /// <summary>Reads a name; null for any other text. Case-sensitive.</summary>
    public static DeliveryStatus? Read(string? text)
    {
        var found = Array.FindIndex(s_names, pair => pair.Name == text);
        return found < 0 ? null : s_names[found].Status;
    }
}
