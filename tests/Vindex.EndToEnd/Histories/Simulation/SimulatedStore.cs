namespace Vindex.EndToEnd.Histories.Simulation;

/// <summary>
/// A store in memory on which each request takes effect at one moment, as it should, apart from one defect. Most defects show once, at the opportunity that the
/// random numbers choose, and only where a client can notice: a store that loses what it did not acknowledge is not wrong.
/// </summary>
internal sealed class SimulatedStore(Random random, Defect defect)
{
    private static readonly TimeSpan s_behind = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(string Company, string Key), (string ScoreId, string Answer)> _answers = [];
    private readonly HashSet<(string Company, string Key)> _told = [];
    private readonly List<(TimeSpan At, string Company, string Type, string Row, long? Value)> _changes = [];
    private readonly List<(TimeSpan At, string Company)> _scored = [];
    private readonly HashSet<string> _created = [];
    private readonly HashSet<string> _revoked = [];
    private readonly HashSet<string> _toldRevoked = [];
    private int _opportunities = random.Next(5);
    private int _ids;

    /// <summary>Whether the defect has shown.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Stored scores.</summary>
    public List<FinalScore> Scores { get; } = [];

    public (string ScoreId, string Answer) Score(TimeSpan now, string company, string ticket, string key, bool isTold)
    {
        var wasTold = _told.Contains((company, key));
        if (isTold) _told.Add((company, key));
        if (_answers.TryGetValue((company, key), out var stored))
        {
            if (wasTold && isTold && Fails(Defect.ChangesAnswer)) return (stored.ScoreId, stored.Answer + " again");
            if (Fails(Defect.DoublesScore)) Add(now, company, ticket, NextId("score"), NextId("job"));
            return stored;
        }

        var id = NextId("score");
        _answers[(company, key)] = (id, "answer of " + id);
        if (!isTold || !Fails(Defect.LosesScore)) Add(now, company, ticket, id, NextId("job"));
        return _answers[(company, key)];
    }

    public void ScoreJob(TimeSpan now, string company, string ticket, string job)
    {
        Add(now, company, ticket, NextId("score"), job);
        if (Fails(Defect.DoublesJob)) Add(now, company, ticket, NextId("score"), job);
    }

    public bool Finds(string scoreId) => Scores.Exists(score => score.ScoreId == scoreId) && !Fails(Defect.MissesScore);

    public long CountScores(TimeSpan now, string company) => _scored.Count(score => score.Company == company && score.At <= Seen(now, Defect.ReadsStale));

    public void Write(TimeSpan now, string company, string type, string row, long value, bool isTold)
    {
        if (isTold && type == "kept" && Fails(Defect.LosesRow)) return;
        _changes.Add((now, Fails(Defect.MovesRow) ? company + "-other" : company, type, row, value));
    }

    public void Purge(TimeSpan now, string company, string type, string row, bool isTold)
    {
        if (!isTold || !Fails(Defect.KeepsPurgedRow)) _changes.Add((now, company, type, row, null));
    }

    public long? Read(TimeSpan now, string company, string row) =>
        Rows(Seen(now, Defect.ReadsStaleRows)).FirstOrDefault(found => found.Company == company && found.Row == row)?.Value;

    public (long Count, long Sum) Ask(TimeSpan now, string company, string type)
    {
        var rows = Rows(Seen(now, Defect.ReadsStale)).Where(row => row.Company == company && row.Type == type).ToList();
        return (rows.Count, rows.Sum(row => row.Value));
    }

    public List<FinalRow> Rows(TimeSpan now)
    {
        var rows = new Dictionary<(string, string), FinalRow>();
        foreach (var change in _changes.Where(change => change.At <= now))
        {
            if (change.Value is { } value) rows[(change.Company, change.Row)] = new FinalRow(change.Company, change.Type, change.Row, value);
            else rows.Remove((change.Company, change.Row));
        }

        return [.. rows.Values];
    }

    public void CreateKey(string key, bool isTold)
    {
        if (isTold) _created.Add(key);
    }

    public void RevokeKey(string key, bool isTold)
    {
        _revoked.Add(key);
        if (isTold) _toldRevoked.Add(key);
    }

    public bool Admits(string key) =>
        _revoked.Contains(key) ? _toldRevoked.Contains(key) && Fails(Defect.AdmitsRevokedKey) : !_created.Contains(key) || !Fails(Defect.RefusesNewKey);

    /// <summary>Whether the defect shows now.</summary>
    public bool Fails(Defect kind)
    {
        if (defect != kind || HasFailed || _opportunities-- > 0) return false;
        return HasFailed = true;
    }

    private TimeSpan Seen(TimeSpan now, Defect kind)
    {
        if (defect != kind) return now;
        HasFailed = true;
        return now - s_behind;
    }

    private void Add(TimeSpan now, string company, string ticket, string id, string job)
    {
        Scores.Add(new FinalScore(company, id, ticket, job));
        _scored.Add((now, company));
    }

    private string NextId(string kind) => $"{kind}-{++_ids}";
}
