namespace Vindex.Storage.PostgreSql;

/// <summary>The keys of advisory locks, which are numbers of a database: "Vndx" and a number each.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Shared by the transactions of owners' rows, exclusive for one that may touch any row.</summary>
    public const long Writes = 0x566E_6478_0000_0001;

    /// <summary>Shared by the sessions of the processes that use the database; exclusive for one that must be alone.</summary>
    public const long Holder = 0x566E_6478_0000_0002;

    /// <summary>Held while migrations are applied.</summary>
    public const long Migrations = 0x566E_6478_0000_0003;

    /// <summary>Held by a process while it starts, for what the first one creates for all.</summary>
    public const long Start = 0x566E_6478_0000_0004;

    /// <summary>
    /// Plus the number of the last migration that a process knows: shared by the sessions of all processes that know the same, to be seen by others.
    /// </summary>
    public const long Known = 0x566E_6478_0001_0000;
}
