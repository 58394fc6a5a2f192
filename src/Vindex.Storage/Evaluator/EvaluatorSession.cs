namespace Vindex.Storage.Evaluator;

/// <summary>The state of an evaluator session.</summary>
public enum EvaluatorState
{
    /// <summary>The file is there; nothing is judged.</summary>
    Uploaded,

    /// <summary>Its rows are being judged.</summary>
    Scoring,

    /// <summary>All rows have their result.</summary>
    Done,

    /// <summary>It could not be completed; the reason is stored.</summary>
    Failed,
}

/// <summary>A file uploaded without an account. Anyone who knows its id can read the results.</summary>
/// <param name="Id">128 random bits as text, chosen by the caller.</param>
/// <param name="FileName">Name of the file, for display.</param>
/// <param name="Upload">What is known about the file; opaque to the store.</param>
/// <param name="Total">How many rows it has.</param>
/// <param name="CreatedAt">When it was uploaded.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record EvaluatorSession(string Id, string FileName, string Upload, int Total, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Its state.</summary>
    public EvaluatorState State { get; init; }

    /// <summary>How the rows are to be judged (columns, profile), once that was asked for; opaque to the store.</summary>
    public string? Order { get; init; }

    /// <summary>What is said of all rows together, once done; opaque to the store.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>How often scoring was started.</summary>
    public int Taken { get; init; }
}

/// <summary>A row's result.</summary>
/// <param name="Row">Its number in the file, 1 for the first data row.</param>
/// <param name="Result">The result; opaque to the store.</param>
public sealed record EvaluatorRow(int Row, byte[] Result);

/// <summary>A session with what is needed to judge it.</summary>
/// <param name="Session">The session.</param>
/// <param name="File">The file's bytes.</param>
/// <param name="RowsStored">How many rows have their result already, from before an interruption.</param>
public sealed record LeasedEvaluation(EvaluatorSession Session, byte[] File, int RowsStored);
