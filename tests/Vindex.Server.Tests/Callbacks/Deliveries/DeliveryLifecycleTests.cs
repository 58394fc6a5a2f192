using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Deliveries;

public sealed class DeliveryLifecycleTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(120);
    private static readonly RetryPolicy Policy = RetryPolicy.From(DefaultSettings.Of<CallbackOptions>("Callbacks"));
    private static readonly CallbackOutcome Ok = new CallbackOutcome.Delivered(202, "ok", Took);
    private static readonly CallbackOutcome Gone = new CallbackOutcome.Rejected(410, null, "gone", Took);
    private static readonly DeliverySubject Subject = new("co_acme", "acme", "T-1", "job_1", "score_1");
    private static readonly Delivery New = DeliveryLifecycle.Create(
        new NewDelivery("dlv_1", "acme", "https://hooks.example.com/", []), Subject, EndpointState.Clean, T0);
    private static readonly Delivery ToOwnUrl = New with { EndpointId = null };

    [Fact]
    public void A_new_delivery_is_due_at_once_and_a_2xx_ends_it()
    {
        var under = DeliveryLifecycle.Begin(New, EndpointState.Clean, T0, T0 + Lease)!;
        under.ShouldBe(New with { Status = DeliveryStatus.Delivering, Taken = 1, DueAt = null, LeaseUntil = T0 + Lease });

        var step = Policy.End(under, EndpointState.Clean, Ok, T0, T0 + Took, 0.5)!;

        step.Next.ShouldBe(New with
        {
            Status = DeliveryStatus.Delivered,
            Taken = 1,
            Attempts = 1,
            DueAt = null,
            FinishedAt = T0 + Took,
            LastStatusCode = 202,
            LastResponseTimeMs = 120,
        });
        step.Attempt.ShouldBe(new DeliveryAttempt(1, 1, T0, 120, 202, "ok", null));
        step.Endpoint.ShouldBe(EndpointState.Clean);
        step.EndpointDisabled.ShouldBeFalse();
    }

    public static TheoryData<string> Failures => ["500", "302", "404", "429", "503", "timeout", "closed", "refused"];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_other_outcome_is_recorded_and_tried_again_later(string failure)
    {
        var outcome = Failure(failure);
        var step = Attempt(New, EndpointState.Clean, outcome, T0);

        step.Next.Status.ShouldBe(DeliveryStatus.Pending);
        step.Next.DueAt.ShouldBe(T0 + Took + TimeSpan.FromSeconds(5));
        step.Next.Attempts.ShouldBe(1);
        step.Next.LastError.ShouldBe(outcome.Error);
        step.Attempt.Error.ShouldNotBeNullOrEmpty();
        step.Attempt.StatusCode.ShouldBe(outcome.Status);
        step.Endpoint!.FailingSince.ShouldBe(T0 + Took);
    }

    [Fact]
    public void After_the_eighth_failure_the_delivery_has_failed()
    {
        var delivery = New;
        var now = T0;
        for (var number = 1; number <= 8; number++)
        {
            delivery.Status.ShouldBe(DeliveryStatus.Pending);
            now = delivery.DueAt!.Value;
            var step = Attempt(delivery, EndpointState.Clean, Failure("500"), now);
            step.Attempt.Number.ShouldBe(number);
            delivery = step.Next;
        }

        delivery.Status.ShouldBe(DeliveryStatus.Failed);
        delivery.FinishedAt.ShouldBe(now + Took);
        delivery.LastStatusCode.ShouldBe(500);
        (now - T0).ShouldBe(TimeSpan.FromSeconds(5 + 300 + 1800) + TimeSpan.FromHours(2 + 5 + 10 + 10) + (7 * Took));
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(500, false)]
    [InlineData(302, false)]
    public void Retry_After_counts_on_429_and_503_only(int status, bool counts)
    {
        var step = Attempt(New, EndpointState.Clean, new CallbackOutcome.Rejected(status, TimeSpan.FromSeconds(8), "", Took), T0);
        step.Next.DueAt.ShouldBe(T0 + Took + TimeSpan.FromSeconds(counts ? 8 : 5));
    }

    [Fact]
    public void A_410_disables_the_endpoint_of_an_installation()
    {
        var step = Attempt(New, EndpointState.Clean, Gone, T0);
        step.Next.Status.ShouldBe(DeliveryStatus.Disabled);
        step.EndpointDisabled.ShouldBeTrue();
        step.Endpoint.ShouldBe(new EndpointState(T0 + Took, T0 + Took, DisabledReason.Gone));
    }

    [Fact]
    public void A_410_of_a_requests_own_URL_ends_only_that_delivery()
    {
        var step = Attempt(ToOwnUrl, null, Gone, T0);
        step.Next.Status.ShouldBe(DeliveryStatus.Failed);
        step.EndpointDisabled.ShouldBeFalse();
        step.Endpoint.ShouldBeNull();
    }

    [Fact]
    public void Nothing_begins_before_it_is_due_or_at_a_disabled_endpoint_or_twice()
    {
        DeliveryLifecycle.Begin(New, EndpointState.Clean, T0.AddTicks(-1), T0 + Lease).ShouldBeNull();
        DeliveryLifecycle.Begin(New, EndpointState.Clean.DisableManually(T0), T0, T0 + Lease).ShouldBeNull();
        var under = DeliveryLifecycle.Begin(New, EndpointState.Clean, T0, T0 + Lease)!;
        DeliveryLifecycle.Begin(under, EndpointState.Clean, T0 + Lease, T0 + (2 * Lease)).ShouldBeNull();
        DeliveryLifecycle.Begin(ToOwnUrl, null, T0, T0 + Lease).ShouldNotBeNull();
    }

    [Fact]
    public void A_delivery_whose_dispatcher_died_is_due_again_and_the_lost_attempt_does_not_count()
    {
        var under = DeliveryLifecycle.Begin(New, EndpointState.Clean, T0, T0 + Lease)!;
        DeliveryLifecycle.TakeBack(under, EndpointState.Clean, T0 + Lease - TimeSpan.FromTicks(1)).ShouldBeNull();
        DeliveryLifecycle.TakeBack(New, EndpointState.Clean, T0 + Lease).ShouldBeNull();

        var back = DeliveryLifecycle.TakeBack(under, EndpointState.Clean, T0 + Lease)!;
        back.ShouldBe(New with { Taken = 1, DueAt = T0 + Lease });
        DeliveryLifecycle.Begin(back, EndpointState.Clean, T0 + Lease, T0 + (2 * Lease))!.Taken.ShouldBe(2);
    }

    [Fact]
    public void A_delivery_taken_back_from_a_disabled_endpoint_ends_disabled()
    {
        var under = DeliveryLifecycle.Begin(New, EndpointState.Clean, T0, T0 + Lease)!;
        var back = DeliveryLifecycle.TakeBack(under, EndpointState.Clean.DisableManually(T0), T0 + Lease)!;
        back.Status.ShouldBe(DeliveryStatus.Disabled);
        back.FinishedAt.ShouldBe(T0 + Lease);
    }

    [Fact]
    public void An_end_that_comes_too_late_changes_nothing()
    {
        Policy.End(New, EndpointState.Clean, Ok, T0, T0, 0.5).ShouldBeNull();
        var done = Attempt(New, EndpointState.Clean, Ok, T0).Next;
        Policy.End(done, EndpointState.Clean, Failure("500"), T0, T0, 0.5).ShouldBeNull();
    }

    [Fact]
    public void Disabling_an_endpoint_ends_what_waits_and_what_is_under_way_ends_with_its_attempt()
    {
        var disabled = EndpointState.Clean.DisableManually(T0);
        DeliveryLifecycle.EndpointDisabled(New, T0)!.Status.ShouldBe(DeliveryStatus.Disabled);

        var under = DeliveryLifecycle.Begin(New, EndpointState.Clean, T0, T0 + Lease)!;
        DeliveryLifecycle.EndpointDisabled(under, T0).ShouldBeNull();
        Policy.End(under, disabled, Ok, T0, T0, 0.5)!.Next.Status.ShouldBe(DeliveryStatus.Delivered);
        var failed = Policy.End(under, disabled, Failure("500"), T0, T0, 0.5)!;
        failed.Next.Status.ShouldBe(DeliveryStatus.Disabled);
        failed.EndpointDisabled.ShouldBeFalse("it was disabled before");
    }

    [Fact]
    public void A_replay_starts_a_fresh_schedule_under_the_same_id()
    {
        var failed = New with
        {
            Status = DeliveryStatus.Failed,
            Attempts = 8,
            Taken = 9,
            DueAt = null,
            FinishedAt = T0,
            LastStatusCode = 500,
            LastResponseTimeMs = 1,
            LastError = "x"
        };
        var later = T0.AddDays(2);

        var again = DeliveryLifecycle.Replay(failed, EndpointState.Clean, "https://new.example.com/", later)!;

        again.ShouldBe(
            failed with { Url = "https://new.example.com/", Status = DeliveryStatus.Pending, Run = 2, Attempts = 0, DueAt = later, FinishedAt = null });
        again.Id.ShouldBe(New.Id);
        Attempt(again, EndpointState.Clean, Failure("500"), later).Next.DueAt.ShouldBe(later + Took + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Only_what_is_finished_is_replayed_and_not_to_a_disabled_endpoint()
    {
        DeliveryLifecycle.Replay(New, EndpointState.Clean, New.Url, T0).ShouldBeNull();
        DeliveryLifecycle.Replay(DeliveryLifecycle.Begin(New, EndpointState.Clean, T0, T0 + Lease)!, EndpointState.Clean, New.Url, T0).ShouldBeNull();
        var done = Attempt(New, EndpointState.Clean, Ok, T0).Next;
        DeliveryLifecycle.Replay(done, EndpointState.Clean.DisableManually(T0), New.Url, T0).ShouldBeNull();
        DeliveryLifecycle.Replay(done, EndpointState.Clean, New.Url, T0).ShouldNotBeNull();
        DeliveryLifecycle.Replay(DeliveryLifecycle.EndpointDisabled(New, T0)!, EndpointState.Clean, New.Url, T0).ShouldNotBeNull();
    }

    [Fact]
    public void A_retry_that_waits_gives_way_to_a_newer_callback_of_the_same_ticket_and_URL()
    {
        var waiting = New with { Sequence = 1, Attempts = 1, DueAt = T0.AddSeconds(5) };
        var newer = New with { Id = "dlv_2", Sequence = 2 };
        DeliveryLifecycle.Supersede(waiting, newer, T0)
            .ShouldBe(waiting with { Status = DeliveryStatus.Superseded, SupersededBy = "dlv_2", DueAt = null, FinishedAt = T0 });

        DeliveryLifecycle.Supersede(waiting with { Attempts = 0 }, newer, T0).ShouldBeNull("each callback is attempted at least once");
        DeliveryLifecycle.Supersede(waiting with { Status = DeliveryStatus.Delivering }, newer, T0).ShouldBeNull("an attempt under way finishes first");
        DeliveryLifecycle.Supersede(newer with { Attempts = 1 }, waiting, T0).ShouldBeNull("the newer one stays");
        DeliveryLifecycle.Supersede(waiting, DeliveryLifecycle.EndpointDisabled(newer, T0)!, T0).ShouldBeNull("the newer one is not going to be sent");
        DeliveryLifecycle.Supersede(waiting, newer with { Run = 2 }, T0).ShouldBeNull("a replay is exempt");
        DeliveryLifecycle.Supersede(waiting with { Run = 2 }, newer, T0).ShouldBeNull("a replay is exempt");
        foreach (var other in Unrelated(newer)) DeliveryLifecycle.Supersede(waiting, other, T0).ShouldBeNull();
    }

    [Fact]
    public void A_callback_waits_for_an_older_one_of_the_same_ticket_and_URL()
    {
        var older = New with { Sequence = 1 };
        var newer = New with { Id = "dlv_2", Sequence = 2 };
        var under = DeliveryLifecycle.Begin(older, EndpointState.Clean, T0, T0 + Lease)!;
        DeliveryLifecycle.MustWaitFor(newer, older).ShouldBeTrue("the older one has not been attempted");
        DeliveryLifecycle.MustWaitFor(newer, under).ShouldBeTrue("the older one is under way");
        DeliveryLifecycle.MustWaitFor(newer, under with { Attempts = 3 }).ShouldBeTrue("the older one is under way");
        DeliveryLifecycle.MustWaitFor(newer, DeliveryLifecycle.Finish(under, DeliveryStatus.Failed, T0)).ShouldBeFalse();
        DeliveryLifecycle.MustWaitFor(newer, under with { Run = 2 }).ShouldBeFalse("a replay is exempt");
        DeliveryLifecycle.MustWaitFor(newer with { Run = 2 }, under).ShouldBeFalse("a replay is exempt");
        DeliveryLifecycle.MustWaitFor(older, newer).ShouldBeFalse();
        foreach (var other in Unrelated(under)) DeliveryLifecycle.MustWaitFor(newer, other).ShouldBeFalse();
    }

    [Fact]
    public void A_superseded_delivery_can_be_replayed()
    {
        var superseded = New with { Status = DeliveryStatus.Superseded, Attempts = 1, DueAt = null, FinishedAt = T0, SupersededBy = "dlv_2" };
        DeliveryLifecycle.Replay(superseded, EndpointState.Clean, New.Url, T0.AddDays(1))
            .ShouldBe(New with { Run = 2, DueAt = T0.AddDays(1) });
    }

    [Fact]
    public void Statuses_have_their_names_on_the_wire()
    {
        DeliveryStatusNames.All.ShouldBe(["pending", "delivering", "delivered", "failed", "disabled", "superseded"]);
        foreach (var status in Enum.GetValues<DeliveryStatus>()) DeliveryStatusNames.Read(status.Name()).ShouldBe(status);
        DeliveryStatusNames.Read("Pending").ShouldBeNull();
        foreach (var name in DeliveryStatusNames.Finished) (New with { Status = DeliveryStatusNames.Read(name)!.Value }).IsFinished.ShouldBeTrue(name);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(8, 7)]
    public void Retries_are_the_attempts_after_the_first(int attempts, int retries) => (New with { Attempts = attempts }).RetryCount.ShouldBe(retries);

    private static AttemptResult Attempt(Delivery delivery, EndpointState? endpoint, CallbackOutcome outcome, DateTimeOffset now) =>
        Policy.End(DeliveryLifecycle.Begin(delivery, endpoint, now, now + Lease)!, endpoint, outcome, now, now + Took, 0.5)!;

    private static Delivery[] Unrelated(Delivery delivery) =>
        [delivery with { TicketId = "T-2" }, delivery with { CustomerId = "another" }, delivery with { Url = "https://other.example.com/" }];

    private static CallbackOutcome Failure(string name) => name switch
    {
        "timeout" => new CallbackOutcome.TimedOut(Took),
        "closed" => new CallbackOutcome.ConnectionFailed(ConnectionFailure.Closed, "The connection was closed before a response arrived", Took),
        "refused" => new CallbackOutcome.RefusedTarget("Callbacks to this address are not allowed", Took),
        _ => new CallbackOutcome.Rejected(int.Parse(name), null, "no", Took),
    };
}
