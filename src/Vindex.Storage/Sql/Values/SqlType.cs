namespace Vindex.Storage.Sql.Values;

/// <summary>The type of a value of a statement, which null has too.</summary>
internal enum SqlType
{
    /// <summary>That of the value.</summary>
    OfValue,

    /// <summary>An integer, a time or a flag.</summary>
    Number,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Many integers.</summary>
    Numbers,

    /// <summary>Many texts.</summary>
    Texts,
}
