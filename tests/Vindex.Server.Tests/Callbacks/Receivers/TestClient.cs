using System.Net;
using Microsoft.Extensions.Options;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Receivers;

/// <summary>The client under test: allowed to reach loopback over http, patient enough for a busy machine.</summary>
internal static class TestClient
{
    public static CallbackOptions Options { get; } = DefaultSettings.Of<CallbackOptions>(
        "Callbacks", ("Callbacks:AllowHttp", "true"), ("Callbacks:Timeout", "60s"), ("Callbacks:ConnectTimeout", "30s"));

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static CallbackClient Client(CallbackOptions options, TimeProvider? time = null, NameServer? names = null) =>
        new(
            new OptionsWrapper<CallbackOptions>(options),
            new AddressGuard(new AddressPolicy([IPNetwork.Parse("127.0.0.0/8")]), (names ?? new NameServer()).Lookup, time ?? TimeProvider.System),
            time ?? TimeProvider.System);

    public static CallbackMessage Message(LoopbackReceiver receiver) => new($"http://127.0.0.1:{receiver.Port}/", "{}"u8.ToArray(), []);

    public static async Task<CallbackOutcome> SendAsync(LoopbackReceiver receiver, CallbackOptions options)
    {
        using var client = Client(options);
        return await client.SendAsync(Message(receiver), Stop);
    }
}
