using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Server.Tests.Portal;

/// <summary>What tests of the portal's pages do again and again.</summary>
internal static class Forms
{
    /// <summary>Text that would be markup, a formula or a turned line, if a page let it.</summary>
    public const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>\u202Egnp.exe";

    /// <summary>Sends a form with the token that the person's pages hold.</summary>
    public static Task<HttpResponseMessage> SubmitAsync(this Person person, string path, params (string Name, string Value)[] fields) =>
        person.FormAsync(path, [.. fields, ("__token", person.Token!)]);

    /// <summary>Sends a form, goes where it leads, and reads that page.</summary>
    public static async Task<string> SubmitAndFollowAsync(this Person person, string path, params (string Name, string Value)[] fields)
    {
        var response = await person.SubmitAsync(path, fields);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
        return await person.ReadAsync(response.Headers.Location!.OriginalString);
    }

    /// <summary>Reads a page.</summary>
    public static async Task<string> ReadAsync(this Person person, string path, int status = 200) => await (await person.GetAsync(path)).PageAsync(status);

    /// <summary>Holds a page to showing text as text.</summary>
    public static void ShouldBeHarmless(this string page)
    {
        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain("<img src=x");
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    /// <summary>A page without its token, which is masked differently in each page.</summary>
    public static string WithoutToken(this string page) => page.Replace(page.Split("csrf-token\" content=\"")[1].Split('"')[0], "", StringComparison.Ordinal)
        .Replace(People.TokenIn(page), "", StringComparison.Ordinal);

    /// <summary>A delivery at its end, with one attempt.</summary>
    public static async Task<string> DeliveryAsync(
        this TestCompany company, DeliveryStatus status, string url = "https://hooks.example.com/vindex", string? error = null, string? excerpt = null,
        string ticket = "T-1", string? sent = null, string? received = null)
    {
        var store = company.Server.Store;
        var stop = CancellationToken.None;
        var now = company.Server.Time.GetUtcNow();
        if (await store.Installations.FindByCustomerAsync(company.Id, company.DefaultCustomerId, stop) is null)
        {
            var made = new Installation(
                company.DefaultCustomerId, company.Id, "generic", company.Id, url, null, "{}", new SealedSecrets([1, 2, 3], null, null), EndpointState.Clean,
                now);
            (await store.Installations.AddAsync(made, null, new AuditEntry(Id(), now, company.Id, "system", "test", null, null), stop)).ShouldBe(
                InstallationAdded.Added);
        }

        var job = new NewJob(Id(), company.Id, company.DefaultCustomerId, ticket, ticket, "A ticket", now, [7]);
        (await store.Jobs.EnqueueAsync(job, stop)).Stored.ShouldBeTrue();
        var leased = (await store.Jobs.LeaseAsync(1, now, now.AddMinutes(1), stop)).Jobs.Single();
        var item = new ScoreItem(Id(), company.Id, company.DefaultCustomerId, ticket, ticket, "A ticket", new StoredDimensions(5, 5, 5, 5, 5, 5), 50, now);
        var score = new StoredScore(
            item,
            leased.Job.Id,
            "Story",
            now,
            "text",
            null,
            "api",
            "adam",
            "vindex",
            "rubric-1",
            now,
            now,
            1.5,
            "{\"recommendations\":[],\"context_used\":{},\"findings\":[]}"u8.ToArray());
        var delivery = new NewDelivery(Id(), company.DefaultCustomerId, url, "{}"u8.ToArray());
        (await store.Jobs.CompleteAsync(leased.Job.Id, leased.Job.Taken, score, delivery, now, stop)).ShouldBe(LeaseEnd.Stored);
        if (status == DeliveryStatus.Pending) return delivery.Id;
        var taken = (await store.Deliveries.TakeAsync(new Dictionary<string, int>(), 9, 9, null, now, now.AddMinutes(1), stop)).Deliveries.Single(one =>
            one.Delivery.Id == delivery.Id);
        var code = status == DeliveryStatus.Delivered ? 200 : 500;
        (await store.Deliveries.EndAsync(
            company.Id,
            delivery.Id,
            taken.Delivery.Taken,
            (row, endpoint) => new DeliveryChange(
                row with
                {
                    Status = status,
                    Attempts = 1,
                    LeaseUntil = null,
                    FinishedAt = now,
                    LastStatusCode = code,
                    LastResponseTimeMs = 12,
                    LastError = error
                },
                new DeliveryAttempt(row.Run, 1, now, 12, code, excerpt, error)
                {
                    Url = sent is null ? null : url,
                    RequestHeaders = sent,
                    ResponseHeaders = received,
                },
                endpoint,
                null),
            now,
            stop)).Stored.ShouldBeTrue();
        return delivery.Id;
    }

    private static string Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
}
