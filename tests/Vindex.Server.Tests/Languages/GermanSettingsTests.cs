using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>The settings, the pages of admins and those of accounts for browsers that prefer German.</summary>
public sealed class GermanSettingsTests
{
    [Fact]
    public async Task Settings_count_and_write_numbers_and_days_in_German()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = InGerman(await acme.PersonAsync("owner"));
        (await owner.ReadAsync("/app/settings")).ShouldContain("Gilt für die Tage in Diagrammen und Statistiken");
        (await owner.ReadAsync("/app/settings/customers")).ShouldContain("Das löscht 0 Wertungen von Default");
        await acme.SeedAsync(server.Time.GetUtcNow(), [4, 4, 4, 4, 4, 4]);
        (await owner.ReadAsync("/app/settings/customers")).ShouldContain("Das löscht 1 Wertung von Default");
        (await owner.ReadAsync("/app/settings/judge")).ShouldContain("<option value=\"3\">3-mal</option>");
        await acme.NewKeyAsync(["scores:read"]);
        (await owner.ReadAsync("/app/settings/keys")).ShouldContain("<option value=\"1\">1 Stunde</option>");
        (await owner.SubmitAndFollowAsync("/app/settings/installations", ("source", "github"), ("external_id", "acme/shop"))).ShouldContain("acme/shop ist verbunden.");
        (await owner.ReadAsync("/app/settings/profiles/adam")).ShouldContain("0,5 halbiert sie");
    }

    [Fact]
    public async Task Forms_say_in_German_what_happened_and_what_is_wrong()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = InGerman(await acme.PersonAsync("owner"));
        var saved = await owner.SubmitAndFollowAsync("/app/settings", ("name", "Acme"), ("quality_gate", "6,5"));
        saved.ShouldContain("Einstellungen der Firma gespeichert.");
        saved.ShouldContain("name=\"quality_gate\" type=\"text\" value=\"6.5\"");

        var refused = await (await owner.SubmitAsync("/app/settings", ("name", ""), ("quality_gate", "6,5"))).PageAsync(422);
        refused.ShouldContain("Es wurde nichts geändert.");
        refused.ShouldContain("Korrigieren Sie die markierten Felder.");
        refused.ShouldContain("<p class=\"error\" id=\"name-error\">Der Wert ");
        refused.ShouldNotContain("This ", Case.Sensitive);

        (await owner.SubmitAndFollowAsync("/app/settings/members", ("email", "bo@example.com"), ("role", "viewer"))).ShouldContain("Betrachter");
    }

    [Fact]
    public async Task Admins_and_accounts_have_German_pages()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(server.Time.GetUtcNow(), [9, 9, 9, 9, 9, 8]);
        var admin = InGerman(await RoleTests.AdminAsync(server));
        var all = await admin.ReadAsync("/app/admin");
        all.ShouldContain("Durchschnitt aus 1 Wertung<");
        all.ShouldContain("8,8<span class=\"score-of\">");
        var one = await admin.ReadAsync($"/app/admin/companies/{acme.Id}");
        one.ShouldContain("Das löscht endgültig 1 ");
        one.ShouldContain("1 Feedback-Eintrag sowie");
        one.ShouldContain("0 Benutzer verlieren den Zugang.");
        (await admin.ReadAsync("/app/admin/nodes")).ShouldContain("1 Server an dieser Datenbank");
        (await admin.ReadAsync("/account")).ShouldContain("Mindestens 10 Zeichen. Ihre anderen Sitzungen werden beendet.");

        var link = await acme.InviteAsync("cy@example.com", "owner");
        (await InGerman(new Person(server)).ReadAsync(link)).ShouldContain("Sie sind als Inhaber eingeladen.");
        (await InGerman(new Person(server)).ReadAsync("/login")).ShouldContain("Kein Konto oder Passwort vergessen?");
    }

    private static Person InGerman(Person person)
    {
        person.Headers["Accept"] = "text/html";
        person.Headers["Accept-Language"] = "de-AT,de;q=0.9,en;q=0.5";
        return person;
    }
}
