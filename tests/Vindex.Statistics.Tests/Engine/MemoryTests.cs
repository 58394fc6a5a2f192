using System.Text;
using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Engine;

/// <summary>The memory budget: what is unloaded, what is evicted, and what that costs.</summary>
public sealed class MemoryTests : IDisposable
{
    private static readonly string[] s_two = ["entity/a", "entity/b"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Within_the_budget_no_column_is_read_twice()
    {
        await using var project = await StoredAsync(1 << 30);
        for (var i = 0; i < 40; i++)
            await SumAsync(project);
        var loaded = project.Engine.Counters.ColumnsLoaded;
        for (var i = 0; i < 40; i++)
            await SumAsync(project);
        project.Engine.Counters.ColumnsLoaded.ShouldBe(loaded);
    }

    [Fact]
    public async Task Above_the_budget_columns_are_unloaded_and_read_again()
    {
        await using var project = await StoredAsync(1);
        for (var i = 0; i < 40; i++)
            (await SumAsync(project)).ShouldBe(10_000);
        project.Engine.Counters.ColumnsLoaded.ShouldBeGreaterThan(40);
        project.Engine.Counters.ChangesRead.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task With_files_an_evicted_project_is_not_read_from_the_log_again()
    {
        await using var project = await StoredAsync(20_000);
        for (var i = 0; i < 200; i++)
            project.Log.Insert("entity/other", TestProject.Millisecond(i), "t", null, "{\"score\":1}"u8.ToArray());
        for (var round = 0; round < 5; round++)
        {
            (await SumAsync(project)).ShouldBe(10_000);
            (await project.AskAsync(Question() with { ProjectId = "entity/other" })).Series.WindowCount.ShouldBe(200);
            await project.Engine.WhenIdleAsync();
        }
        project.Engine.Counters.ChangesRead.ShouldBeLessThan(10_000);
        project.Log.RowsScanned.ShouldBe(0);
    }

    [Fact]
    public async Task Without_files_an_evicted_project_is_answered_from_its_rows_and_loaded_again_when_it_is_asked_for_often()
    {
        long bytes;
        await using (var alone = Filled(long.MaxValue))
        {
            await AskAsync(alone, "entity/a");
            bytes = alone.Engine.MemoryBytes;
        }
        await using var project = Filled(bytes * 5 / 2);
        foreach (var name in new[] { "entity/a", "entity/b", "entity/c" })
            await AskAsync(project, name);
        project.Log.RowsScanned.ShouldBe(0);
        for (var i = 1; i <= 3; i++)
        {
            await AskAsync(project, "entity/a");
            project.Log.RowsScanned.ShouldBe(i * 4000);
        }
        for (var i = 0; i < 10; i++)
            await AskAsync(project, "entity/a");
        project.Log.RowsScanned.ShouldBe(3 * 4000);

        static async Task AskAsync(TestProject project, string name) =>
            (await project.AskAsync(Question() with { ProjectId = name })).Series.WindowCount.ShouldBe(4000);

        static TestProject Filled(long budget)
        {
            var project = new TestProject(TestProject.Small(null, 100, 800) with { MemoryBudget = budget });
            foreach (var name in new[] { "entity/a", "entity/b", "entity/c" })
            {
                for (var i = 0; i < 4000; i++)
                    project.Log.Insert(name, TestProject.Millisecond(i), "t", null, Encoding.UTF8.GetBytes($"{{\"score\":{i}.5}}"));
            }
            return project;
        }
    }

    [Fact]
    public async Task Memory_use_is_that_of_the_rows_and_falls_when_they_are_deleted()
    {
        await using var project = new TestProject(TestProject.Small(null, 100, 800));
        var rows = Enumerable.Range(0, 8000).Select(i => project.Insert(i, $"{{\"score\":{i}.25}}")).ToList();
        await project.SettleAsync();
        var full = project.Engine.MemoryBytes;
        full.ShouldBeInRange(8000 * 10, 8000 * 60);
        foreach (var row in rows)
            project.Log.Remove(TestProject.Name, row);
        await project.SettleAsync();
        await project.SettleAsync();
        project.Engine.MemoryBytes.ShouldBeLessThan(full / 10);
    }

    [Fact]
    public async Task The_marks_of_deleted_rows_count_as_memory()
    {
        await using var project = new TestProject(TestProject.Small(null, 100, 800));
        var rows = Enumerable.Range(0, 8000).Select(i => project.Insert(i, $"{{\"score\":{i}.25}}")).ToList();
        await project.SettleAsync();
        var full = project.Engine.MemoryBytes;
        project.Log.Remove(TestProject.Name, rows[0]);
        await project.CountAsync();
        (project.Engine.MemoryBytes - full).ShouldBeGreaterThanOrEqualTo(800 / 64 * 8);
    }

    [Fact]
    public async Task A_little_above_the_budget_no_project_is_evicted_and_the_columns_in_use_stay()
    {
        var changes = 0L;
        var bytes = 0L;
        foreach (var budget in new[] { 1L << 30, 0 })
        {
            _folder.Clear();
            await using var project = new TestProject(TestProject.Small(_folder.Path, 100, 800) with { MemoryBudget = budget == 0 ? bytes * 6 / 10 : budget });
            foreach (var name in s_two)
            {
                for (var i = 0; i < 10_050; i++)
                    project.Log.Insert(name, TestProject.Millisecond(i), "t", null, Encoding.UTF8.GetBytes($"{{\"score\":{i}.5}}"));
            }
            foreach (var name in s_two)
                await project.AskAsync(Question() with { ProjectId = name });
            await project.Engine.WhenIdleAsync();
            bytes = Math.Max(bytes, project.Engine.MemoryBytes);
            changes = project.Engine.Counters.ChangesRead;
            for (var i = 0; i < 20; i++)
                await project.AskAsync(Question() with { ProjectId = s_two[0] });
            var loaded = project.Engine.Counters.ColumnsLoaded;
            for (var i = 0; i < 40; i++)
                await project.AskAsync(Question() with { ProjectId = s_two[0] });
            project.Engine.Counters.ColumnsLoaded.ShouldBe(loaded);
            await project.AskAsync(Question() with { ProjectId = s_two[1] });
            if (budget == 0)
                project.Engine.Counters.ColumnsLoaded.ShouldBeGreaterThan(loaded);
            project.Engine.Counters.ChangesRead.ShouldBe(changes);
        }
    }

    [Fact]
    public async Task Many_small_changes_take_no_more_memory_than_one_large_one()
    {
        var bytes = new List<long>();
        foreach (var batch in new[] { 8000, 10 })
        {
            await using var project = new TestProject(TestProject.Small(null, 100, 800));
            for (var i = 0; i < 8000; i++)
            {
                project.Insert(i, $"{{\"score\":{i}.25}}");
                if (i % batch == 0)
                    await project.SettleAsync();
            }
            await project.SettleAsync();
            bytes.Add(project.Engine.MemoryBytes);
        }
        bytes[1].ShouldBeLessThan(bytes[0] * 3 / 2);
    }

    [Fact]
    public void A_column_in_use_is_unloaded_only_the_second_time()
    {
        var loads = 0;
        var slot = new ColumnSlot(() =>
        {
            loads++;
            return LongColumn.Of([1, 2, 3]);
        });
        slot.Bytes.ShouldBe(0);
        slot.Unload(includeRecentlyUsed: true).ShouldBe(0);
        var bytes = slot.Get().Bytes;
        slot.Get();
        loads.ShouldBe(1);
        slot.Unload(includeRecentlyUsed: false).ShouldBe(0);
        slot.Unload(includeRecentlyUsed: false).ShouldBe(bytes);
        slot.Bytes.ShouldBe(0);
        slot.Get();
        loads.ShouldBe(2);
        slot.Unload(includeRecentlyUsed: true).ShouldBe(bytes);
    }

    [Fact]
    public void A_column_without_a_file_is_never_unloaded()
    {
        var slot = new ColumnSlot(LongColumn.Of([1]));
        slot.Unload(includeRecentlyUsed: true).ShouldBe(0);
        slot.SetLoader(() => LongColumn.Of([1]));
        slot.Unload(includeRecentlyUsed: true).ShouldBeGreaterThan(0);
    }

    private static StatsRequest Question() => TestProject.Question(100_000, 100_000, TestProject.Metric("score", Aggregation.Sum));

    private static async Task<double> SumAsync(TestProject project) => (await project.WindowAsync(Question()))[0];

    private async Task<TestProject> StoredAsync(long budget)
    {
        var project = new TestProject(TestProject.Small(_folder.Path, 100, 800) with { MemoryBudget = budget });
        for (var i = 0; i < 10_000; i++)
            project.Insert(i, "{\"score\":1}");
        await project.SettleAsync();
        await project.RestartAsync();
        return project;
    }
}
