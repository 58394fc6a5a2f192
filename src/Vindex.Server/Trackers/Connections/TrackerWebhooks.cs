using Vindex.Server.Callbacks.Signatures;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Connections;

/// <summary>Registers and removes webhooks at trackers. Where that fails, polling finds the changes.</summary>
internal static class TrackerWebhooks
{
    /// <summary>The id of the webhook that was registered; null if it could not be.</summary>
    public static async Task<string?> RegisterAsync(
        TrackerParts parts, SecretSeal seal, TrackerConnection connection, TrackedProject project, CancellationToken cancellationToken)
    {
        var url = new Uri(parts.HookUrl(connection.Id));
        if (seal.Open(connection.HookSecret) is not { } secret) return null;

        // A tracker elsewhere cannot reach this machine by its loopback address.
        if (url.IsLoopback && !new Uri(connection.BaseAddress).IsLoopback) return null;
        try
        {
            var (tracker, access) = parts.Connector.Open(connection);
            return tracker.Abilities.RegistersHooks
                ? await tracker.RegisterHookAsync(access, project.ProjectId, new TrackerHook(url, secret.Text), cancellationToken)
                : null;
        }
        catch (TrackerException)
        {
            return null;
        }
    }

    /// <summary>Removes a project's webhook, as far as the tracker lets it.</summary>
    public static async Task RemoveAsync(TrackerParts parts, TrackerConnection connection, TrackedProject project, CancellationToken cancellationToken)
    {
        if (project.HookId is not { } hook) return;
        try
        {
            var (tracker, access) = parts.Connector.Open(connection);
            await tracker.RemoveHookAsync(access, project.ProjectId, hook, cancellationToken);
        }
        catch (TrackerException)
        {
            // What it sends from now on is answered with 401, and most trackers give up on it.
        }
    }
}
