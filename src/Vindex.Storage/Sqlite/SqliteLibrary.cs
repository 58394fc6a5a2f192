using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Vindex.Storage.Sqlite;

/// <summary>Binds the operating system's own SQLite, so that its fixes come with the system's updates and no old copy is shipped.</summary>
internal static class SqliteLibrary
{
    /// <summary>3.35 brought RETURNING.</summary>
    private const int LowestVersion = 3_035_000;

    private const string Advice = "Install SQLite 3.35 or newer (Debian and Ubuntu: apt-get install libsqlite3-0; included in macOS and Windows).";

    private static readonly Lazy<string?> s_problem = new(Bind);

    /// <summary>Loads the library once per process.</summary>
    /// <exception cref="SqliteLibraryException">It is missing or unfit; the message says what to install.</exception>
    public static void Load()
    {
        if (s_problem.Value is { } problem)
        {
            throw new SqliteLibraryException(problem);
        }
    }

    private static string? Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());

            // SQLite's memory statistics are not used, and without them connections do not share a lock for every allocation. A library that is already
            // initialized refuses the setting, which does no harm.
            raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
            return Unfit(raw.sqlite3_libversion_number(), raw.sqlite3_threadsafe());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return $"The system's SQLite library was not found ({e.Message}). {Advice}";
        }
    }

    /// <summary>Why a library of this version and threading mode will not do; null if it will.</summary>
    internal static string? Unfit(int version, int threadsafe)
    {
        if (version < LowestVersion)
        {
            return $"The system's SQLite is {version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}. {Advice}";
        }

        // 0: single-threaded. Readers and writer have their own threads and connections, so 1 and 2 are both fine.
        return threadsafe == 0 ? $"The system's SQLite does not support threads. {Advice}" : null;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }

    private static string[] Candidates() =>
        OperatingSystem.IsWindows() ? ["winsqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];
}
