using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vindex.Cli.Invocation;
using Vindex.Server;
using Vindex.Server.Application;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Storage;

namespace Vindex.Cli.Operations.Users;

/// <summary>Creates accounts, sets passwords and turns second factors off, in the folder or through the server that has it open.</summary>
internal static class UserAction
{
    public static Task<int> AddAsync(string folder, AccountOrder order, bool withPassword, CancellationToken cancellationToken) =>
        RunAsync(
            folder,
            withPassword,
            (accounts, password) => accounts.AddAsync(new Input<AccountOrder>(order with { Password = password }), cancellationToken),
            "users",
            body =>
            {
                body.WriteString("email", order.Email);
                body.WriteBoolean("admin", order.IsAdmin);
                if (order.CompanySlug is not null) body.WriteString("company", order.CompanySlug);
                if (order.Role is { } role) body.WriteString("role", RoleNames.Of(role));
            },
            cancellationToken);

    public static Task<int> ResetAsync(string folder, string email, bool withPassword, CancellationToken cancellationToken) =>
        RunAsync(
            folder,
            withPassword,
            (accounts, password) => accounts.ResetAsync(new Input<AccountReset>(new AccountReset(email, password)), cancellationToken),
            "users/reset",
            body => body.WriteString("email", email),
            cancellationToken);

    public static Task<int> TurnSecondFactorOffAsync(string folder, string email, CancellationToken cancellationToken) =>
        RunAsync(
            folder,
            withPassword: false,
            (accounts, _) => accounts.TurnSecondFactorOffAsync(new Input<SecondFactorRemoval>(new SecondFactorRemoval(email)), cancellationToken),
            "users/second-factor-off",
            body => body.WriteString("email", email),
            cancellationToken);

    private static async Task<int> RunAsync(
        string folder,
        bool withPassword,
        Func<AccountService, string?, Task<Outcome<AccountChange>>> work,
        string operation,
        Action<Utf8JsonWriter> write,
        CancellationToken cancellationToken)
    {
        if (StoreRefusal.NoDatabase(folder) is { } missing) return Say.Refused($"{missing.TrimEnd('.')}; start the server once to create it.");
        var password = withPassword ? PasswordInput.Read() : null;
        if (withPassword && password is null) return Say.Refused("no password was given");
        try
        {
            await using var store = await StoreOpening.OpenAsync(folder, [], cancellationToken);
            var settings = Settings.Build(folder, new Dictionary<string, string?>(), []);
            var server = Settings.Read<ServerOptions>(settings, "Server");
            var lifetimes = Settings.Read<WebSessionOptions>(settings, "Sessions");
            var ids = new Ids(TimeProvider.System, Randomness.System);
            var audit = new Audit(TimeProvider.System, ids);
            using var passwords = new PasswordHashing(Randomness.System);
            var address = new PublicAddress(Options.Create(server));
            var links = new OneTimeLinks(store.Links, TimeProvider.System, Randomness.System, ids, audit, Options.Create(lifetimes), address);
            var outcome = await work(new AccountService(store, links, passwords, ids, audit, TimeProvider.System), password);
            if (outcome is not Outcome<AccountChange>.Done { Value: var change }) return Say.Refused(Reason(((Outcome<AccountChange>.Refused)outcome).Reason));
            return await TellAsync(change.Done, change.Link is { } link ? links.Absolute(link) : null);
        }
        catch (DataFolderInUseException inUse)
        {
            using var server = ServerClient.Of(folder);
            if (server is null) return Say.Refused(inUse.Message);
            var answer = await server.AskAsync(
                operation,
                body =>
                {
                    write(body);
                    if (password is not null) body.WriteString("password", password);
                },
                cancellationToken);
            if (!answer.Done) return Say.Refused(answer.Reason!);
            return await TellAsync(answer.Body!.Value.GetProperty("done").GetString()!, answer.Body.Value.GetProperty("link").GetString());
        }
        catch (Exception e) when (e is StoreUnavailableException or BadSettingsException)
        {
            return Say.Refused(e.Message);
        }
    }

    private static string Reason(Refusal refusal) => refusal is Refusal.Invalid { Detail: { } detail } ? detail : throw new UnreachableException();

    private static async Task<int> TellAsync(string done, string? link)
    {
        await Console.Out.WriteLineAsync(link is null ? done : $"{done}:\n{link}");
        return ExitCode.Ok;
    }
}
