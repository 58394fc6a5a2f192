using Vindex.Storage.Audit;

namespace Vindex.Storage.Tests.Conformance;

public abstract class AuditConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task An_entry_is_read_back_as_it_was_stored()
    {
        var full = new AuditEntry("e2", Some.Noon, "co_x", "key:1", "key.created", "k1", """{"name":"ø"}""");
        var bare = new AuditEntry("e1", Some.Noon, null, "cli", "started", null, null);
        await Store.Audit.AddAsync(bare, Stop);
        await Store.Audit.AddAsync(full, Stop);

        (await Store.Audit.ListAsync(new AuditFilter(), null, 10, Stop)).Items.ShouldBe([full, bare]);
    }

    [Fact]
    public async Task Entries_are_found_by_text_action_and_actor()
    {
        var entries = new[]
        {
            new AuditEntry("e1", Some.Noon, "co_a", "key:1", "key.created", "k_1", """{"name":"50% Off_er Ärger","address":"203.0.113.7"}"""),
            new AuditEntry("e2", Some.Noon, "co_a", "user:2", "keys", null, null),
            new AuditEntry("e3", Some.Noon, "co_b", "user:3", "key.deleted", "kx1", null),
        };
        foreach (var entry in entries) await Store.Audit.AddAsync(entry, Stop);

        (await Ids(new AuditFilter { Text = "OFF_ER" })).ShouldBe("e1");
        (await Ids(new AuditFilter { Text = "50%" })).ShouldBe("e1");
        (await Ids(new AuditFilter { Text = "Ärger" })).ShouldBe("e1");
        (await Ids(new AuditFilter { Text = "k_1" })).ShouldBe("e1");
        (await Ids(new AuditFilter { Text = "203.0.113" })).ShouldBe("e1");
        (await Ids(new AuditFilter { Text = "nothing", Actors = ["user:2"] })).ShouldBe("e2");
        (await Ids(new AuditFilter { Action = "key." })).ShouldBe("e3 e1");
        (await Ids(new AuditFilter { Action = "key.", CompanyId = "co_b", Text = "USER" })).ShouldBe("e3");
        (await Ids(new AuditFilter { Action = "%" })).ShouldBe("");

        async Task<string> Ids(AuditFilter filter) => string.Join(' ', (await Store.Audit.ListAsync(filter, null, 10, Stop)).Items.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Entries_are_walked_newest_first_for_one_company_or_all()
    {
        var all = new List<AuditEntry>();
        for (var i = 0; i < 12; i++)
        {
            var entry = Some.Audit(i % 3 == 0 ? "co_a" : "co_b", $"action.{i}", i / 4);
            await Store.Audit.AddAsync(entry, Stop);
            all.Add(entry);
        }

        foreach (var company in (string?[])[null, "co_a", "co_b", "co_c"])
        {
            var expected = all.Where(entry => company is null || entry.CompanyId == company)
                .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id, StringComparer.Ordinal);
            var seen = new List<AuditEntry>();
            PagePosition? after = null;
            do
            {
                var page = await Store.Audit.ListAsync(new AuditFilter { CompanyId = company }, after, 5, Stop);
                seen.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);
            seen.ShouldBe(expected);
        }
    }
}
