namespace Vindex.Storage.PostgreSql;

/// <summary>What separates a database's schema from the program's.</summary>
internal enum SchemaStep
{
    /// <summary>Nothing: they are the same, or the database is ahead by one migration that this program can work beside.</summary>
    None,

    /// <summary>There is no schema yet.</summary>
    FromNothing,

    /// <summary>One migration, which programs without it can work beside: they may go on meanwhile.</summary>
    BesideOlder,

    /// <summary>Several migrations, or a breaking one: no other process may use the database meanwhile.</summary>
    Alone,
}
