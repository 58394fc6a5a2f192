using Microsoft.Extensions.Logging;
using Vindex.Statistics.Columns.Compaction;

namespace Vindex.Statistics.Tests.Engine;

/// <summary>Faults in background maintenance: contained, logged, retried after a delay, and never visible in an answer.</summary>
public sealed class MaintenanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<MaintenanceStep> _failing = [];
    private Exception _fault = new InvalidOperationException("injected");
    private int _attempts;

    public static TheoryData<string> Steps => new(Enum.GetNames<MaintenanceStep>());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_fault_is_logged_and_answers_stay_correct(string step)
    {
        await using var project = Failing(step);
        Insert(project, 100);
        (await project.CountAsync()).ShouldBe(100);
        await project.Engine.WhenIdleAsync();
        var (level, message, exception) = project.Logger.Entries.ShouldHaveSingleItem();
        level.ShouldBe(LogLevel.Error);
        message.ShouldContain(TestProject.Name);
        message.ShouldContain("after 1 s");
        exception.ShouldBe(_fault);
        Insert(project, 100);
        (await project.CountAsync()).ShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task After_the_delay_the_next_question_retries_and_succeeds(string step)
    {
        await using var project = Failing(step);
        Insert(project, 100);
        await project.SettleAsync();
        _failing.Clear();
        project.Time.Advance(TimeSpan.FromSeconds(1));
        await project.SettleAsync();
        project.Logger.Entries.Count.ShouldBe(1);
        _folder.Files().Count(file => file.EndsWith(".block", StringComparison.Ordinal)).ShouldBe(2);
        (await project.CountAsync()).ShouldBe(100);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Before_the_delay_has_passed_nothing_is_retried(string step)
    {
        await using var project = Failing(step);
        Insert(project, 100);
        await project.SettleAsync();
        var attempts = _attempts;
        for (var i = 0; i < 20; i++)
        {
            Insert(project, 1);
            await project.SettleAsync();
        }
        project.Time.Advance(TimeSpan.FromMilliseconds(999));
        await project.SettleAsync();
        _attempts.ShouldBe(attempts);
        project.Logger.Entries.Count.ShouldBe(1);
        (await project.CountAsync()).ShouldBe(120);
    }

    [Fact]
    public void The_delay_counts_from_the_last_failure()
    {
        var time = new ManualTime();
        var backoff = new MaintenanceBackoff(time);
        time.Advance(TimeSpan.FromHours(1));
        backoff.MayRun.ShouldBeTrue();
        backoff.Fail().ShouldBe(TimeSpan.FromSeconds(1));
        backoff.MayRun.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        backoff.MayRun.ShouldBeTrue();
        backoff.Fail().ShouldBe(TimeSpan.FromSeconds(2));
        backoff.MayRun.ShouldBeFalse();
        backoff.Reset();
        backoff.MayRun.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_failure_in_a_row_doubles_the_delay_up_to_five_minutes()
    {
        await using var project = Failing(nameof(MaintenanceStep.Save));
        Insert(project, 100);
        var delays = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            await project.SettleAsync();
            project.Time.Advance(TimeSpan.FromMinutes(5));
        }
        project.Logger.Entries.Count.ShouldBe(11);
        foreach (var (_, message, _) in project.Logger.Entries)
            delays.Add(message.Split(" after ")[1].Split(' ')[0]);
        delays.ShouldBe(["1", "2", "4", "8", "16", "32", "64", "128", "256", "300", "300"]);
    }

    [Fact]
    public async Task A_success_resets_the_delay()
    {
        await using var project = Failing(nameof(MaintenanceStep.Save));
        Insert(project, 100);
        await project.SettleAsync();
        project.Time.Advance(TimeSpan.FromSeconds(1));
        await project.SettleAsync();
        _failing.Clear();
        project.Time.Advance(TimeSpan.FromSeconds(2));
        await project.SettleAsync();
        _failing.Add(MaintenanceStep.Save);
        Insert(project, 100);
        await project.SettleAsync();
        project.Logger.Entries.Count.ShouldBe(3);
        project.Logger.Entries[2].Message.ShouldContain("after 1 s");
    }

    [Fact]
    public async Task A_project_that_fails_does_not_stop_the_maintenance_of_others()
    {
        await using var project = Failing(nameof(MaintenanceStep.Save));
        Insert(project, 100);
        await project.SettleAsync();
        _failing.Clear();
        for (var i = 0; i < 100; i++)
            project.Log.Insert("entity/other", TestProject.Millisecond(i), "t", null, "{\"score\":1}"u8.ToArray());
        await project.AskAsync(TestProject.Question(1000, 1000, TestProject.Metric()) with { ProjectId = "entity/other" });
        await project.Engine.WhenIdleAsync();
        project.Engine.StoredProjects().ShouldBe(["entity/other"]);
    }

    [Fact]
    public async Task Changes_stay_unsaved_until_they_are_saved()
    {
        // A save that failed used to count as done: the files were then missing until the next change.
        await using var project = Failing(nameof(MaintenanceStep.Save));
        _fault = new IOException("disk full");
        Insert(project, 100);
        await project.SettleAsync();
        project.Engine.StoredProjects().ShouldBeEmpty();
        _failing.Clear();
        project.Time.Advance(TimeSpan.FromSeconds(1));
        await project.SettleAsync();
        project.Engine.StoredProjects().ShouldBe([TestProject.Name]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_logged_and_used_once_it_can()
    {
        var path = Path.Combine(_folder.Path, "statistics");
        await File.WriteAllTextAsync(path, "a file where the folder should be", TestProject.Cancelled);
        await using var project = new TestProject(TestProject.Small(path));
        Insert(project, 100);
        await project.SettleAsync();
        project.Logger.Entries.ShouldHaveSingleItem().Exception.ShouldBeAssignableTo<IOException>();
        File.Delete(path);
        project.Time.Advance(TimeSpan.FromSeconds(1));
        await project.SettleAsync();
        Directory.EnumerateFiles(path, "manifest", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_long_first_read_that_cannot_save_is_answered_and_saved_later()
    {
        await using var project = Failing(nameof(MaintenanceStep.Save));
        Insert(project, 5000);
        (await project.CountAsync()).ShouldBe(5000);
        await project.Engine.WhenIdleAsync();
        _failing.Clear();
        project.Time.Advance(TimeSpan.FromSeconds(1));
        await project.SettleAsync();
        await project.RestartAsync();
        (await project.CountAsync()).ShouldBe(5000);
        project.Engine.Counters.ChangesRead.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Deletions_during_a_merge_that_fails_are_not_lost()
    {
        await using var project = Failing(nameof(MaintenanceStep.Replace));
        var rows = Insert(project, 100);
        await project.SettleAsync();
        foreach (var row in rows.Take(30))
            project.Log.Remove(TestProject.Name, row);
        (await project.CountAsync()).ShouldBe(70);
        _failing.Clear();
        project.Time.Advance(TimeSpan.FromSeconds(1));
        await project.SettleAsync();
        (await project.CountAsync()).ShouldBe(70);
    }

    [Fact]
    public async Task A_logger_that_throws_does_not_stop_later_maintenance()
    {
        var log = new MemoryChangeLog();
        var time = new ManualTime();
        _failing.Add(MaintenanceStep.Save);
        await using (var engine = new StatisticsEngine(log, Options(), new ThrowingLogger(), time))
        {
            for (var i = 0; i < 100; i++)
                log.Insert(TestProject.Name, TestProject.Millisecond(i), "t", null, "{}"u8.ToArray());
            var plan = TestProject.Plan(TestProject.Question(1000, 1000, TestProject.Metric()));
            await engine.AnswerAsync(plan, TestProject.Cancelled);
            await Should.ThrowAsync<NotSupportedException>(engine.WhenIdleAsync);
            _failing.Clear();
            time.Advance(TimeSpan.FromSeconds(1));
            await engine.AnswerAsync(plan, TestProject.Cancelled);
            await engine.WhenIdleAsync();
            engine.StoredProjects().ShouldBe([TestProject.Name]);
        }
    }

    [Fact]
    public async Task Without_changes_maintenance_does_not_run_again()
    {
        await using var project = Failing("none");
        Insert(project, 100);
        await project.SettleAsync();
        var (attempts, written) = (_attempts, project.Engine.Counters.BlocksWritten);
        for (var i = 0; i < 20; i++)
            await project.SettleAsync();
        _attempts.ShouldBe(attempts);
        project.Engine.Counters.BlocksWritten.ShouldBe(written);
    }

    [Fact]
    public async Task A_block_file_is_written_once()
    {
        await using var project = Failing("none");
        for (var round = 0; round < 40; round++)
        {
            Insert(project, 10);
            await project.SettleAsync();
        }
        // 40 runs of ten rows, merged into five blocks of eighty.
        project.Engine.Counters.BlocksWritten.ShouldBeInRange(40, 50);
        _folder.Files().Count(file => file.EndsWith(".block", StringComparison.Ordinal)).ShouldBeInRange(5, 12);
        project.Engine.Counters.ChangesRead.ShouldBe(400);
    }

    [Fact]
    public async Task Disposing_during_maintenance_waits_and_leaves_usable_files()
    {
        await using var project = Failing("none");
        Insert(project, 1000);
        await project.CountAsync();
        await project.RestartAsync();
        (await project.CountAsync()).ShouldBe(1000);
    }

    [Theory]
    [InlineData(new int[] { }, true)]
    [InlineData(new[] { 999 }, false)]
    [InlineData(new[] { 1000 }, true)]
    public void Back_off_ends_exactly_after_its_delay(int[] milliseconds, bool mayRun)
    {
        var time = new ManualTime();
        var backoff = new MaintenanceBackoff(time);
        if (milliseconds.Length > 0)
            backoff.Fail().ShouldBe(TimeSpan.FromSeconds(1));
        foreach (var millisecond in milliseconds)
            time.Advance(TimeSpan.FromMilliseconds(millisecond));
        backoff.MayRun.ShouldBe(mayRun);
    }

    private TestProject Failing(string step)
    {
        if (Enum.TryParse<MaintenanceStep>(step, out var failing))
            _failing.Add(failing);
        return new TestProject(Options());
    }

    private StatisticsOptions Options() => TestProject.Small(_folder.Path) with { Failpoint = Fail };

    private void Fail(MaintenanceStep step)
    {
        _attempts++;
        if (_failing.Contains(step))
            throw _fault;
    }

    // From both ends at once, so that all blocks overlap.
    private static List<long> Insert(TestProject project, int rows)
    {
        var first = project.Log.LiveRows(TestProject.Name).Count;
        return [.. Enumerable.Range(0, rows).Select(i => project.Insert(first + (i % 2 == 0 ? i : rows - i), "{\"score\":1}"))];
    }

    private sealed class ThrowingLogger : ILogger<StatisticsEngine>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new NotSupportedException();
    }
}
