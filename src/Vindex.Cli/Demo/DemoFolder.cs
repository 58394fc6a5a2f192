using System.Security.Cryptography;
using Vindex.Server.Security;
using Vindex.Server.Security.Authentication;

namespace Vindex.Cli.Demo;

/// <summary>The demo's folder: the data, and a file with address and keys that a shell can read (mode 0600).</summary>
internal sealed class DemoFolder(string path)
{
    private const string FileName = "demo.env";
    private const string Url = "VINDEX_URL";
    private const string Key = "VINDEX_KEY";
    private const string AdminKeyName = "VINDEX_ADMIN_KEY";
    private const string User = "VINDEX_USER";
    private const string Password = "VINDEX_PASSWORD";

    private readonly Dictionary<string, string> _values = Read(System.IO.Path.Combine(path, FileName));

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>The file with address and keys.</summary>
    public string File => System.IO.Path.Combine(Path, FileName);

    /// <summary>The API key of an earlier run; null when there was none.</summary>
    public KeyText? EarlierKey => _values.TryGetValue(Key, out var text) && KeyText.TryParse(text, out var key) ? key : null;

    /// <summary>The password of an earlier run; null when there was none.</summary>
    public string? EarlierPassword => _values.GetValueOrDefault(Password);

    /// <summary>The admin key of an earlier run, or a new one.</summary>
    public string AdminKeyOrNew() => _values.TryGetValue(AdminKeyName, out var key) && new AdminKey(key).Problem is null
        ? key
        : RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>Stores address, keys and login for the next run and for the scripts in samples/requests.</summary>
    public void Remember(string url, string key, string adminKey, string user, string password)
    {
        var unfinished = File + ".new";
        System.IO.File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.WriteLine("# Written by vindex demo. Holds the keys of the demo on this machine: keep it private. To load it in a shell: . demo.env");
            writer.WriteLine($"{Url}={Quoted(url)}");
            writer.WriteLine($"{Key}={Quoted(key)}");
            writer.WriteLine($"{AdminKeyName}={Quoted(adminKey)}");
            writer.WriteLine($"{User}={Quoted(user)}");
            writer.WriteLine($"{Password}={Quoted(password)}");
        }

        System.IO.File.Move(unfinished, File, overwrite: true);
    }

    private static string Quoted(string value) => $"'{value.Replace("'", @"'\''")}'";

    private static Dictionary<string, string> Read(string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!System.IO.File.Exists(file)) return values;
        foreach (var line in System.IO.File.ReadLines(file))
        {
            if (line.Split('=', 2) is [var name, ['\'', .. var value, '\'']]) values[name] = value.Replace(@"'\''", "'");
        }

        return values;
    }
}
