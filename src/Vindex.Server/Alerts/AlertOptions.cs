using System.ComponentModel.DataAnnotations;

namespace Vindex.Server.Alerts;

/// <summary>Limits of alerts: the section <c>Alerts</c>.</summary>
internal sealed record AlertOptions
{
    /// <summary>The most rules of a company.</summary>
    [Range(0, 10_000)]
    public required int Rules { get; init; }

    /// <summary>The most channels of a company.</summary>
    [Range(0, 1000)]
    public required int Channels { get; init; }
}
