using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Vindex.Server.Callbacks.Addresses;

namespace Vindex.Server.Tests.Callbacks.Receivers;

/// <summary>Answers lookups from a table; a name with several answers gives them in turn and repeats the last. Counts the questions.</summary>
internal sealed class NameServer
{
    private readonly Dictionary<string, IPAddress[][]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    public HostLookup Lookup => Resolve;

    public NameServer Add(string name, params string[] answersInTurn)
    {
        _answers[name] = [.. answersInTurn.Select(answer => answer.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray())];
        return this;
    }

    public int Asked(string name) => _asked.GetValueOrDefault(name);

    private Task<IPAddress[]> Resolve(string name, CancellationToken cancellationToken)
    {
        var turn = _asked.AddOrUpdate(name, 1, (_, count) => count + 1) - 1;
        return _answers.TryGetValue(name, out var answers)
            ? Task.FromResult(answers[Math.Min(turn, answers.Length - 1)])
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }
}
