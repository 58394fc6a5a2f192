using System.Text;
using System.Text.Json;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Feedback;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.Keys;
using Vindex.Storage.Nodes;
using Vindex.Storage.Scores;
using Vindex.Storage.Users;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Records to store, of which a test names only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    public static Company Company(string name) => new($"co_{name}", name, $"Company {name}", $"{name}_default", 70, null, null, Noon);

    public static Customer DefaultCustomer(Company company) => new(company.DefaultCustomerId, company.Id, "Default", Noon);

    public static AuditEntry Audit(string? companyId = null, string action = "test.done", int minute = 0) =>
        new(Id(), Noon.AddMinutes(minute), companyId, "system", action, null, null);

    public static ApiKey Key(string companyId, string id = "k00000000001") =>
        new(id, companyId, "A key", ["scores:read", "scores:write"], null, [1, 2, 3], null, null, Noon, null);

    public static StoredScore Score(string companyId, string customerId, int minute = 0, int overall = 60, string? id = null)
    {
        var at = Noon.AddMinutes(minute);
        var item = new ScoreItem(
            id ?? Id(), companyId, customerId, $"T-{minute}", $"KEY-{minute}", $"Ticket of minute {minute}", new StoredDimensions(1, 2, 3, 4, 5, 6), overall,
            at);
        return new StoredScore(
            item, Id(), "Story", at, "As text", null, "api", "adam", "vindex", "rubric-1", at, at.AddMilliseconds(7), 7.25, """{"findings":[]}"""u8.ToArray());
    }

    public static User User(string name) => new($"us_{name}", $"{name}@example.com", null, $"hash of {name}", false, Noon);

    public static Session Session(string userId, string? companyId, byte number) =>
        new($"se_{number}", [number], userId, companyId, "A browser", Noon.AddSeconds(number), Noon.AddSeconds(number), Noon.AddDays(30));

    public static Invitation Invitation(string companyId, string name, byte number) =>
        new($"in_{number}", [number], $"{name}@example.com", new Grant(companyId, Role.Member, false), Noon, Noon.AddDays(7));

    public static PasswordReset Reset(string userId, string? companyId, byte number) => new([number], userId, companyId, Noon, Noon.AddDays(1));

    /// <summary>Records compare their lists by reference, so this compares what they hold.</summary>
    public static void ShouldBeKey(this ApiKey? actual, ApiKey? expected) => JsonSerializer.Serialize(actual).ShouldBe(JsonSerializer.Serialize(expected));

    public static Installation Installation(string companyId, string customerId, string externalId = "ext-1", string source = "jiraforge") =>
        new(
            customerId,
            companyId,
            source,
            externalId,
            "https://hooks.example.com/vindex",
            "Acme Jira",
            "{}",
            new SealedSecrets([1, 2, 3], null, null),
            EndpointState.Clean,
            Noon);

    public static NewJob Job(Installation installation, string ticketId, int second = 0, string? id = null) =>
        new(id ?? Id(), installation.CompanyId, installation.CustomerId, ticketId, $"KEY-{ticketId}", $"Ticket {ticketId}", Noon.AddSeconds(second), [7, 8, 9]);

    public static NewDelivery Delivery(string? endpointId, string url = "https://hooks.example.com/vindex") => new(Id(), endpointId, url, [4, 5, 6]);

    public static FeedbackRow Feedback(string? id = null, int minute = 0, string type = "wandb.note.1", string? trigger = null, string payload = "{}") => new()
    {
        Id = id ?? Id(),
        CreatedAt = Noon.AddMinutes(minute),
        FeedbackType = type,
        WeaveRef = "weave:///acme/stories/call/1",
        WbUserId = "user",
        TriggerRef = trigger,
        Payload = Encoding.UTF8.GetBytes(payload),
    };

    /// <summary>A score as a row of feedback, told by what it holds.</summary>
    public static FeedbackRow ScoreFeedback(ScoreSummary score, string slug) => Feedback() with
    {
        WeaveRef = $"{slug}/{score.Item.CustomerId}/{score.Item.TicketKey}",
        TriggerRef = $"{score.Profile}:{score.Model}",
        Payload = Encoding.UTF8.GetBytes($"{{\"overall\":{score.Item.OverallTenths},\"duration_ms\":{(long)score.DurationMs}}}"),
    };

    public static StoredScore Titled(this StoredScore score, string key, string title) =>
        score with { Item = score.Item with { TicketKey = key, Title = title } };

    public static StoredScore OfTicket(this StoredScore score, string ticketId) => score with { Item = score.Item with { TicketId = ticketId } };

    /// <summary>A node of the one home that tests have.</summary>
    public static Node Node(string id, string home = "home") => new(id, home, "host-1", "1.2.3", "settings", Noon);
}
