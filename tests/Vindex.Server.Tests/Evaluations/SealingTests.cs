using System.Security.Cryptography;
using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Security.Encryption;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Evaluations;

/// <summary>Secrets at rest.</summary>
public sealed class SealingTests
{
    [Fact]
    public void What_one_master_key_seals_another_does_not_open()
    {
        using var key = MasterKey.Of("0123456789abcdef0123456789abcdef");
        using var same = MasterKey.Of("0123456789abcdef0123456789abcdef");
        using var other = MasterKey.Of("0123456789abcdef0123456789abcdeF");
        var box = key.Seal("secret"u8);
        same.Open(box).ShouldBe("secret"u8.ToArray());
        box.AsSpan().IndexOf("secret"u8).ShouldBe(-1);
        Should.Throw<CryptographicException>(() => other.Open(box));
        box[^1] ^= 1;
        Should.Throw<CryptographicException>(() => key.Open(box));
        Should.Throw<CryptographicException>(() => key.Open(box.AsSpan(0, 5)));
    }

    [Fact]
    public async Task Neither_secret_nor_master_key_is_in_the_database_or_its_backup()
    {
        await using var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", null);
        var backup = Path.Combine(server.Folder, "backup.db");
        await server.Store.BackupAsync(backup, CancellationToken.None);
        var master = await File.ReadAllTextAsync(Path.Combine(server.Folder, "secrets", "master.key"));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(server.Folder, "secrets", "master.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var text in (string[])[acme.Secret.Text, master.Trim(), "masterKey value"])
            (await File.ReadAllBytesAsync(backup)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)).ShouldBe(-1);
        var ring = await server.Store.KeyRing.ListAsync(CancellationToken.None);
        ring.ShouldNotBeEmpty();
        ring.ShouldAllBe(key => key.Contains("wrappedByMasterKey"));
    }

    [Fact]
    public async Task A_server_with_another_master_key_does_not_start_and_with_the_right_one_signs_again()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 200 OK"));
        var server = await QueueServer.StartAsync();
        var acme = await server.CompanyAsync("acme", $"http://127.0.0.1:{receiver.Port}/");
        var file = Path.Combine(server.Folder, "secrets", "master.key");
        var copy = await File.ReadAllTextAsync(file);
        await server.StopAsync();
        await server.CloseAsync();

        File.Delete(file);
        var missing = await Should.ThrowAsync<BadSettingsException>(() => QueueServer.StartAsync(server.Folder, null));
        missing.Message.ShouldContain("secrets/master.key in the data folder is missing");
        File.Exists(file).ShouldBeFalse();

        await File.WriteAllTextAsync(file, "another-key-another-key-another-key");
        var refusal = await Should.ThrowAsync<BadSettingsException>(() => QueueServer.StartAsync(server.Folder, null));
        refusal.Message.ShouldContain("secrets/master.key");
        await using (var without = await QueueServer.StartAsync(server.Folder, null, ("Security:MasterKeyLost", "true")))
        {
            without.KeepFolder = true;
            var left = await without.Store.Installations.FindByCustomerAsync(acme.Installation.CompanyId, acme.Installation.CustomerId, CancellationToken.None);
            without.Seal.OpenLive(left!.Secrets, TimeProvider.System.GetUtcNow()).ShouldBeEmpty();
        }

        await File.WriteAllTextAsync(file, copy);
        await using var again = await QueueServer.StartAsync(server.Folder, null);
        var answer = await (acme with { Server = again }).TryAsync("T-1");
        answer.ShouldBeOfType<Server.Evaluations.IntakeResult.Accepted>();
        await Eventually.Async(() => receiver.Requests.Count == 1);
        new Callbacks.Signatures.CallbackVerifier(acme.Secret, TimeSpan.FromMinutes(5))
            .Verify(
                receiver.Requests[0].Headers["X-Vindex-Signature"],
                receiver.Requests[0].Headers["X-Vindex-Timestamp"],
                receiver.Requests[0].Body,
                TimeProvider.System.GetUtcNow())
            .ShouldBeTrue();
    }
}
