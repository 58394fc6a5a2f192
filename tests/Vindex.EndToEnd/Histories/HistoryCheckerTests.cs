using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.EndToEnd.Histories.Simulation;
using Xunit;

namespace Vindex.EndToEnd.Histories;

/// <summary>The checker finds nothing in what a correct store does, and finds every defect.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly Config s_many = Config.QuickThrowOnFailure.WithMaxTest(Environment.GetEnvironmentVariable("VINDEX_LONG") == "1" ? 3000 : 150);

    public static TheoryData<Defect, Promise> Defects { get; } = new()
    {
        { Defect.LosesScore, Promise.NothingLost },
        { Defect.LosesRow, Promise.NothingLost },
        { Defect.KeepsPurgedRow, Promise.NothingLost },
        { Defect.LosesEvent, Promise.NothingLost },
        { Defect.DoublesScore, Promise.NothingDoubled },
        { Defect.DoublesJob, Promise.NothingDoubled },
        { Defect.ChangesAnswer, Promise.Idempotency },
        { Defect.ReadsStale, Promise.FreshReads },
        { Defect.ReadsStaleRows, Promise.FreshReads },
        { Defect.MissesScore, Promise.FreshReads },
        { Defect.MovesRow, Promise.NothingDoubled },
        { Defect.ShowsForeignRow, Promise.Tenants },
        { Defect.AnswersForeign, Promise.Tenants },
        { Defect.ReordersCallbacks, Promise.CallbackOrder },
        { Defect.LosesCallback, Promise.CallbackDelivery },
        { Defect.SignsWrongly, Promise.CallbackDelivery },
        { Defect.ChangesCallback, Promise.CallbackDelivery },
        { Defect.AdmitsRevokedKey, Promise.Keys },
        { Defect.RefusesNewKey, Promise.Keys },
        { Defect.Miscounts, Promise.RightStatistics },
        { Defect.Fails, Promise.NoErrors },
    };

    [Fact]
    public void Nothing_is_found_in_what_a_correct_store_does() => Check.One(s_many, Prop.ForAll(Seeds(), seed =>
    {
        var (history, final, _) = SimulatedRun.Create(seed, Defect.None);
        HistoryChecker.Check(history, final).ShouldBeEmpty();
    }));

    [Theory]
    [MemberData(nameof(Defects))]
    public void Every_defect_is_found(Defect defect, Promise promise)
    {
        var shown = 0;
        Check.One(s_many, Prop.ForAll(Seeds(), seed =>
        {
            var (history, final, hasFailed) = SimulatedRun.Create(seed, defect);
            var findings = HistoryChecker.Check(history, final);
            if (!hasFailed) findings.ShouldBeEmpty();
            else findings.Select(finding => finding.Promise).ShouldContain(promise, $"seed {seed}");
            if (hasFailed) shown++;
        }));
        shown.ShouldBeGreaterThan(s_many.MaxTest / 2);
    }

    [Fact]
    public void Every_defect_is_tried() =>
        Defects.Select(row => row.Data.Item1).ShouldBe(Enum.GetValues<Defect>().Where(defect => defect != Defect.None), ignoreOrder: true);

    [Fact]
    public void A_finding_names_the_requests_their_servers_and_times()
    {
        var created = new KeyTouched(Call(1, 1, 1.25), "key-1", KeyAction.Created);
        var revoked = new KeyTouched(Call(2, 2, 2.5), "key-1", KeyAction.Revoked);
        var used = new KeyTouched(Call(3, 7.5, 8), "key-1", KeyAction.Used);

        var finding = HistoryChecker.Check(new History([created, revoked, used], []), Nothing).ShouldHaveSingleItem();

        finding.ToString().ShouldBe(
            """
            Keys: the key was revoked more than five seconds before
                #2 key key-1 Revoked (acme, node 2, 2.000–2.500 s, Acknowledged 200)
                #3 key key-1 Used (acme, node 3, 7.500–8.000 s, Acknowledged 200)
            """);
    }

    [Fact]
    public void A_write_without_a_response_may_come_late_and_an_acknowledged_one_may_not()
    {
        var first = new RowWritten(Call(1, 1, 2), "kept", "row", 1);
        var lost = new RowWritten(Call(2, 3, 4) with { Outcome = CallOutcome.Unknown, Status = 0 }, "kept", "row", 2);
        var before = new RowRead(Call(3, 5, 6), "kept", "row", 1);
        var after = new RowRead(Call(4, 9, 10), "kept", "row", 2);
        var final = Nothing with { Rows = [new FinalRow("acme", "kept", "row", 2)] };

        HistoryChecker.Check(new History([first, lost, before, after], []), final).ShouldBeEmpty();
        HistoryChecker.Check(new History([first, lost with { Call = Call(2, 3, 4) }, before, after], []), final).ShouldHaveSingleItem().Promise
            .ShouldBe(Promise.FreshReads);
    }

    [Fact]
    public void A_response_that_is_older_than_an_earlier_one_is_found_even_while_writes_are_under_way()
    {
        var written = new RowWritten(Call(1, 1, 10), "kept", "row", 1);
        var seen = new StatisticsAsked(Call(2, 2, 3), "kept", 1, 1);
        var unseen = new StatisticsAsked(Call(3, 4, 5), "kept", 0, 0);
        var final = Nothing with { Rows = [new FinalRow("acme", "kept", "row", 1)], Statistics = [new FinalStatistics("acme", "kept", 1, 1)] };

        HistoryChecker.Check(new History([written, seen], []), final).ShouldBeEmpty();
        HistoryChecker.Check(new History([written, unseen], []), final).ShouldBeEmpty();
        HistoryChecker.Check(new History([written, seen, unseen], []), final).Select(finding => finding.Text)
            .ShouldBe(["the number of rows of kept went down", "the sum over kept went down"]);
    }

    private static FinalState Nothing { get; } = new([], [], new Dictionary<string, string>(), [], [], new Dictionary<string, long>());

    private static Call Call(int number, double start, double end) =>
        new(number, "acme", $"node {number}", TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private static Arbitrary<int> Seeds() => Arb.From(Gen.Choose(0, int.MaxValue - 1));
}
