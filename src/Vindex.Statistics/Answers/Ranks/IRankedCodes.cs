namespace Vindex.Statistics.Answers.Ranks;

/// <summary>The codes of a slice in ascending order, as far as ranks are concerned.</summary>
internal interface IRankedCodes
{
    /// <summary>Number of rows whose code is below <paramref name="code"/>.</summary>
    int Below(int code);

    /// <summary>The code at a rank, counted from 0.</summary>
    int AtRank(int rank);
}
