using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Files;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Files;

public sealed class ProjectFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorkCounters _counters = new();
    private readonly PathTable _paths = new(10);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_reads_back_as_it_was_saved()
    {
        var files = Files("e/p");
        var tombstones = new PendingTombstones();
        var live = new LiveBlock(Block(1));
        tombstones.MarkDeleted(live, 1);
        files.Save(State(42, tombstones.ApplyTombstones([live, new LiveBlock(Block(2))])));
        var paths = new PathTable(10);
        var state = Files("e/p").Load(paths).ShouldNotBeNull();
        (state.Position, state.Incarnation, state.LastBlockId, state.Overflowed).ShouldBe((42, "inc", 9, false));
        state.Blocks.Select(block => (((StoredBlock)block.Block).Id, block.Block.Rows, block.DeletedRows)).ShouldBe([(1, 2, 1), (2, 2, 0)]);
        state.Blocks[0].IsDeleted(1).ShouldBeTrue();
        paths.Paths.ShouldBe(_paths.Paths);
        paths.Overflowed.ShouldBeFalse();
    }

    [Fact]
    public void Overflow_of_paths_is_saved()
    {
        Files("e/p").Save(State(1, []) with { Overflowed = true });
        var paths = new PathTable(10);
        Files("e/p").Load(paths)!.Overflowed.ShouldBeTrue();
        paths.Overflowed.ShouldBeTrue();
    }

    [Fact]
    public void Without_files_there_is_no_state() => Files("e/p").Load(new PathTable(10)).ShouldBeNull();

    [Fact]
    public void A_block_that_already_has_a_file_is_not_written_again()
    {
        var files = Files("e/p");
        var live = new LiveBlock(Block(1));
        files.Save(State(1, [live]));
        files.Save(State(2, [live]));
        _counters.BlocksWritten.ShouldBe(1);
        Files("e/p").Load(new PathTable(10))!.Position.ShouldBe(2);
    }

    [Fact]
    public void Blocks_that_are_no_longer_listed_are_deleted_after_the_manifest_is_written()
    {
        var files = Files("e/p");
        files.Save(State(1, [new LiveBlock(Block(1)), new LiveBlock(Block(2))]));
        files.Save(State(2, [new LiveBlock(Block(3))]));
        _folder.Files().Select(Path.GetFileName).ShouldBe(["3.block", "manifest"]);
    }

    [Fact]
    public void Every_damaged_byte_of_a_manifest_makes_it_unusable()
    {
        Files("e/p").Save(State(1, [new LiveBlock(Block(1))]));
        var path = _folder.Files().Single(file => file.EndsWith("manifest", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 1;
            File.WriteAllBytes(path, damaged);
            var paths = new PathTable(10);
            Files("e/p").Load(paths).ShouldBeNull($"byte {at}");
            paths.Paths.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void A_short_manifest_is_unusable(int length)
    {
        Files("e/p").Save(State(1, []));
        var path = _folder.Files().Single();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        Files("e/p").Load(new PathTable(10)).ShouldBeNull();
        ProjectFiles.ListProjects(_folder.Path).Count.ShouldBe(length < 12 ? 0 : 1);
    }

    [Fact]
    public void A_missing_block_makes_the_state_unusable()
    {
        Files("e/p").Save(State(1, [new LiveBlock(Block(1))]));
        File.Delete(_folder.Files().Single(file => file.EndsWith(".block", StringComparison.Ordinal)));
        Files("e/p").Load(new PathTable(10)).ShouldBeNull();
    }

    [Fact]
    public void Projects_have_folders_of_their_own_and_are_listed()
    {
        string[] names = ["e/p", "e/P", "e/q", "../../x", "ü"];
        foreach (var name in names)
            Files(name).Save(State(1, []));
        ProjectFiles.ListProjects(_folder.Path).ShouldBe(names, ignoreOrder: true);
        Directory.EnumerateDirectories(_folder.Path).Count().ShouldBe(5);
        ProjectFiles.ListProjects(Path.Combine(_folder.Path, "nowhere")).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_copied_to_another_name_is_not_listed()
    {
        Files("e/p").Save(State(1, []));
        var original = Directory.EnumerateDirectories(_folder.Path).Single();
        var copy = Path.Combine(_folder.Path, new string('0', 32));
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(original, "manifest"), Path.Combine(copy, "manifest"));
        ProjectFiles.ListProjects(_folder.Path).ShouldBe(["e/p"]);
    }

    [Fact]
    public void Manifests_that_cannot_be_read_are_not_listed()
    {
        Files("e/p").Save(State(1, []));
        var manifest = _folder.Files().Single();
        Directory.CreateDirectory(Path.Combine(_folder.Path, new string('1', 32), "manifest"));
        ProjectFiles.ListProjects(_folder.Path).ShouldBe(["e/p"]);
        // The length of the name, after checksum and magic number, is not a number.
        var bytes = File.ReadAllBytes(manifest);
        bytes.AsSpan(8, 5).Fill(0xFF);
        File.WriteAllBytes(manifest, bytes);
        ProjectFiles.ListProjects(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_manifest_of_another_project_is_not_used()
    {
        Files("e/p").Save(State(1, []));
        Files("e/q").Save(State(2, []));
        var manifests = _folder.Files();
        File.Copy(manifests[0], manifests[1], overwrite: true);
        new[] { "e/p", "e/q" }.Count(name => Files(name).Load(new PathTable(10)) is not null).ShouldBe(1);
    }

    [Fact]
    public void A_project_owns_the_files_in_its_folder_only()
    {
        Files("e/p").Save(State(1, [new LiveBlock(Block(1))]));
        Files("e/p").Owns(_folder.Files()[0]).ShouldBeTrue();
        Files("e/q").Owns(_folder.Files()[0]).ShouldBeFalse();
    }

    [Fact]
    public void Deleting_removes_the_folder_and_may_be_repeated()
    {
        var files = Files("e/p");
        files.Save(State(1, []));
        files.Delete();
        files.Delete();
        Directory.EnumerateDirectories(_folder.Path).ShouldBeEmpty();
    }

    private ProjectFiles Files(string project) => new(_folder.Path, project, _counters);

    private ProjectState State(long position, IReadOnlyList<LiveBlock> blocks) => new(position, "inc", 9, blocks, [.. _paths.Paths], Overflowed: false);

    private StoredBlock Block(long id)
    {
        var tail = new Tail(_paths, new Limits(), 10);
        tail.Add(TestBlocks.Row(1, 10, "{\"a\":1}"));
        tail.Add(TestBlocks.Row(2, 20, "{\"b\":\"x\"}"));
        var rows = tail.Freeze();
        return BlockAssembler.Assemble(rows.Sorted(), rows.Keys().ToList(), (key, into) => rows.Collect(key, into), new Limits(), () => id)[0];
    }
}
