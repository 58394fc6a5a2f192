using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Signatures;

/// <summary>Sends callbacks to a receiver and has what arrived verified by the public npm package; see <c>receiver/verify.cjs</c>.</summary>
public sealed class PublicReceiverTests(ITestOutputHelper output)
{
    private const int Callbacks = 200;

    [Fact]
    public async Task The_public_package_and_the_plain_rule_verify_every_callback_with_old_and_new_secret()
    {
        var folder = await InstallAsync();
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        var guard = new AddressGuard(new AddressPolicy([IPNetwork.Parse("127.0.0.0/8")]), new NameServer().Lookup, TimeProvider.System);
        using var client = new CallbackClient(new OptionsWrapper<CallbackOptions>(TestClient.Options), guard, TimeProvider.System);

        const int Seed = 424_242;
        var random = new Random(Seed);
        var secrets = new Dictionary<string, CallbackSecret[]>();
        for (var i = 0; i < Callbacks; i++)
        {
            // One secret, or two as during a rotation; one in ten signed with a secret that the receiver does not know.
            CallbackSecret[] live = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => NewSecret(random))];
            var body = JsonSerializer.SerializeToUtf8Bytes(new { title = $"Zoë {i} ✓ \u2028", text = new string('x', random.Next(2000)) });
            var headers = CallbackSignature.Headers(live, $"dlv_{i}", $"job_{i}", TimeProvider.System.GetUtcNow(), body);
            secrets[$"dlv_{i}"] = i % 10 == 9 ? [NewSecret(random)] : live;
            (await client.SendAsync(new CallbackMessage($"http://127.0.0.1:{receiver.Port}/", body, headers), TestContext.Current.CancellationToken))
                .ShouldBeOfType<CallbackOutcome.Delivered>();
        }

        var lines = receiver.Requests.SelectMany(request => secrets[request.Headers["webhook-id"]].Select(secret => JsonSerializer.Serialize(new
        {
            name = request.Headers["webhook-id"],
            secret = secret.Text,
            headers = request.Headers,
            body = Convert.ToBase64String(request.Body),
        }))).ToList();
        var (code, answers, errors) = await OtherProgram.RunAsync("node", ["verify.cjs"], folder, string.Join('\n', lines) + "\n");
        code.ShouldBe(0, errors);

        var results = answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        results.Count.ShouldBe(lines.Count);
        foreach (var result in results)
        {
            var known = int.Parse(result.GetProperty("name").GetString()![4..]) % 10 != 9;
            result.GetProperty("standard").GetBoolean().ShouldBe(known, result.ToString());
            result.GetProperty("own").GetBoolean().ShouldBe(known, result.ToString());
            result.GetProperty("changedStandard").GetBoolean().ShouldBeFalse(result.ToString());
            result.GetProperty("changedOwn").GetBoolean().ShouldBeFalse(result.ToString());
        }

        output.WriteLine($"seed {Seed}: {Callbacks} callbacks, {lines.Count} verifications by each rule");
    }

    private static CallbackSecret NewSecret(Random random)
    {
        var key = new byte[24 + random.Next(41)];
        random.NextBytes(key);
        if (random.Next(2) == 0)
            return CallbackSecret.FromKey(key);
        // Chosen by somebody: hexadecimal digits, which are also valid base64, or anything printable.
        var text = random.Next(2) == 0 ? Convert.ToHexString(key) : string.Concat(key.Select(value => (char)('!' + (value % 94))));
        CallbackSecret.TryRead(text, out var secret, out var error).ShouldBeTrue(error);
        return secret!;
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "callback-receiver");
        var source = Repository.PathOf("tests", "Vindex.Server.Tests", "Callbacks", "Signatures", "receiver");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "package.json", "package-lock.json", "verify.cjs" })
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        if (Directory.Exists(Path.Combine(folder, "node_modules", "standardwebhooks")))
            return folder;

        var (code, _, errors) = await OtherProgram.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"], folder, "");
        if (code != 0)
            Assert.Skip($"the npm package standardwebhooks cannot be installed: {errors.Split('\n').LastOrDefault(line => line.Length > 0)}");
        return folder;
    }
}
