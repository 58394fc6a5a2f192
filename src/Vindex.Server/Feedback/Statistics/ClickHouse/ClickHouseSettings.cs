using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;
using Vindex.Statistics.ClickHouse;

namespace Vindex.Server.Feedback.Statistics.ClickHouse;

/// <summary>Where ClickHouse is: the section <c>Stats:ClickHouse</c>.</summary>
internal sealed record ClickHouseSettings
{
    /// <summary>Address of the HTTP interface; required if ClickHouse is the engine.</summary>
    [HttpAddress]
    public Uri? Address { get; init; }

    /// <summary>The database.</summary>
    [SqlName]
    public required string Database { get; init; }

    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>The user's password; empty for none.</summary>
    public string? Password { get; init; }

    /// <summary>The cluster; empty for a single server.</summary>
    [SqlName]
    public string? Cluster { get; init; }

    /// <summary>How long a statement may run.</summary>
    [DurationRange("1s", "1h")]
    public required Duration StatementTimeout { get; init; }

    /// <summary>Megabytes that a statement may use.</summary>
    [Range(64, 1_048_576)]
    public required int StatementMegabytes { get; init; }

    /// <summary>How long a question waits for the changes before it.</summary>
    [DurationRange("1s", "10m")]
    public required Duration Wait { get; init; }

    /// <summary>The options of the engine.</summary>
    /// <exception cref="BadSettingsException">There is no address.</exception>
    public ClickHouseOptions ToOptions() => new()
    {
        Address = Address ?? throw new BadSettingsException(["Stats:ClickHouse:Address must be set, as Stats:Engine is clickhouse"]),
        Database = Database,
        User = User,
        Password = Password ?? "",
        Cluster = string.IsNullOrWhiteSpace(Cluster) ? null : Cluster,
        StatementTimeout = StatementTimeout,
        StatementMemory = (long)StatementMegabytes << 20,
        Wait = Wait,
    };
}
