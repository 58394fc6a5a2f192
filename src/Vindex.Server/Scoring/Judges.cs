using Microsoft.Extensions.Caching.Memory;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Server.Companies.Profiles;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Scoring;

/// <summary>The judge for each profile. Loading one takes milliseconds, so judges are cached.</summary>
internal sealed class Judges(IProfileStore store) : IDisposable
{
    private static readonly MemoryCacheEntryOptions s_oneEntry = new() { Size = 1 };
    private readonly Dictionary<string, TicketJudge> _builtIn =
        Profile.BuiltIn.ToDictionary(profile => profile.Name, profile => JudgeVersions.Load(profile), StringComparer.Ordinal);

    private readonly MemoryCache _loaded = new(new MemoryCacheOptions { SizeLimit = 256 });

    /// <summary>The judge for a <c>system_type</c>; null if the company has no such profile.</summary>
    public ValueTask<TicketJudge?> FindAsync(string companyId, string name, CancellationToken cancellationToken) =>
        _builtIn.TryGetValue(name, out var builtIn)
            ? new ValueTask<TicketJudge?>(builtIn)
            : new ValueTask<TicketJudge?>(LoadAsync(companyId, name, cancellationToken));

    /// <summary>The values of <c>system_type</c> that a company can use.</summary>
    public async Task<IReadOnlyList<string>> KnownAsync(string companyId, CancellationToken cancellationToken) =>
        [.. Profile.BuiltIn.Select(profile => profile.Name), .. (await store.ListAsync(companyId, cancellationToken)).Select(profile => profile.Name)];

    public void Dispose() => _loaded.Dispose();

    private async Task<TicketJudge?> LoadAsync(string companyId, string name, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(companyId, name, cancellationToken) is not { } stored) return null;
        if (_loaded.TryGetValue((companyId, name), out Loaded? loaded) && loaded!.From == stored) return loaded.Judge;
        var judge = JudgeVersions.Load(ProfileDocument.Parse(stored.Name, stored.Document));
        _loaded.Set((companyId, name), new Loaded(stored, judge), s_oneEntry);
        return judge;
    }

    private sealed record Loaded(StoredProfile From, TicketJudge Judge);
}
