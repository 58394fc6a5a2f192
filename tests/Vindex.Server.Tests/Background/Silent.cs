using Microsoft.Extensions.Logging.Abstractions;
using Vindex.Server.Background;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Tests.Background;

/// <summary>Messages between nodes where there is one node.</summary>
internal sealed class Silent : IStoreMessages, IDisposable
{
    public bool AreHeard => false;

    public static NodeMessages Messages(TimeProvider time) => new(new Silent(), time, NullLogger<NodeMessages>.Instance);

    public IDisposable Listen(Action<string?> handler) => this;

    public void Dispose()
    {
        // There was nothing to end.
    }

    public Task SendAsync(string message, CancellationToken cancellationToken) => throw new InvalidOperationException("There is no one to hear it.");
}
