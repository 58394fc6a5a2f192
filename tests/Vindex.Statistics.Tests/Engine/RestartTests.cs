using Microsoft.Extensions.Logging;

namespace Vindex.Statistics.Tests.Engine;

/// <summary>Restarts from block files: what is intact is not read again, and what is not is rebuilt from the log.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestProject _project;

    public RestartTests() => _project = new TestProject(TestProject.Small(_folder.Path, 100, 800));

    public static TheoryData<string> Damages => ["empty", "cut short", "one bit", "first bytes", "last byte", "longer", "deleted", "of another block"];

    public void Dispose()
    {
        _project.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_a_restart_only_the_tail_is_read_again()
    {
        await FillAsync(5000);
        await _project.RestartAsync();
        (await SumAsync()).ShouldBe(5000);
        _project.Engine.Counters.ChangesRead.ShouldBeLessThan(100);
        _project.Engine.Counters.Merges.ShouldBe(0);
        _project.Logger.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_reads_only_the_columns_it_needs()
    {
        for (var i = 0; i < 1000; i++)
            _project.Insert(i, $"{{\"score\":1,\"a\":{i},\"b\":{i},\"c\":\"x\"}}");
        await _project.SettleAsync();
        await _project.RestartAsync();
        var blocks = _folder.Files().Count(file => file.EndsWith(".block", StringComparison.Ordinal));
        (await SumAsync()).ShouldBe(1000);
        _project.Engine.Counters.ColumnsLoaded.ShouldBeLessThanOrEqualTo(blocks);
        await SumAsync();
        _project.Engine.Counters.ColumnsLoaded.ShouldBeLessThanOrEqualTo(blocks);
    }

    [Fact]
    public async Task A_question_reads_only_the_blocks_of_its_range()
    {
        await FillAsync(4000);
        await _project.RestartAsync();
        await _project.AskAsync(TestProject.Question(10, 10, TestProject.Metric()));
        _project.Engine.Counters.ColumnsLoaded.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_log_is_read_again_only_when_it_forgot_something_that_was_not_read()
    {
        await FillAsync(1000);
        _project.Log.CompleteSince = 1000;
        _project.Insert(2000, "{\"score\":1}");
        (await SumAsync()).ShouldBe(1001);
        _project.Engine.Counters.ChangesRead.ShouldBe(1001);
        _project.Insert(2001, "{\"score\":1}");
        _project.Log.CompleteSince = 1002;
        (await SumAsync()).ShouldBe(1002);
        _project.Engine.Counters.ChangesRead.ShouldBe(1001 + 1002);
    }

    [Fact]
    public async Task Deletions_survive_a_restart()
    {
        var rows = await FillAsync(1000);
        foreach (var row in rows.Where((_, i) => i % 20 == 0))
            _project.Log.Remove(TestProject.Name, row);
        await _project.SettleAsync();
        await _project.RestartAsync();
        (await SumAsync()).ShouldBe(950);
        _project.Engine.Counters.ChangesRead.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Changes_made_while_the_engine_was_stopped_are_read()
    {
        var rows = await FillAsync(1000);
        await _project.RestartAsync(() =>
        {
            _project.Log.Remove(TestProject.Name, rows[0]);
            _project.Log.Replace(TestProject.Name, rows[1], "t", null, "{\"score\":10}"u8.ToArray());
            _project.Insert(2000, "{\"score\":100}");
        });
        (await SumAsync()).ShouldBe(998 + 10 + 100);
        _project.Engine.Counters.ChangesRead.ShouldBeLessThan(100);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_block_is_rebuilt_from_the_log_and_logged(string damage)
    {
        await FillAsync(2000);
        await _project.RestartAsync(() => Damage(Blocks()[0], damage));
        (await SumAsync()).ShouldBe(2000);
        await _project.Engine.WhenIdleAsync();
        (await SumAsync()).ShouldBe(2000);
        await _project.RestartAsync();
        (await SumAsync()).ShouldBe(2000);
        _project.Engine.Counters.ChangesRead.ShouldBeLessThan(100);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_manifest_is_ignored(string damage)
    {
        await FillAsync(2000);
        await _project.RestartAsync(() => Damage(Manifest(), damage));
        (await SumAsync()).ShouldBe(2000);
        _project.Engine.Counters.ChangesRead.ShouldBeGreaterThanOrEqualTo(2000);
        await _project.Engine.WhenIdleAsync();
        await _project.RestartAsync();
        (await SumAsync()).ShouldBe(2000);
        _project.Engine.Counters.ChangesRead.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_block_damaged_while_the_engine_runs_is_rebuilt_when_it_is_read()
    {
        await FillAsync(2000);
        await _project.RestartAsync();
        await _project.AskAsync(TestProject.Question(10, 10, TestProject.Metric()));
        foreach (var block in Blocks())
            Damage(block, "cut short");
        (await SumAsync()).ShouldBe(2000);
        _project.Logger.Entries.ShouldContain(entry => entry.Level == LogLevel.Warning && entry.Message.Contains(TestProject.Name));
    }

    [Fact]
    public async Task A_block_damaged_before_it_is_merged_is_rebuilt_and_maintenance_goes_on()
    {
        var rows = await FillAsync(2000);
        await _project.RestartAsync();
        foreach (var block in Blocks())
            Damage(block, "one bit");
        foreach (var row in rows.Take(1000))
            _project.Log.Remove(TestProject.Name, row);
        (await SumAsync()).ShouldBe(1000);
        await _project.SettleAsync();
        await _project.SettleAsync();
        (await SumAsync()).ShouldBe(1000);
        _project.Logger.Entries.ShouldAllBe(entry => entry.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task The_whole_folder_may_disappear()
    {
        await FillAsync(2000);
        await _project.RestartAsync(_folder.Clear);
        (await SumAsync()).ShouldBe(2000);
        await _project.Engine.WhenIdleAsync();
        _project.Engine.StoredProjects().ShouldBe([TestProject.Name]);
    }

    [Fact]
    public async Task Files_from_an_earlier_state_are_caught_up_with_the_log()
    {
        await FillAsync(1000);
        await _project.RestartAsync(_folder.Remember);
        await FillAsync(1000);
        await _project.RestartAsync(_folder.Restore);
        (await SumAsync()).ShouldBe(2000);
        _project.Engine.Counters.ChangesRead.ShouldBeInRange(1000, 1100);
    }

    [Fact]
    public async Task Files_of_another_incarnation_are_not_used()
    {
        await FillAsync(1000);
        await _project.RestartAsync(() => _project.Log.Incarnation = "restored");
        (await SumAsync()).ShouldBe(1000);
        _project.Engine.Counters.ChangesRead.ShouldBe(1000);
    }

    [Fact]
    public async Task Files_ahead_of_the_log_are_not_used()
    {
        await FillAsync(1000);
        await _project.DisposeAsync();
        var log = new MemoryChangeLog();
        for (var i = 0; i < 300; i++)
            log.Insert(TestProject.Name, TestProject.Millisecond(i), "t", null, "{\"score\":1}"u8.ToArray());
        await using var engine = TestEngine.Create(log, _project.Options);
        var plan = TestProject.Plan(TestProject.Question(10_000, 10_000, TestProject.Metric("score", Aggregation.Sum)));
        (await engine.AnswerAsync(plan, TestProject.Cancelled)).ShouldBeOfType<StatsResult.Answered>().Answer.Series.Window[0].Values.ShouldBe([300]);
    }

    [Fact]
    public async Task A_warm_engine_has_read_the_log_before_the_first_question()
    {
        await FillAsync(1000);
        await _project.RestartAsync(() => _project.Insert(1, "{\"score\":1}"));
        await _project.Engine.WarmAsync(TestProject.Name, TestProject.Cancelled);
        var read = _project.Engine.Counters.ChangesRead;
        (await SumAsync()).ShouldBe(1001);
        _project.Engine.Counters.ChangesRead.ShouldBe(read);
        read.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Warming_up_over_damaged_files_resets_them()
    {
        var rows = await FillAsync(1000);
        await _project.RestartAsync(() =>
        {
            foreach (var block in Blocks())
                Damage(block, "one bit");
            foreach (var row in rows)
                _project.Log.Remove(TestProject.Name, row);
        });
        await _project.Engine.WarmAsync(TestProject.Name, TestProject.Cancelled);
        (await _project.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_removed_project_leaves_no_files_and_starts_over()
    {
        await FillAsync(1000);
        await _project.Engine.RemoveAsync(TestProject.Name, TestProject.Cancelled);
        _folder.Files().ShouldBeEmpty();
        _project.Engine.StoredProjects().ShouldBeEmpty();
        (await SumAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task Block_files_are_readable_by_their_owner_only()
    {
        await FillAsync(1000);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in _folder.Files())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task No_unreferenced_files_stay_behind()
    {
        await FillAsync(1000);
        var stray = Path.Combine(Path.GetDirectoryName(Manifest())!, "999.block.part");
        await File.WriteAllTextAsync(stray, "left over", TestProject.Cancelled);
        await FillAsync(1000);
        File.Exists(stray).ShouldBeFalse();
        foreach (var file in _folder.Files())
            file.ShouldNotEndWith(".part");
    }

    private async Task<List<long>> FillAsync(int rows)
    {
        var first = _project.Log.LiveRows(TestProject.Name).Count;
        var sequences = Enumerable.Range(first, rows).Select(second => _project.Insert(second, "{\"score\":1}")).ToList();
        await _project.SettleAsync();
        return sequences;
    }

    private async Task<double> SumAsync() =>
        (await _project.WindowAsync(TestProject.Question(100_000, 100_000, TestProject.Metric("score", Aggregation.Sum))))[0];

    private string[] Blocks() => [.. _folder.Files().Where(file => file.EndsWith(".block", StringComparison.Ordinal))];

    private string Manifest() => _folder.Files().Single(file => file.EndsWith("manifest", StringComparison.Ordinal));

    private void Damage(string file, string damage)
    {
        var bytes = File.ReadAllBytes(file);
        switch (damage)
        {
            case "empty":
                bytes = [];
                break;
            case "cut short":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "one bit":
                bytes[bytes.Length / 2] ^= 4;
                break;
            case "first bytes":
                bytes.AsSpan(0, 4).Clear();
                break;
            case "last byte":
                bytes[^1] ^= 255;
                break;
            case "longer":
                bytes = [.. bytes, 1, 2, 3];
                break;
            case "deleted":
                File.Delete(file);
                return;
            default:
                bytes = File.ReadAllBytes(Blocks()[^1]);
                break;
        }
        File.WriteAllBytes(file, bytes);
    }
}
