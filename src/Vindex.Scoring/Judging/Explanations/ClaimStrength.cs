namespace Vindex.Scoring.Judging.Explanations;

/// <summary>How sure it is that a ticket has what a contribution is about.</summary>
internal enum ClaimStrength
{
    /// <summary>Too unlikely to be mentioned.</summary>
    Unlikely,

    /// <summary>The contribution says that it may be so.</summary>
    Possible,

    /// <summary>The ticket has it; the sentence that is shown is its probable place.</summary>
    Likely,

    /// <summary>The sentence that is shown is it.</summary>
    Certain,
}
