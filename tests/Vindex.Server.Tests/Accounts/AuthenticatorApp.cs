using System.Net;
using Shouldly;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;

namespace Vindex.Server.Tests.Accounts;

/// <summary>A person's authenticator app: computes codes from the key that the page shows.</summary>
internal sealed class AuthenticatorApp(TestServer server, byte[] secret)
{
    public const string Page = "/account/second-factor";

    /// <summary>The code of now, or of a number of steps later.</summary>
    public string Code(int steps = 0) => Totp.Code(secret, Totp.StepAt(server.Time.GetUtcNow()) + steps);

    /// <summary>The code of now, after moving the clock so that it has not been used.</summary>
    public string NextCode()
    {
        server.Time.Advance(TimeSpan.FromSeconds(Totp.StepSeconds));
        return Code();
    }

    /// <summary>Adds the key on a person's page to an app.</summary>
    public static async Task<AuthenticatorApp> WithKeyOfAsync(TestServer server, Person person)
    {
        var page = await person.SubmitAndFollowAsync(Page, ("current_password", Person.Password));
        return new AuthenticatorApp(server, Decoded(page.Split("<code id=\"key\">")[1].Split('<')[0].Replace(" ", "", StringComparison.Ordinal)));
    }

    /// <summary>Sets a person's second factor up: the app, and the recovery codes.</summary>
    public static async Task<(AuthenticatorApp App, string[] Codes)> SetUpAsync(TestServer server, Person person)
    {
        var app = await WithKeyOfAsync(server, person);
        var page = await person.SubmitAndFollowAsync(Page + "/on", ("code", app.Code()));
        return (app, CodesIn(page));
    }

    /// <summary>The recovery codes that a page shows.</summary>
    public static string[] CodesIn(string page) => WebUtility.HtmlDecode(page.Split("<code id=\"codes\">")[1].Split('<')[0]).Split('\n');

    private static byte[] Decoded(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter), 2).PadLeft(5, '0')));
        var bytes = bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2)).ToArray();
        bytes.Length.ShouldBe(Totp.SecretBytes);
        return bytes;
    }
}
