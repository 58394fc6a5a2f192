using System.Collections.Concurrent;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Server.Companies.Profiles;
using Vindex.Storage;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Scoring;

/// <summary>The judge for each profile. Loading one takes milliseconds, so judges are cached.</summary>
internal sealed class Judges(IStore store)
{
    private const int Capacity = 256;
    private readonly TicketJudge _default = JudgeVersions.Load(Profile.Default);
    private readonly ConcurrentDictionary<(string CompanyId, string Name), Loaded> _loaded = new();

    /// <summary>The judge for a <c>system_type</c>; null if the company has no such profile.</summary>
    public ValueTask<TicketJudge?> FindAsync(string companyId, string name, CancellationToken cancellationToken) =>
        name == Profile.DefaultName ? new ValueTask<TicketJudge?>(_default) : new ValueTask<TicketJudge?>(LoadAsync(companyId, name, cancellationToken));

    /// <summary>The values of <c>system_type</c> that a company can use.</summary>
    public async Task<IReadOnlyList<string>> KnownAsync(string companyId, CancellationToken cancellationToken) =>
        [Profile.DefaultName, .. (await store.Profiles.ListAsync(companyId, cancellationToken)).Select(profile => profile.Name)];

    private async Task<TicketJudge?> LoadAsync(string companyId, string name, CancellationToken cancellationToken)
    {
        if (await store.Profiles.FindAsync(companyId, name, cancellationToken) is not { } stored) return null;
        if (_loaded.TryGetValue((companyId, name), out var loaded) && loaded.From == stored) return loaded.Judge;
        var judge = JudgeVersions.Load(ProfileDocument.Parse(stored.Name, stored.Document));
        if (_loaded.Count >= Capacity) _loaded.Clear();
        _loaded[(companyId, name)] = new Loaded(stored, judge);
        return judge;
    }

    private sealed record Loaded(StoredProfile From, TicketJudge Judge);
}
