using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class ModelTests
{
    [Fact]
    public void Every_group_says_what_it_means()
    {
        foreach (var group in RuleNames.Groups)
        {
            Reasons.Of(group, 1).ShouldNotBeNullOrWhiteSpace();
            Reasons.Of(group, -1).ShouldNotBeNullOrWhiteSpace();
            Reasons.Missing(group).ShouldNotBeNullOrWhiteSpace();
        }

        Reasons.Groups.Select(group => group.Split('.')[0]).Except(RuleNames.Groups).ShouldBeEmpty();
    }

    [Fact]
    public void Rule_ids_are_distinct_and_begin_with_their_dimension()
    {
        OfflineJudge.RuleIds.ShouldBeUnique();
        OfflineJudge.RuleIds.ShouldAllBe(id => Dimensions.Names.Any(name => id.StartsWith(name + ".", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("criteria/sum", Dimension.Testable, 1)]
    [InlineData("criteria/words", Dimension.Estimable, 1)]
    [InlineData("reason/sum", Dimension.Valuable, 1)]
    [InlineData("role/sum", Dimension.Valuable, 1)]
    [InlineData("expected/of-bug", Dimension.Testable, 1)]
    [InlineData("steps/of-bug", Dimension.Estimable, 1)]
    [InlineData("dependency/sum", Dimension.Independent, -1)]
    [InlineData("prescribed/sum", Dimension.Negotiable, -1)]
    [InlineData("vague/share", Dimension.Testable, -1)]
    [InlineData("several/share", Dimension.Small, -1)]
    public void Evidence_moves_a_score_the_way_it_should(string signal, Dimension dimension, int sign)
    {
        var index = TicketSignals.Names.IndexOf(signal);

        index.ShouldBeGreaterThanOrEqualTo(0);
        Math.Sign(AdditiveModel.Weight(index, (int)dimension)).ShouldBe(sign);
    }

    [Fact]
    public void No_evidence_moves_the_wrong_way()
    {
        for (var i = 0; i < TicketSignals.Names.Length; i++)
        {
            var group = TicketSignals.Groups[TicketSignals.GroupOf[i]];
            for (var d = 0; d < Dimensions.Count; d++)
            {
                if (group is "dependency" or "vague" or "template") AdditiveModel.Weight(i, d).ShouldBeLessThanOrEqualTo(0, TicketSignals.Names[i]);
            }

            if (group is "criteria" or "expected" or "steps")
                AdditiveModel.Weight(i, (int)Dimension.Testable).ShouldBeGreaterThanOrEqualTo(0, TicketSignals.Names[i]);
        }
    }

    [Theory]
    [InlineData("Reading/kinds.txt", 7)]
    [InlineData("Reading/spans.txt", 8)]
    [InlineData("Reading/phrases.txt", 8)]
    [InlineData("Judging/words.txt", 6)]
    [InlineData("Judging/signals.txt", 6)]
    public void Each_file_of_weights_can_be_read_by_name(string file, int outputs)
    {
        var model = LinearModel.Load(file);

        model.Outputs.ShouldBe(outputs);
        for (var row = 0; row < model.Count; row++) model.Find(FeatureBuffer.HashOf(model.NameOf(row))).ShouldBe(row, model.NameOf(row));
    }

    [Fact]
    public void A_feature_counts_once_however_often_it_occurs()
    {
        var model = LinearModel.Load("Judging/words.txt");
        var hash = FeatureBuffer.HashOf(model.NameOf(0));
        var (once, twice) = (new double[6], new double[6]);

        model.Sum([hash], new LinearModel.Seen(), once);
        model.Sum([hash, hash, 12345], new LinearModel.Seen(), twice);

        twice.ShouldBe(once);
        once.ShouldBe(model.WeightsOf(0).ToArray().Select(w => (double)w));
    }

    [Fact]
    public void A_hash_is_found_where_it_was_put_and_nowhere_else()
    {
        var hashes = Enumerable.Range(1, 5000).Select(i => WordHash.Of("word" + i)).ToArray();
        var table = HashTable.Of(hashes);

        for (var i = 0; i < hashes.Length; i++) table.Find(hashes[i]).ShouldBe(i);
        table.Find(WordHash.Of("another")).ShouldBe(-1);
        Should.Throw<InvalidDataException>(() => HashTable.Of([1, 2, 1]));
    }

    [Fact]
    public void Odds_become_shares_of_one()
    {
        double[] odds = [800, 801, -5];

        ReadingModel.Normalise(odds);

        odds.Sum().ShouldBe(1, 1e-12);
        odds[1].ShouldBeGreaterThan(odds[0]);
        odds[2].ShouldBe(0, 1e-12);
    }
}
