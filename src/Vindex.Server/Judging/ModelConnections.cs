using System.Collections.Concurrent;
using System.Collections.Frozen;
using Vindex.Models;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Judging;

/// <summary>
/// Opens connections to models' endpoints, which reach public addresses and those of the networks given, and follow no redirect. Null: the networks that
/// callbacks may reach.
/// </summary>
internal delegate HttpMessageHandler ModelTransportFactory(NetworkList? allowedNetworks);

/// <summary>The connections to models: those of the settings by name, and companies' own.</summary>
internal sealed class ModelConnections : IDisposable
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Models";

    private readonly FrozenDictionary<string, ModelJudge> _named;
    private readonly ConcurrentDictionary<string, OwnConnection> _own = new(StringComparer.Ordinal);
    private readonly ModelOptions _limits;
    private readonly ModelTransportFactory _transport;
    private readonly ModelKeySeal _seal;
    private readonly TimeProvider _time;
    private readonly Randomness _randomness;

    public ModelConnections(
        IConfiguration configuration, IOptions<ModelOptions> limits, ModelTransportFactory transport, ModelKeySeal seal, TimeProvider time,
        Randomness randomness)
    {
        (_limits, _transport, _seal, _time, _randomness) = (limits.Value, transport, seal, time, randomness);
        _named = Open(configuration).ToFrozenDictionary(one => one.Name, one => one.Judge, StringComparer.Ordinal);
    }

    /// <summary>The connections of the settings, by name.</summary>
    public IReadOnlyList<(string Name, ModelJudge Judge)> Named =>
        [.. _named.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value))];

    /// <summary>A connection of the settings; null if there is none of that name.</summary>
    public ModelJudge? Find(string name) => _named.GetValueOrDefault(name);

    /// <summary>A connection that a company can use; null if there is none of that name, or if its key cannot be read.</summary>
    public ModelJudge? Find(string name, Company company) => name == ConnectionName.Own ? OwnOf(company) : Find(name);

    public void Dispose()
    {
        foreach (var judge in _named.Values.Concat(_own.Values.Select(own => own.Judge))) judge.Dispose();
    }

    private ModelJudge? OwnOf(Company company)
    {
        if (JudgingRules.Of(company).Own is not { } model) return null;
        if (_own.TryGetValue(company.Id, out var present) && present.Model == model && IsSame(present.SealedKey, company.ModelKey)) return present.Judge;
        string? key = null;
        if (company.ModelKey is { } box)
        {
            key = _seal.Open(box);
            if (key is null) return null;
        }

        // One that is replaced may have calls under way, so it is left to the garbage collector.
        return _own.AddOrUpdate(company.Id, Create, (_, _) => Create(company.Id)).Judge;

        OwnConnection Create(string id) => new(model, company.ModelKey, Open(_limits.Settings(model, key), allowedNetworks: null));
    }

    private IEnumerable<(string Name, ModelJudge Judge)> Open(IConfiguration configuration)
    {
        foreach (var section in NamedSections.Of(configuration, Section))
        {
            var options = Settings.Read<ModelOptions>(configuration, ConfigurationPath.Combine(Section, section));
            if (options.Settings() is { } settings) yield return (section.ToLowerInvariant(), Open(settings, options.AllowedNetworks));
        }
    }

    private ModelJudge Open(Models.Settings.ModelSettings settings, NetworkList? allowedNetworks) =>
        new(settings, _transport(allowedNetworks), _time, () => BitConverter.ToUInt32(_randomness.Bytes(sizeof(uint))));

    private static bool IsSame(byte[]? left, byte[]? right) => left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    private sealed record OwnConnection(OwnModel Model, byte[]? SealedKey, ModelJudge Judge);
}
