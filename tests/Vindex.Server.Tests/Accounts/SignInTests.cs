using Shouldly;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class SignInTests
{
    [Fact]
    public async Task A_wrong_password_an_unknown_e_mail_and_no_address_at_all_are_answered_the_same()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.PersonAsync("owner");
        await acme.InviteAsync("invited@example.com", "owner");

        var answers = new List<string>();
        foreach (var email in new[] { "owner@example.com", "nobody@example.com", "invited@example.com", "no address" })
            answers.Add((await (await new Person(server).SignInAsync(email, "not the password")).ProblemAsync(401, "sign_in_failed")).GetRawText());

        answers.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_e_mail_is_taken_in_any_case_and_with_blanks_around_it()
    {
        await using var server = await TestServer.StartAsync();
        await (await server.CompanyAsync("Acme")).PersonAsync("owner", "Ada.L@Example.COM");

        var signedIn = await (await new Person(server).SignInAsync("  ADA.l@example.com ")).JsonAsync(200);

        signedIn.Text("email").ShouldBe("ada.l@example.com");
    }

    [Fact]
    public async Task After_too_many_tries_an_e_mail_waits_be_there_an_account_or_not_and_the_password_right_or_not()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerEmail:Requests", "3"));
        var acme = await server.CompanyAsync("Acme");
        await acme.PersonAsync("owner");
        await acme.PersonAsync("viewer");

        foreach (var email in new[] { "owner@example.com", "nobody@example.com" })
        {
            for (var i = 0; i < 3; i++) await (await new Person(server).SignInAsync(email, "not the password")).ProblemAsync(401);
            var refused = await new Person(server).SignInAsync(email);
            await refused.ProblemAsync(429, "rate_limited");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(900));
        }

        await (await new Person(server).SignInAsync("viewer@example.com")).JsonAsync(200);
        var page = await new Person(server).FormAsync("/login", ("email", "OWNER@example.com"), ("password", Person.Password));
        (await page.PageAsync(429)).ShouldContain("try again in 900 s");
        server.Time.Advance(TimeSpan.FromSeconds(900));
        await (await new Person(server).SignInAsync("owner@example.com")).JsonAsync(200);
    }

    [Fact]
    public async Task After_too_many_tries_an_address_waits_whatever_the_e_mail()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:SignInPerAddress:Requests", "2"), ("Server:TrustedProxies", "127.0.0.1/32")]);
        var here = new Person(server) { Headers = { ["X-Forwarded-For"] = "2001:db8:1:2::1" } };
        var neighbour = new Person(server) { Headers = { ["X-Forwarded-For"] = "2001:db8:1:2:ffff::9" } };
        var elsewhere = new Person(server) { Headers = { ["X-Forwarded-For"] = "2001:db8:1:3::1" } };

        await (await here.SignInAsync("a@example.com")).ProblemAsync(401);
        await (await neighbour.SignInAsync("b@example.com")).ProblemAsync(401);
        await (await here.SignInAsync("c@example.com")).ProblemAsync(429);
        await (await neighbour.SignInAsync("d@example.com")).ProblemAsync(429);
        await (await elsewhere.SignInAsync("e@example.com")).ProblemAsync(401);
    }

    [Fact]
    public async Task Guessing_the_present_password_when_changing_it_counts_as_trying_to_sign_in()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:SignInPerBrowser:Requests", "2"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        for (var i = 0; i < 2; i++)
        {
            await (await owner.PutAsync("/session/password", new { current_password = "a guess at it", new_password = "another long one" })).ProblemAsync(
                422, "password_wrong");
        }
        await (await owner.PutAsync("/session/password", new { current_password = Person.Password, new_password = "another long one" })).ProblemAsync(429);
    }

    [Theory]
    [InlineData("123456789", "10 characters or more")]
    [InlineData("ada@example.com", "e-mail")]
    [InlineData("ADA@Example.com", "e-mail")]
    [InlineData("Password123", "too common")]
    [InlineData("aaaaaaaaaaaaaaa", "too common")]
    [InlineData("abababababab", "too common")]
    [InlineData("Butterflies", "too common")]
    [InlineData("Sunshine2026!", "too common")]
    [InlineData("123dragon456", "too common")]
    [InlineData("p4$$w0rd2019", "too common")]
    [InlineData("1L0veY0u!!!!", "too common")]
    [InlineData("monkeymonkey1", "too common")]
    [InlineData("3456789012", "too common")]
    [InlineData("zyxwvutsrq", "too common")]
    [InlineData("qwertyuiop", "too common")]
    public void A_password_that_would_be_guessed_is_refused(
        string password, string reason) => PasswordRules.Refuse(password, "ada@example.com").ShouldNotBeNull().ShouldContain(reason);

    [Theory]
    [InlineData("a long enough one")]
    [InlineData("ölfaß-im-keller")]
    [InlineData("密码是一二三四五六七八九")]
    [InlineData("          x y")]
    [InlineData("anna-83920471")]
    [InlineData("8204719365")]
    [InlineData("sunshine over a mill")]
    public void Any_other_of_ten_characters_is_taken(string password) => PasswordRules.Refuse(password, "ada@example.com").ShouldBeNull();

    [Fact]
    public void The_list_of_common_passwords_is_in_order_and_every_entry_of_ten_characters_is_refused()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var entries = reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("# ", StringComparison.Ordinal))
            .ToList();

        entries.Count.ShouldBeGreaterThan(5000);
        entries.ShouldBe(entries.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        entries.ShouldAllBe(entry => entry == entry.Trim() && !entry.Any(char.IsUpper));
        entries.Where(entry => entry.Length >= PasswordRules.MinLength).ShouldAllBe(entry => PasswordRules.Refuse(entry.ToUpperInvariant(), "a@b") != null);
    }

    [Fact]
    public void A_password_has_at_most_200_characters()
    {
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i:00000}"));
        PasswordRules.Refuse(text, "a@b").ShouldBeNull();
        PasswordRules.Refuse(text + "x", "a@b").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("ada@example.com", "ada@example.com")]
    [InlineData(" Ada+tag@Sub.Example.COM ", "ada+tag@sub.example.com")]
    [InlineData("root@localhost", "root@localhost")]
    [InlineData("ada", null)]
    [InlineData("@example.com", null)]
    [InlineData("ada@", null)]
    [InlineData("a@b@c", null)]
    [InlineData("ada@exa mple.com", null)]
    [InlineData("ada@example..com", null)]
    [InlineData("ada@-example.com", null)]
    [InlineData("ada<x>@example.com", null)]
    [InlineData("ada\u0000@example.com", null)]
    [InlineData("аda@example.com", null)]
    public void An_e_mail_address_has_one_form(string text, string? address) => EmailAddress.Normalize(text, out _).ShouldBe(address);
}
