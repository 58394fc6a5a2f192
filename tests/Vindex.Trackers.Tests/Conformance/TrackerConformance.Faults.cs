using Shouldly;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.Tests.Support;
using Xunit;

namespace Vindex.Trackers.Tests.Conformance;

// What goes wrong.
public abstract partial class TrackerConformance
{
    [Theory]
    [InlineData(FakeFault.Unauthorized, TrackerFailure.Unauthorized)]
    [InlineData(FakeFault.Forbidden, TrackerFailure.Forbidden)]
    [InlineData(FakeFault.NotFound, TrackerFailure.NotFound)]
    [InlineData(FakeFault.Limited, TrackerFailure.Limited)]
    [InlineData(FakeFault.Unavailable, TrackerFailure.Unavailable)]
    [InlineData(FakeFault.Truncated, TrackerFailure.Unexpected)]
    [InlineData(FakeFault.Interrupted, TrackerFailure.Unavailable)]
    public async Task A_fault_is_named_and_the_list_continues_after_it(FakeFault fault, TrackerFailure failure)
    {
        _fake.Seed(Shop, 2 * PageSize, TrackerCalls.Text);
        _fake.LimitEnds = _time.Now.AddMinutes(17);
        var first = await _tracker.ListIssuesAsync(_access, All, null, Cancel);
        _fake.Fail(fault);
        var exception = await Should.ThrowAsync<TrackerException>(() => _tracker.ListIssuesAsync(_access, All, first.Next, Cancel));

        exception.Failure.ShouldBe(failure);
        exception.MayPass.ShouldBe(failure is TrackerFailure.Limited or TrackerFailure.Unavailable);
        exception.RetryAt.ShouldBe(fault == FakeFault.Limited ? _fake.LimitEnds : null);
        exception.Message.ShouldNotContain(_fake.Account.Token);
        List<TrackerIssue> issues = [.. first.Items];
        for (var cursor = first.Next; cursor is not null;)
        {
            var page = await _tracker.ListIssuesAsync(_access, All, cursor, Cancel);
            issues.AddRange(page.Items);
            cursor = page.Next;
        }

        issues.Select(issue => issue.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(IdsOf(Enumerable.Range(1, 2 * PageSize)));
    }

    [Fact]
    public async Task A_page_for_people_is_no_answer()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Fail(FakeFault.WebPage);

        var exception = await Should.ThrowAsync<TrackerException>(() => _tracker.ListIssuesAsync(_access, All, null, Cancel));
        (exception.Failure is TrackerFailure.Unexpected or TrackerFailure.Unauthorized).ShouldBeTrue();
    }

    [Fact]
    public async Task A_tracker_that_does_not_answer_is_unavailable()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Fail(FakeFault.Slow);
        var impatient = Create(TrackerCalls.Impatient(), _time);

        (await Should.ThrowAsync<TrackerException>(() => impatient.ListIssuesAsync(_access, All, null, Cancel))).Failure.ShouldBe(TrackerFailure.Unavailable);
    }

    [Fact]
    public async Task A_tracker_that_cannot_be_reached_is_unavailable()
    {
        _fake.AddProject(Shop);
        var selection = All;
        await _fake.DisposeAsync();

        (await Should.ThrowAsync<TrackerException>(() => _tracker.ListIssuesAsync(_access, selection, null, Cancel))).Failure.ShouldBe(TrackerFailure.Unavailable);
    }

    [Fact]
    public async Task A_write_that_fails_can_be_repeated()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        _fake.Fail(FakeFault.Unavailable);
        await Should.ThrowAsync<TrackerException>(() => _tracker.SetLabelsAsync(_access, AddressOf(Shop, 1), ["invest:healthy"], [], Cancel));

        (await _tracker.SetLabelsAsync(_access, AddressOf(Shop, 1), ["invest:healthy"], [], Cancel)).ShouldBeTrue();
        _fake.Labels(Shop, 1).ShouldBe(["invest:healthy"]);
    }

    [Fact]
    public async Task Cancelling_is_not_a_failure()
    {
        _fake.Seed(Shop, 1, TrackerCalls.Text);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => _tracker.ListIssuesAsync(_access, All, null, cancelled.Token));
    }
}
