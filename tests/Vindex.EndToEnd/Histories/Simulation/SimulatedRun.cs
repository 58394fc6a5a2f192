namespace Vindex.EndToEnd.Histories.Simulation;

/// <summary>Clients of a simulated store, with refusals, lost responses, and requests that take effect after their clients have given them up.</summary>
internal sealed class SimulatedRun
{
    private const int Rounds = 12;
    private static readonly string[] s_companies = ["acme", "globex"];

    private readonly Random _random;
    private readonly SimulatedStore _store;
    private readonly SimulatedCallbacks _callbacks;
    private readonly PriorityQueue<Action, TimeSpan> _effects = new();
    private readonly List<Operation> _operations = [];
    private int _calls;

    private SimulatedRun(int seed, Defect defect)
    {
        _random = new Random(seed);
        _store = new SimulatedStore(_random, defect);
        _callbacks = new SimulatedCallbacks(_random, _store);
    }

    /// <summary>Runs; returns what clients saw, what is stored, and whether the defect has shown.</summary>
    public static (History History, FinalState Final, bool HasFailed) Create(int seed, Defect defect)
    {
        var run = new SimulatedRun(seed, defect);
        foreach (var company in s_companies) run.Plan(company);
        while (run._effects.TryDequeue(out var effect, out _)) effect();
        return run.End();
    }

    private void Plan(string company)
    {
        Scores(company);
        foreach (var (type, writer) in new[] { ("kept", 0), ("kept", 1), ("changed", 2), ("passing", 3) }) Rows(company, type, writer);
        for (var reader = 0; reader < 2; reader++) Questions(company);
        for (var ticket = 0; ticket < 4; ticket++) Events(company, $"{company}-event-{ticket}");
        for (var key = 0; key < 3; key++) Keys(company, $"{company}-key-{key}");
    }

    /// <summary>One client's request: adds it with what <paramref name="effect"/> returns at the moment when it takes effect.</summary>
    private CallOutcome Send(string company, ref TimeSpan clock, Func<Call, TimeSpan, Operation> effect, bool isRead = false)
    {
        var start = clock + Milliseconds(1, 200);
        var end = start + Milliseconds(1, 400);
        clock = end;
        var outcome = _random.Next(20) switch { 0 => CallOutcome.Refused, 1 or 2 => CallOutcome.Unknown, _ => CallOutcome.Acknowledged };
        var status = outcome switch { CallOutcome.Acknowledged => 200, CallOutcome.Refused => 429, _ => _random.Next(2) == 0 ? 503 : 0 };
        if (outcome == CallOutcome.Unknown && _store.Fails(Defect.Fails)) status = 500;
        var call = new Call(++_calls, company, $"node {_random.Next(3)}", start, end, outcome, status);
        var happens = outcome == CallOutcome.Acknowledged || (outcome == CallOutcome.Unknown && !isRead && _random.Next(3) > 0);
        var latest = outcome == CallOutcome.Unknown ? end + Milliseconds(0, 3000) : end;
        var at = start + TimeSpan.FromTicks(_random.NextInt64((latest - start).Ticks + 1));
        // A call without an effect is described on a store of its own, so that nothing of it stays.
        if (happens) _effects.Enqueue(() => _operations.Add(effect(call, at)), at);
        else _operations.Add(new NoEffect(call).Describe(effect));
        return outcome;
    }

    private void Scores(string company)
    {
        var clock = Milliseconds(0, 100);
        for (var round = 0; round < Rounds; round++)
        {
            var (ticket, key) = ($"{company}-ticket-{round}", $"{company}-once-{round}");
            string? known = null;
            var repeats = _random.Next(1, 4);
            for (var attempt = 0; attempt < repeats; attempt++)
            {
                Send(company, ref clock, (call, at) =>
                {
                    if (NoEffect.Is(at)) return new TicketScored(call, ticket, key, "body");
                    var (id, answer) = _store.Score(at, company, ticket, key, IsTold(call));
                    if (IsTold(call)) known = id;
                    return new TicketScored(call, ticket, key, "body", id, answer);
                });
            }

            Send(company, ref clock, (call, at) => known is null || NoEffect.Is(at)
                ? new ScoresCounted(call with { Outcome = CallOutcome.Refused }, 0)
                : new ScoreRead(call, known, _store.Finds(known)), isRead: true);
        }
    }

