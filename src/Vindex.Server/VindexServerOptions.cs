namespace Vindex.Server;

/// <summary>Options of a server in addition to its settings.</summary>
public sealed record VindexServerOptions
{
    /// <summary>The data folder; created if it does not exist.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Addresses to listen on, separated by ";", such as <c>http://127.0.0.1:8080</c>; port 0 for any. Null for the setting <c>Server:Urls</c>.
    /// </summary>
    public string? Urls { get; init; }

    /// <summary>The admin key, 32 characters or more; null for none. The command takes it from the environment variable <c>VINDEX_ADMIN_KEY</c>.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Settings that override file and environment, for example <c>Logging:Format</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Only answers requests: no queue, no callbacks, no retention. For commands that need a server temporarily.</summary>
    public bool AnswersOnly { get; init; }

    /// <summary>With <see cref="AnswersOnly"/>: goes on judging tickets again all the same, as the command that asks for it waits for the end.</summary>
    public bool Rescores { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The key that wraps the keys that secrets are encrypted with, 32 characters or more; null for the environment variable <c>VINDEX_MASTER_KEY</c> or,
    /// without
    /// it, the file <c>secrets/master.key</c> in the data folder.
    /// </summary>
    public string? MasterKey { get; init; }

    /// <summary>Lets tests change the services.</summary>
    internal Action<IServiceCollection>? ConfigureServices { get; init; }
}
