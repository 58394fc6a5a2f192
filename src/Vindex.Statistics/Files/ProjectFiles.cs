using System.Security.Cryptography;
using System.Text;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Files;

/// <summary>The state of a project in its files: the position in the log that the blocks cover, and the blocks.</summary>
internal sealed record ProjectState(
    long Position, string Incarnation, long LastBlockId, IReadOnlyList<LiveBlock> Blocks, IReadOnlyList<string> Paths, bool Overflowed);

/// <summary>The folder of a project: block files, and a manifest that lists them. Losing it costs time only.</summary>
internal sealed class ProjectFiles
{
    private const uint Magic = 0x314D4456;
    private readonly string _folder;
    private readonly WorkCounters _counters;

    public ProjectFiles(string root, string project, WorkCounters counters)
    {
        Project = project;
        _folder = FolderOf(root, project);
        _counters = counters;
    }

    /// <summary>The projects with files under a folder whose manifests are readable.</summary>
    public static IReadOnlyList<string> ListProjects(string root)
    {
        if (!Directory.Exists(root))
            return [];
        var projects = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            if (Name(Path.Combine(folder, "manifest")) is { } name && FolderOf(root, name) == folder)
                projects.Add(name);
        }
        return projects;
    }

    public string Project { get; }

    private string ManifestPath => Path.Combine(_folder, "manifest");

    /// <summary>Whether a file belongs to this project.</summary>
    public bool Owns(string path) => Path.GetDirectoryName(path) == _folder;

    /// <summary>Writes the missing block files, then the manifest, then deletes files that the manifest no longer lists.</summary>
    public void Save(ProjectState state)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(_folder)!);
        PrivateFile.CreateFolder(_folder);
        foreach (var live in state.Blocks)
        {
            var block = (StoredBlock)live.Block;
            if (block.FileCheck is null)
                BlockFile.Write(BlockPath(block.Id), block, state.Paths, _counters);
        }
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
            Write(writer, state);
        var part = ManifestPath + ".part";
        using (var file = PrivateFile.Create(part))
        {
            Span<byte> check = stackalloc byte[4];
            BitConverter.TryWriteBytes(check, Checksum.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
            file.Write(check);
            file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        File.Move(part, ManifestPath, overwrite: true);
        DeleteUnreferencedFiles(state);
    }

    /// <summary>The stored state, with its paths added to the table; null when there is none that can be used.</summary>
    public ProjectState? Load(PathTable paths)
    {
        try
        {
            if (!File.Exists(ManifestPath))
                return null;
            var file = File.ReadAllBytes(ManifestPath);
            if (file.Length < 8 || Checksum.Of(file.AsSpan(4)) != BitConverter.ToUInt32(file))
                return null;
            using var reader = new BinaryReader(new MemoryStream(file, 4, file.Length - 4), Encoding.UTF8);
            return Read(reader, paths);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or LostFileException or InvalidDataException)
        {
            return null;
        }
    }

    public void Delete()
    {
        try
        {
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Remaining files name their incarnation and position, which are checked before use.
        }
    }

    private static string FolderOf(string root, string project) =>
        Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..32]);

    private static string? Name(string manifest)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(manifest), Encoding.UTF8);
            reader.ReadUInt32();
            return reader.ReadUInt32() == Magic ? reader.ReadString() : null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            return null;
        }
    }

    private void Write(BinaryWriter writer, ProjectState state)
    {
        writer.Write(Magic);
        writer.Write(Project);
        writer.Write(state.Position);
        writer.Write(state.Incarnation);
        writer.Write(state.LastBlockId);
        writer.Write(state.Overflowed);
        writer.Write(state.Paths.Count);
        foreach (var path in state.Paths)
            writer.Write(path);
        writer.Write(state.Blocks.Count);
        foreach (var live in state.Blocks)
        {
            var block = (StoredBlock)live.Block;
            writer.Write(block.Id);
            writer.Write(block.FileCheck!.Value);
            writer.WriteArray(live.Deleted);
        }
    }

    private ProjectState? Read(BinaryReader reader, PathTable paths)
    {
        if (reader.ReadUInt32() != Magic || reader.ReadString() != Project)
            return null;
        var position = reader.ReadInt64();
        var incarnation = reader.ReadString();
        var lastBlockId = reader.ReadInt64();
        var overflowed = reader.ReadBoolean();
        var names = new string[reader.ReadInt32()];
        for (var i = 0; i < names.Length; i++)
            names[i] = reader.ReadString();
        var table = new PathTable(int.MaxValue);
        table.Restore(names, overflowed);
        var blocks = new LiveBlock[reader.ReadInt32()];
        for (var i = 0; i < blocks.Length; i++)
        {
            var id = reader.ReadInt64();
            var block = BlockFile.Open(BlockPath(id), id, reader.ReadUInt32(), PathId, _counters);
            blocks[i] = new LiveBlock(block, reader.ReadArray<ulong>());
        }
        paths.Restore(names, overflowed);
        return new ProjectState(position, incarnation, lastBlockId, blocks, names, overflowed);

        int PathId(string name) => table.TryFind(name, out var path) ? path : throw new InvalidDataException($"Unknown path \"{name}\".");
    }

    private string BlockPath(long id) => Path.Combine(_folder, $"{id}.block");

    private void DeleteUnreferencedFiles(ProjectState state)
    {
        var referenced = state.Blocks.Select(live => BlockPath(((StoredBlock)live.Block).Id)).Append(ManifestPath).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            if (!referenced.Contains(file))
                File.Delete(file);
        }
    }
}
