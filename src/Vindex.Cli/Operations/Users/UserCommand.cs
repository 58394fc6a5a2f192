using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Server.Security.Passwords;

namespace Vindex.Cli.Operations.Users;

/// <summary><c>vindex user</c>: accounts from the command line, above all the first admin's.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand("user", "Make accounts to sign in with, and set passwords")
        {
            Notes = ["Everybody else is invited in the portal by an owner, or over HTTP (docs/accounts.md)."],
            Examples =
            [
                new("./vindex user add ada@example.com --admin", "the first admin of the server"),
                new("./vindex user add bo@example.com --company acme --role owner", "the first owner of a company"),
                new("./vindex user reset ada@example.com", "when a password is lost"),
            ],
        };
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Reset());
        return command;
    }

    private static ExampledCommand Add()
    {
        var email = new Argument<string>("EMAIL") { Description = "Who" }.NotBlank();
        var admin = new Option<bool>("--admin") { Description = "An admin of the whole server" };
        var company = new Option<string?>("--company", "-c") { Description = "Slug of a company to belong to", HelpName = "SLUG" }.NotBlank();
        var role = new Option<string?>("--role", "-r") { Description = "The role there: owner, member or viewer", HelpName = "ROLE" };
        role.AcceptOnlyFromAmong("owner", "member", "viewer");
        var password = PasswordOption();
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("add", "Make an account: prints a one-time link to choose a password with")
        {
            Notes =
            [
                "A server that has the folder open does the work.",
                "Somebody who has an account already gets the role at once, and keeps the password.",
            ],
            Examples =
            [
                new("./vindex user add ada@example.com --admin", "prints a link that is good for a week"),
                new("./vindex user add bo@example.com --company acme --role owner --password < secret.txt", "with a password instead"),
            ],
        };
        command.Arguments.Add(email);
        foreach (var option in (Option[])[admin, company, role, password, data]) command.Options.Add(option);
        command.SetAction((parse, cancellationToken) => UserAction.AddAsync(
            DataFolderOption.Resolve(parse.GetValue(data)),
            new AccountOrder(
                parse.GetRequiredValue(email), parse.GetValue(company), Server.Security.RoleNames.Parse(parse.GetValue(role)), parse.GetValue(admin), null),
            parse.GetValue(password),
            cancellationToken));
        return command;
    }

    private static ExampledCommand Reset()
    {
        var email = new Argument<string>("EMAIL") { Description = "Whose password" }.NotBlank();
        var password = PasswordOption();
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("reset", "Print a one-time link to set a new password with")
        {
            Notes = ["A server that has the folder open does the work. With a new password all sessions of the account end."],
            Examples =
            [
                new("./vindex user reset ada@example.com", "prints a link that is good for a day"),
                new("./vindex user reset ada@example.com --password", "asks for the password instead"),
            ],
        };
        command.Arguments.Add(email);
        command.Options.Add(password);
        command.Options.Add(data);
        command.SetAction((parse, cancellationToken) => UserAction.ResetAsync(
            DataFolderOption.Resolve(parse.GetValue(data)), parse.GetRequiredValue(email), parse.GetValue(password), cancellationToken));
        return command;
    }

    private static Option<bool> PasswordOption() => new("--password", "-p") { Description = "Set this password instead: asked for, or the first line of standard input" };
}
