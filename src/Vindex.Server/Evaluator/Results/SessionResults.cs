using System.Text.Json;
using Vindex.Scoring;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Results;

/// <summary>The results of a session so far, with statistics over all rows.</summary>
internal static class SessionResults
{
    public static EvaluationResultsBody Of(EvaluatorSession session, IReadOnlyList<EvaluatorRow> stored)
    {
        var rows = new List<EvaluatedRowBody>(stored.Count);
        var tally = new Tally();
        foreach (var row in stored)
        {
            var result = JsonSerializer.Deserialize(row.Result, EvaluatorJson.Shared.EvaluatedRowBody)!;
            rows.Add(result);
            tally.Add(result);
        }

        var outcome = session.Outcome is null ? null : JsonSerializer.Deserialize(session.Outcome, EvaluatorJson.Shared.SessionOutcome);
        return new EvaluationResultsBody(
            session.Id,
            StatusOf(session.State),
            session.Total,
            tally.Scored,
            tally.Failed,
            tally.Average,
            tally.DimensionAverages,
            tally.FailCounts,
            tally.Bands,
            outcome?.Duplicates ?? [],
            outcome?.Conflicts ?? [],
            outcome?.Dependencies ?? [],
            rows,
            session.Error);
    }

    /// <summary>The name in the API.</summary>
    public static string StatusOf(EvaluatorState state) => state switch
    {
        EvaluatorState.Uploaded => "uploaded",
        EvaluatorState.Scoring => "scoring",
        EvaluatorState.Done => "done",
        _ => "failed",
    };

    /// <summary>Sums rows; averages are rounded only once, at the end.</summary>
    private sealed class Tally
    {
        private readonly long[] _sums = new long[Dimensions.Count];
        private readonly int[] _fails = new int[Dimensions.Count];
        private readonly int[] _bands = new int[Vindex.Scoring.Bands.Names.Count];
        private long _overallTenths;

        public int Scored { get; private set; }

        public int Failed { get; private set; }

        public decimal? Average => Scored == 0 ? null : Rounding.MeanOfTenths(_overallTenths, Scored) / 10m;

        public DimensionAveragesBody DimensionAverages => new(Mean(0), Mean(1), Mean(2), Mean(3), Mean(4), Mean(5));

        public DimensionCountsBody FailCounts => new(_fails[0], _fails[1], _fails[2], _fails[3], _fails[4], _fails[5]);

        public BandCountsBody Bands => new(_bands[(int)Band.Healthy], _bands[(int)Band.NeedsReview], _bands[(int)Band.AtRisk]);

        public void Add(EvaluatedRowBody row)
        {
            if (row is not { OverallScore: { } overall, InvestScores: { } six })
            {
                Failed++;
                return;
            }

            Scored++;
            var tenths = (int)(overall * 10);
            _overallTenths += tenths;
            _bands[(int)Vindex.Scoring.Bands.Of(tenths)]++;
            var values = six.Values();
            for (var i = 0; i < values.Count; i++)
            {
                _sums[i] += values[i];
                if (values[i] < Vindex.Scoring.InvestScores.FailBelow) _fails[i]++;
            }
        }

        private decimal? Mean(int dimension) => Scored == 0 ? null : Rounding.MeanInTenths(_sums[dimension], Scored) / 10m;
    }
}
