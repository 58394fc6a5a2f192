using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Security.Encryption;

/// <summary>The key that wraps the key ring. It is neither in the store nor in its backups, so these alone do not reveal secrets.</summary>
internal sealed class MasterKey : IDisposable
{
    public const string Variable = "VINDEX_MASTER_KEY";
    public const int MinLength = 32;

    /// <summary>What is wrong with a variable that is too short.</summary>
    public static readonly string TooShort = $"{Variable} must have {MinLength} characters or more; create one with: openssl rand -hex 32";
    private const string FolderName = "secrets";
    private const string FileName = "master.key";
    private readonly AesGcm _cipher;

    private MasterKey(string text) => _cipher = new AesGcm(SHA256.HashData(Encoding.UTF8.GetBytes(text)), AesGcm.TagByteSizes.MaxSize);

    /// <summary>From a random text of 32 characters or more, such as the output of <c>openssl rand -hex 32</c>.</summary>
    public static MasterKey Of(string text) => new(text);

    /// <summary>From the file <c>secrets/master.key</c> in a data folder; null if there is none.</summary>
    public static MasterKey? OfFolder(string dataFolder) =>
        FileIn(dataFolder) is var file && File.Exists(file) ? new MasterKey(File.ReadAllText(file).Trim()) : null;

    /// <summary>Creates <c>secrets/master.key</c> in a data folder that has none, with random content.</summary>
    public static MasterKey CreateIn(string dataFolder)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Write(dataFolder, text);
        return new MasterKey(text);
    }

    /// <summary>Makes a key the <c>secrets/master.key</c> of a data folder. A file that is there is kept beside it; returns where, or null.</summary>
    public static string? Install(string dataFolder, string text)
    {
        var file = FileIn(dataFolder);
        string? kept = null;
        if (File.Exists(file))
        {
            if (File.ReadAllText(file).Trim() == text) return null;
            kept = Enumerable.Range(1, int.MaxValue).Select(number => $"{file}.replaced-{number}").First(name => !File.Exists(name));
            File.Move(file, kept);
        }

        Write(dataFolder, text);
        return kept;
    }

    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var size = AesGcm.NonceByteSizes.MaxSize;
        var tag = AesGcm.TagByteSizes.MaxSize;
        var box = new byte[size + tag + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, size));
        _cipher.Encrypt(box.AsSpan(0, size), plain, box.AsSpan(size + tag), box.AsSpan(size, tag));
        return box;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It was encrypted with another key, or is damaged.</exception>
    public byte[] Open(ReadOnlySpan<byte> box)
    {
        var size = AesGcm.NonceByteSizes.MaxSize;
        var tag = AesGcm.TagByteSizes.MaxSize;
        if (box.Length < size + tag) throw new CryptographicException("Too short to have been sealed.");
        var plain = new byte[box.Length - size - tag];
        _cipher.Decrypt(box[..size], box[(size + tag)..], box.Slice(size, tag), plain);
        return plain;
    }

    public void Dispose() => _cipher.Dispose();

    private static string FileIn(string dataFolder) => Path.Combine(dataFolder, FolderName, FileName);

    private static void Write(string dataFolder, string text)
    {
        var file = FileIn(dataFolder);
        CreateFolder(Path.GetDirectoryName(file)!);
        WritePrivately(file + ".new", text + "\n");
        File.Move(file + ".new", file);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WritePrivately(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