    private void Rows(string company, string type, int writer)
    {
        var clock = Milliseconds(0, 100);
        for (var round = 0; round < Rounds; round++)
        {
            var row = $"{company}-{type}-{writer}-{round}";
            var writes = type == "changed" ? _random.Next(2, 5) : 1;
            var outcome = CallOutcome.Acknowledged;
            for (var write = 1; write <= writes && outcome == CallOutcome.Acknowledged; write++)
            {
                var value = write;
                outcome = Send(company, ref clock, (call, at) =>
                {
                    if (!NoEffect.Is(at)) _store.Write(at, company, type, row, value, IsTold(call));
                    return new RowWritten(call, type, row, value);
                });
                Send(company, ref clock, (call, at) => new RowRead(
                    call with { Foreign = !NoEffect.Is(at) && _store.Fails(Defect.ShowsForeignRow) ? "other company" : null },
                    type, row, NoEffect.Is(at) ? null : _store.Read(at, company, row)), isRead: true);
            }

            if (type != "passing" || outcome != CallOutcome.Acknowledged) continue;
            Send(company, ref clock, (call, at) =>
            {
                if (!NoEffect.Is(at)) _store.Purge(at, company, type, row, IsTold(call));
                return new RowPurged(call, type, row);
            });
        }
    }

    private void Questions(string company)
    {
        var clock = Milliseconds(0, 100);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var type in (string[])["kept", "changed", "passing"])
            {
                Send(company, ref clock, (call, at) =>
                {
                    var (count, sum) = NoEffect.Is(at) ? default : _store.Ask(at, company, type);
                    return new StatisticsAsked(call, type, count, sum);
                }, isRead: true);
            }

            Send(company, ref clock, (call, at) => new ScoresCounted(call, NoEffect.Is(at) ? 0 : _store.CountScores(at, company)), isRead: true);
            Send(company, ref clock, (call, at) => new ForeignAsked(
                !NoEffect.Is(at) && _store.Fails(Defect.AnswersForeign) ? call : call with { Outcome = CallOutcome.Refused, Status = 404 }, "another's"), isRead: true);
        }
    }

    private void Events(string company, string ticket)
    {
        var clock = Milliseconds(0, 1000);
        for (var version = 0; version < 5; version++)
        {
            var number = version;
            var outcome = Send(company, ref clock, (call, at) =>
            {
                var job = NoEffect.Is(at) ? null : _callbacks.Accept(at, company, ticket, number, IsTold(call));
                return new EventSent(call, ticket, number, IsTold(call) ? job : null);
            });
            // What comes after an event whose outcome is unknown could overtake it.
            if (outcome == CallOutcome.Unknown) return;
        }
    }

    private void Keys(string company, string key)
    {
        var clock = Milliseconds(0, 1000);
        Touch(KeyAction.Created, ref clock);
        for (var use = 0; use < 4; use++) Touch(KeyAction.Used, ref clock);
        Touch(KeyAction.Revoked, ref clock);
        clock += CallerRules.RevokedWithin;
        for (var use = 0; use < 4; use++) Touch(KeyAction.Used, ref clock);

        void Touch(KeyAction action, ref TimeSpan now) => Send(company, ref now, (call, at) =>
        {
            if (NoEffect.Is(at)) return new KeyTouched(call, key, action);
            if (action == KeyAction.Created) _store.CreateKey(key, IsTold(call));
            if (action == KeyAction.Revoked) _store.RevokeKey(key, IsTold(call));
            var isAdmitted = action != KeyAction.Used || !IsTold(call) || _store.Admits(key);
            return new KeyTouched(isAdmitted ? call : call with { Outcome = CallOutcome.Refused, Status = 401 }, key, action);
        });
    }

    private (History History, FinalState Final, bool HasFailed) End()
    {
        var (receptions, jobs, deliveries) = _callbacks.End();
        var rows = _store.Rows(TimeSpan.MaxValue);
        var statistics = rows.GroupBy(row => (row.Company, row.Type)).Select(group => new FinalStatistics(
            group.Key.Company, group.Key.Type, group.Count() + (_store.Fails(Defect.Miscounts) ? 1 : 0), group.Sum(row => row.Value))).ToList();
        var counts = s_companies.ToDictionary(company => company, company => (long)_store.Scores.Count(score => score.Company == company));
        return (new History(_operations, receptions), new FinalState(_store.Scores, rows, jobs, deliveries, statistics, counts), _store.HasFailed);
    }

    private static bool IsTold(Call call) => call.Outcome == CallOutcome.Acknowledged;

    private TimeSpan Milliseconds(int least, int most) => TimeSpan.FromMilliseconds(_random.Next(least, most + 1));

    /// <summary>A call that does not happen.</summary>
    private sealed record NoEffect(Call Call)
    {
        private static readonly TimeSpan s_never = TimeSpan.MinValue;

        public static bool Is(TimeSpan at) => at == s_never;

        public Operation Describe(Func<Call, TimeSpan, Operation> effect) => effect(Call, s_never);
    }
}
