namespace Vindex.Scoring.Languages;

/// <summary>The language a text is written in.</summary>
/// <param name="Code">ISO 639-1 code in lower case (<c>en</c>, <c>de</c>, …), or <see cref="UndeterminedCode"/>.</param>
/// <param name="Confidence">How clear the evidence is, from 0 to 1; 0 when undetermined. Above about 0.6, a caller may rely on it.</param>
public readonly record struct DetectedLanguage(string Code, double Confidence)
{
    /// <summary>ISO 639-2 code for "undetermined".</summary>
    public const string UndeterminedCode = "und";

    /// <summary>Too little text, or none in a language we know.</summary>
    public static DetectedLanguage Undetermined { get; } = new(UndeterminedCode, 0);
}
