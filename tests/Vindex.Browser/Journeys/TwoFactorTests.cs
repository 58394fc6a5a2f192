using System.Buffers.Binary;
using System.Security.Cryptography;
using Vindex.Browser.Site;

namespace Vindex.Browser.Journeys;

[Collection(TheSite.Name)]
public sealed class TwoFactorTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Two_factor_sign_in_is_set_up_with_an_app_asked_for_and_turned_off(bool script)
    {
        Assert.SkipWhen(site.WhyNot is not null, site.WhyNot ?? "");
        var (_, email) = await site.Data.NewCompanyAsync($"factor-{(script ? "script" : "plain")}");
        await using var window = await site.OpenAsync(email, script);
        var page = await window.GoAsync("/account");
        var panel = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Two-factor sign-in" }) });
        await panel.GetByRole(AriaRole.Link, new() { Name = "Set up" }).ClickAsync();
        await page.GetByLabel("Current password").FillAsync(CompanyFiller.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        var key = (await page.Locator("#key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code from the app").FillAsync(CodeOf(key));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        var codes = (await page.Locator("#codes").InnerTextAsync()).Split('\n');
        codes.Length.ShouldBe(10);
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue" }).ClickAsync();
        await page.WaitForURLAsync("**/app");
        window.ShouldBeClean();

        await using var next = await site.OpenAsync(Who.NoOne, script);
        var other = await next.GoAsync("/login");
        await other.GetByLabel("E-mail").FillAsync(email);
        await other.GetByLabel("Password").FillAsync(CompanyFiller.Password);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await other.GetByLabel("Code", new() { Exact = true }).FillAsync(codes[0]);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await other.WaitForURLAsync("**/app");
        await next.GoAsync("/account/second-factor");
        await Assertions.Expect(other.GetByText("9 recovery codes are left.")).ToBeVisibleAsync();
        await other.GetByLabel("Code", new() { Exact = true }).FillAsync(codes[1]);
        await other.GetByRole(AriaRole.Button, new() { Name = "Turn off" }).ClickAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Status)).ToContainTextAsync("Two-factor sign-in is off.");
        next.ShouldBeClean();
    }

    // What an authenticator app does (RFC 6238).
    private static string CodeOf(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk), 2)).ToArray();
        var counter = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The algorithm of authenticator apps.
        var mac = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0xf)) & int.MaxValue) % 1_000_000).ToString("D6");
    }
}
