using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>Status names in the API.</summary>
internal static class DeliveryStatusNames
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
    public static string[] All { get; } = [.. s_names.Select(pair => pair.Name)];

    /// <summary>Names of the final statuses, which can be replayed.</summary>
    public static string[] Finished { get; } =
        [DeliveryStatus.Delivered.Name(), DeliveryStatus.Failed.Name(), DeliveryStatus.Disabled.Name(), DeliveryStatus.Superseded.Name()];

    /// <summary>The name of a status.</summary>
    public static string Name(this DeliveryStatus status) => Array.Find(s_names, pair => pair.Status == status).Name;

    /// <summary>Parses a name; null for anything else, including upper case.</summary>
    public static DeliveryStatus? Read(string? text)
    {
        var found = Array.FindIndex(s_names, pair => pair.Name == text);
        return found < 0 ? null : s_names[found].Status;
    }
}
